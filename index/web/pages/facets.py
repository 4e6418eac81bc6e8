"""Facets and chips: the values that hits have, and those that are on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from index.engines.base import MISSING
from index.entries import split
from index.fields import searchable
from index.record import Document
from index.tree import ENTRIES
from index.web.pages.state import State
from index.web.pages.wording import Wording

# In the order of the page; years have the histogram.
SHOWN = (
    "source", "type", "language", "access", "journal", "creator", "subject", "publisher", "licence",
)  # fmt: skip
FEW = 6  # values of a facet on the search page
_OPEN = 5  # facets that are open at once

Labels = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: how it is shown, its hits, and where clicks lead."""

    shown: str
    count: int
    on: bool
    out: bool
    url: str
    without: str


@dataclass(frozen=True, slots=True)
class Group:
    """A facet: its values, and where all of them are; `open` from the beginning."""

    field: str
    name: str
    values: tuple[Value, ...]
    more: str | None
    open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that is on, and the search without it."""

    name: str
    shown: str
    out: bool
    url: str


def groups(
    state: State, facets: Mapping[str, Mapping[str, int]], labels: Labels, wording: Wording
) -> list[Group]:
    """The facets that tell the hits apart, or that are on."""
    found: list[Group] = []
    for field in SHOWN:
        counts = facets.get(field, {})
        if _tells(counts) or any(field == one for one, _ in (*state.chosen, *state.excluded)):
            values = tuple(valued(state, field, _first(state, field, counts), labels, wording))
            if not values:
                continue
            on = any(value.on or value.out for value in values)
            more = facet_url(state, field) if len(counts) > FEW else None
            opened = on or len(found) < _OPEN
            found.append(Group(field, wording.field(field), values, more, opened))
    return found


def facet_url(state: State, field: str, order: str = "count") -> str:
    """Where all values of a facet are."""
    url = state.first_page().url(f"/search/values/{field}")
    return url if order == "count" else f"{url}{'&' if '?' in url else '?'}order={order}"


def _tells(counts: Mapping[str, int]) -> bool:
    return len(counts) > 1 or (bool(counts) and MISSING not in counts)


def _first(state: State, field: str, counts: Mapping[str, int]) -> dict[str, int]:
    """The first values, those that are on in any case; what has none stands last."""
    on = {value for one, value in (*state.chosen, *state.excluded) if one == field}
    head = [value for value in counts if value != MISSING][:FEW]
    kept = [value for value in counts if value in on or value in head or value == MISSING]
    return {value: counts[value] for value in kept}


def valued(
    state: State, field: str, counts: Mapping[str, int], labels: Labels, wording: Wording
) -> Iterator[Value]:
    """Values with what clicks on them lead to."""
    for value, count in counts.items():
        yield Value(
            wording.value(field, value, labels),
            count,
            (field, value) in state.chosen,
            (field, value) in state.excluded,
            state.toggled(field, value).url(),
            state.excluding(field, value).url(),
        )


def chips(state: State, labels: Labels, wording: Wording, path: str = "/search") -> list[Chip]:
    """What is on, in the order in which it came; `path` is that of the page."""
    both = ((False, state.chosen), (True, state.excluded))
    return [
        Chip(
            wording.field(field),
            wording.value(field, value, labels),
            out,
            (state.excluding if out else state.toggled)(field, value).url(path),
        )
        for out, some in both
        for field, value in some
    ]


def unlabelled(state: State, labels: Labels) -> Iterator[tuple[str, str]]:
    """Entries that are on and for which the counted values have no name."""
    for field, value in (*state.chosen, *state.excluded):
        if field in ENTRIES and value != MISSING and value not in labels.get(field, {}):
            yield field, value


def spelling(documents: Iterable[Document], field: str, key: str) -> str | None:
    """How documents spell the entry of that key."""
    for document in documents:
        for held in searchable(document).keywords[ENTRIES[field]]:
            if split(held)[0] == key:
                return split(held)[1]
    return None
