"""dc:title: the record's own language first."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.normalise.dublin_core import Value
from harvester.normalise.text import texts
from index.record import Text


def read(values: Sequence[Value], languages: Sequence[str]) -> tuple[Text, ...]:
    """The titles; those in the first of `languages` come first, else in the order of the record."""
    titles = texts(values)
    if len(titles) < 2:
        return titles
    own = languages[0].partition("-")[0] if languages else ""
    return tuple(sorted(titles, key=lambda title: (title.lang or "").partition("-")[0] != own))
