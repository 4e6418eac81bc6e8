"""Cyberleninka's citations: journal, ISSN, `volume issue pages`, `country, town` in four values.

A part that is missing leaves its blank: ` 1 31-36` has no volume, `9  91-93` no issue. The same
parts come once more as bibo:volume, bibo:issue and bibo:pages, each with its name.
"""

from __future__ import annotations

import re

from harvester.normalise.dublin_core import Value
from harvester.normalise.places import issues
from harvester.normalise.places.issues import Place
from harvester.normalise.places.statements import Statement

_PLACE = re.compile(
    r"(?P<volume>\d[\w/–-]*)?[ ](?P<issue>\d[\w/–-]*(?:[ \xa0]\(\d+\))?)?[ ]"
    r"(?P<pages>[^\W\d_]?\d[\w–-]*)?"
)


def read(value: Value) -> Place | None:
    """The place that a value gives, None where it is something else."""
    text = value.text.strip("\r\n\t")
    if value.term == "pages":
        return issues.with_pages(Place(), text.strip())
    if value.term == "volume":
        return Place(volume=text.strip())
    if value.term == "issue":
        return Place(issue=" ".join(text.split()))
    found = _PLACE.fullmatch(text) if value.term == "bibliographicCitation" else None
    if not found or not text.strip():
        return None
    issue = found["issue"] and " ".join(found["issue"].split())
    place = Place(found["volume"], issue)
    return issues.with_pages(place, found["pages"]) if found["pages"] else place


def town(text: str) -> Statement:
    """Where the journal comes out: no field holds it."""
    return Statement("", Place(extras=(text,)))
