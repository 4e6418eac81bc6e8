"""Where a document answers a query: fragments of its texts, with the words that matched. Pure.

A fragment is a tuple of pieces (text, matched); together they are the text as it stands. No markup:
each door draws it in its own way (`index.markup` for HTML).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import TypeAlias

from index.analysis import Analysis
from index.entries import entries, plain, split
from index.fields import Value, language_of
from index.record import Agent, Document, Text
from index.tree import Node
from index.wanted import Place, Wanted, persons, wanted

Fragment: TypeAlias = tuple[tuple[str, bool], ...]

FIELDS = ("title", "creator", "abstract", "journal", "subject")
WINDOW = 300  # letters of an abstract
_LEAD = 40  # letters before the first match
_READ = 20_000  # letters of an abstract that are looked at, so that a book costs no more
_CUT = "…"


def highlight(
    document: Document, tree: Node, analysis: Analysis
) -> dict[str, tuple[Fragment, ...]]:
    """The titles, journals and subjects whole, the creators' names, the best window of an abstract.

    Fields that the document lacks are left out; a field without a match is shown unmarked.
    """
    looks_for = {field: wanted(tree, field, analysis) for field in FIELDS}
    called = _called(document, tree)
    texts = {
        "title": document.titles,
        "abstract": document.abstracts,
        "journal": document.journal.titles if document.journal else (),
        "subject": (
            *document.subjects,
            *(Text(c.label or c.raw) for c in document.classifications),
        ),
    }
    values = {
        field: [(text.value, language_of(text, document)) for text in held]
        for field, held in texts.items()
    }
    found = {
        "title": tuple(_whole(value, looks_for["title"]) for value in values["title"]),
        "creator": tuple(_name(agent, looks_for["creator"], called) for agent in document.creators),
        "abstract": _abstract(values["abstract"], looks_for["abstract"]),
        "journal": tuple(_whole(value, looks_for["journal"]) for value in values["journal"]),
        "subject": tuple(_whole(value, looks_for["subject"]) for value in values["subject"]),
    }
    return {field: fragments for field, fragments in found.items() if fragments}


def _whole(value: Value, wanted: Wanted) -> Fragment:
    return _pieces(value[0], wanted.places(value), 0, len(value[0]))


def _name(agent: Agent, wanted: Wanted, called: Collection[str]) -> Fragment:
    """The name as it is shown, or the first variant that matches where the name does not.

    One that is `called` for by another spelling is marked whole.
    """
    names: list[Value] = [(agent.name, None), *((v.value, v.lang) for v in agent.variants)]
    matching = next((name for name in names if wanted.places(name)), None)
    if matching is None and plain(agent.name) in called:
        return ((agent.name, True),)
    return _whole(matching or names[0], wanted)


def _called(document: Document, tree: Node) -> frozenset[str]:
    """The names, as they are held, of creators who are asked for by key."""
    asked = persons(tree)
    held = map(split, entries(document)["creator_is"]) if asked else ()
    return frozenset(spelling for key, spelling in held if key in asked)


def _abstract(values: Sequence[Value], wanted: Wanted) -> tuple[Fragment, ...]:
    """The best window of the abstract that answers best; of several equal ones the first."""
    found = [(text, wanted.places((text[:_READ], language))) for text, language in values]
    if not found:
        return ()
    starts = [_best_start(places) for _, places in found]
    best = max(range(len(found)), key=lambda at: starts[at][0])
    return (_window(*found[best], starts[best][1]),)


def _best_start(places: Sequence[Place]) -> tuple[tuple[int, int], int]:
    """How much the best window answers, and where it begins."""
    starts = (max(0, place.start - _LEAD) for place in places)
    found = [(_worth(places, at, start), -start) for at, start in enumerate(starts)]
    worth, start = max(found, default=((0, 0), 0))
    return worth, -start


def _worth(places: Sequence[Place], first: int, start: int) -> tuple[int, int]:
    """How many pieces of the query are answered in a window, and by how many letters."""
    near = places[first : bisect_left(places, (start + WINDOW,))]
    inside = [place for place in near if place.end <= start + WINDOW]
    return len({place.leaf for place in inside}), sum(p.end - p.start for p in inside)


def _window(text: str, places: Sequence[Place], start: int) -> Fragment:
    start = min(start, max(0, len(text) - WINDOW))
    first, last = _to_blank(text, start), _back_to_blank(text, start + WINDOW)
    lead: Fragment = ((_CUT, False),) if first else ()
    trail: Fragment = ((_CUT, False),) if last < len(text) else ()
    return lead + _pieces(text, places, first, last) + trail


def _to_blank(text: str, start: int) -> int:
    """The next beginning of a word, where one is near."""
    blank = text.find(" ", start, start + _LEAD // 2) if start else -1
    return blank + 1 if blank >= 0 else start


def _back_to_blank(text: str, end: int) -> int:
    """The last end of a word before, where one is near."""
    if end >= len(text):
        return len(text)
    blank = text.rfind(" ", end - _LEAD, end)
    return blank if blank >= 0 else end


def _pieces(text: str, places: Sequence[Place], first: int, last: int) -> Fragment:
    """The text from `first` to `last`, cut at its matches; a match over an edge is cut too."""
    pieces: list[tuple[str, bool]] = []
    at = first
    for place in places:
        start, end = max(place.start, at), min(place.end, last)
        if start < end:
            joined = pieces and start == at and pieces[-1][1]
            before = pieces.pop()[0] if joined else ""
            pieces += [(text[at:start], False), (before + text[start:end], True)]
            at = end
    pieces.append((text[at:last], False))
    return tuple(piece for piece in pieces if piece[0])
