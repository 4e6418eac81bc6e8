"""dc:relation -> other works, other identifiers of this one, files of this one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from harvester.normalise import links
from harvester.normalise.dublin_core import Value
from harvester.normalise.identifiers import unique
from harvester.normalise.text import strings
from index.identifiers import recognise
from index.record import Identifier, Link

_ALTERNATIVE = re.compile(r"info:eu-repo/semantics/altIdentifier/", re.I)
# OpenAIRE guidelines: references and data sets, e.g. info:eu-repo/semantics/reference/doi/10.…
_OTHER_WORK = re.compile(
    r"info:eu-repo/semantics/(?:reference|dataset)/(?:doi|hdl|urn|url|arxiv)/(?=\S)", re.I
)


@dataclass(frozen=True, slots=True)
class Relations:
    """Other identifiers of the work, links to its files, other works."""

    identifiers: tuple[Identifier, ...]
    links: tuple[Link, ...]
    relations: tuple[Identifier, ...]


def read(values: Sequence[Value], formats: Sequence[str]) -> Relations:
    """Tell the relations apart: what is no file and no identifier of the work is another work."""
    raws = strings(values)
    files = links.galleys(raws, formats)
    taken = {link.url for link in files}
    others = [raw for raw in raws if raw not in taken]
    return Relations(
        unique(_identifier(raw) for raw in others if _ALTERNATIVE.match(raw)),
        files,
        unique(_identifier(raw) for raw in others if not _ALTERNATIVE.match(raw)),
    )


def _identifier(raw: str) -> Identifier:
    known = recognise(_OTHER_WORK.sub("", raw, count=1))
    return Identifier(known.scheme, known.value, raw) if known else Identifier("local", raw, raw)
