"""What every format is read into: the fifteen elements of Dublin Core, in order, with languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

ELEMENTS = (
    "contributor", "coverage", "creator", "date", "description", "format", "identifier",
    "language", "publisher", "relation", "rights", "source", "subject", "title", "type",
)  # fmt: skip


class Value(NamedTuple):
    """A value as it came: its text, its xml:lang, the term it came under (`issued`), its id.

    DOAJ writes the ORCID of a creator as the attribute `id`.
    """

    text: str
    lang: str | None = None
    term: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class DublinCore:
    """Element name -> values in the order of the record; and (name, text) of what was not read."""

    elements: Mapping[str, tuple[Value, ...]]
    unread: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, name: str) -> tuple[Value, ...]:
        return self.elements.get(name, ())

    def __iter__(self) -> Iterator[tuple[str, Value]]:
        return ((name, value) for name, values in self.elements.items() for value in values)
