"""Pages that run from the full matches into the partial ones, by offset and by cursor.

A cursor of the partial part is that of the engine behind `PARTIAL`; the mark alone is its
beginning. Once a reader is in there, it goes on even where more full matches come meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from index.engines.base import Answer, Match, Query
from index.errors import UsageError
from index.partial import ENOUGH
from index.ranking import ranked
from index.tree import Node

PARTIAL = "p."  # no cursor of an engine holds a dot


@dataclass(frozen=True, slots=True)
class Page:
    """A page of matches: full ones, then partial ones. `full` has the counts of the full ones."""

    full: Answer
    matches: tuple[Match, ...]
    partial: tuple[Match, ...]
    total_partial: int
    next: str | None


def paged(search: Callable[[Query], Answer], query: Query, partly: Node | None) -> Page:
    """The page that a query asks for; `partly` is the tree of its partial matches.

    Hits by relevance are ranked; partial matches come best first, whatever the order of the full
    ones is. Raises `UsageError` for
    a cursor that is none, or one of another query.
    """
    if query.cursor is not None and query.cursor.startswith(PARTIAL):
        return _inside(search, query, partly)
    query = _ranked(query)
    full = search(query)
    if partly is None or full.total >= ENOUGH:
        return Page(full, full.matches, (), 0, full.next)
    before = _full_left(search, query, full)
    limit, offset = query.limit - len(full.matches), max(0, query.offset - before)
    rest = search(Query(partly, query.filters, limit=limit, offset=offset))
    begins = bool(full.matches and rest.total and not limit)
    next_ = _marked(rest.next) or (PARTIAL if begins else None)
    return Page(full, full.matches, rest.matches, rest.total, full.next or next_)


def _inside(search: Callable[[Query], Answer], query: Query, partly: Node | None) -> Page:
    cursor = (query.cursor or "").removeprefix(PARTIAL) or None
    if partly is None:
        raise UsageError(
            "this cursor is of another query", "take `next` of a page of results as it is"
        )
    full = search(replace(query, cursor=None, offset=0, limit=0))
    rest = search(
        Query(partly, query.filters, limit=query.limit, offset=query.offset, cursor=cursor)
    )
    return Page(full, (), rest.matches, rest.total, _marked(rest.next))


def _ranked(query: Query) -> Query:
    if query.sort != "relevance" or not (query.limit or query.cursor):
        return query  # who only counts need not rank
    return replace(query, tree=ranked(query.node))


def _marked(cursor: str | None) -> str | None:
    return None if cursor is None else f"{PARTIAL}{cursor}"


def _full_left(search: Callable[[Query], Answer], query: Query, full: Answer) -> int:
    """How many full matches stand behind the cursor; there are fewer than `ENOUGH`."""
    if query.cursor is None:
        return full.total
    counted = replace(query, offset=0, limit=ENOUGH, facets=(), histogram=False)
    return len(search(counted).matches if query.offset else full.matches)
