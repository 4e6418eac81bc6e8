"""The contract of a search engine. Engines are disposable: all they hold can be made again.

Meaning: an engine holds documents by key and answers `Query` values; it never sees the text that a
person typed, and nobody outside sees an engine's own query syntax. What a token means is decided by
`index.analysis` (passed in), what a document offers to be searched by `index.fields`.

Order: hits come by the query's sort; ties by key, so that pages never repeat or skip a hit while
the index stands still. `Answer.next` asks for what comes behind the last hit of a page, by what
that hit was sorted by and its key: while the index changes, documents that stay, and keep what they
are sorted by, come once and none is left out. (Scores change a little with every commit.)

Facets: a value of a facet promises as many hits as its count says: a `Filter` of it, added to the
query's filters of other fields, gives them. A document with several values counts for each.
`MISSING` stands for the documents without any; it comes last and is never cut off.

Entries (`index.tree.ENTRIES`, `index.entries`): facets of creators, journals, subjects, types and
the like count entries, once for a document; the value of a bucket is an entry's key, its label the
spelling that is most frequent among the hits counted (of two alike the lower in code points). A
filter of such a field, and `Exact`, take a key of the index as it is; what is none is a spelling,
and stands for all documents that have it in any dress (a name in another script, a title of the
journal, its ISSN, a label, the URI of a licence). `Exact` of the field behind (`creator_is`) takes
a key and nothing else.

Threads: an engine may be shared by threads. One writer at a time, over all processes: a second one
raises `EngineBusy`. Readers keep the state that they were opened on until `refresh` or the next
`search`, which sees the last commit.

Errors: `EngineError` and its kinds, nothing else. A writer that is left by an exception has changed
nothing that a reader can see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Literal, Protocol, Self, TypeAlias, runtime_checkable

from index.fields import MISSING
from index.record import Document, Key, Seen
from index.tree import Node, Prefer, Ranked

__all__ = [
    "MISSING", "Answer", "Bucket", "Engine", "Facet", "FacetOrder", "FacetWish", "Fetch", "Filter",
    "Match", "Query", "Sort", "Writer",
]  # fmt: skip

# Documents without a date or a title come last, in either direction. `first-seen`: what came to us
# last comes first.
Sort = Literal["relevance", "newest", "oldest", "title", "first-seen"]
# The most frequent values first, ties by value; or values by their code points.
FacetOrder = Literal["count", "value"]

# Gives the documents of those keys that there still are: an engine may write anew what it holds.
Fetch: TypeAlias = Callable[[Sequence[Key]], Iterable[Seen]]


@dataclass(frozen=True, slots=True)
class Filter:
    """Documents whose keyword field holds one of the values (years as `"2023"`), or an entry.

    `field` is one of `index.tree.FILTER_FIELDS`.

    `MISSING` among the values: those that hold none. `excluded`: all other documents.
    """

    field: str
    values: tuple[str, ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class FacetWish:
    """A field of `FILTER_FIELDS` whose values are to be counted; of these the first `limit`."""

    field: str
    limit: int = 10
    order: FacetOrder = "count"


@dataclass(frozen=True, slots=True, order=True)
class Bucket:
    """A value to filter by, and how many hits there are with it; `label`: how an entry is shown."""

    value: str
    count: int
    label: str = ""

    @property
    def shown(self) -> str:
        """What a person reads."""
        return self.label or self.value


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of a field in what the query finds without its filters of this very field.

    `values` is how many different ones there are, `MISSING` not counted.
    """

    field: str
    buckets: tuple[Bucket, ...]
    values: int


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of an engine: one frozen value. Filters are ANDed.

    `cursor` is the `next` of an answer; `offset` counts from there. `histogram`: the years wanted.
    """

    tree: Ranked
    filters: tuple[Filter, ...] = ()
    sort: Sort = "relevance"
    limit: int = 10
    offset: int = 0
    facets: tuple[FacetWish, ...] = ()
    histogram: bool = False
    cursor: str | None = None

    @property
    def node(self) -> Node:
        """The tree without what ranking adds: it matches the same."""
        return self.tree.node if isinstance(self.tree, Prefer) else self.tree


@dataclass(frozen=True, slots=True)
class Match:
    """A document that answers, and how well (0.0 where the sort is not by relevance)."""

    key: Key
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The asked page of matches, and how many there are in all (of all pages).

    `next` is the cursor of the following page, None where nothing comes behind. `facets` are in the
    order of the wishes. `histogram`: every year with its hits, rising, `MISSING` last; like a facet
    it does not feel filters of its own field.
    """

    total: int
    matches: tuple[Match, ...]
    next: str | None = None
    facets: tuple[Facet, ...] = ()
    histogram: tuple[Bucket, ...] = ()


class Writer(Protocol):
    """One batch of changes. Leaving the `with` block normally commits; an exception discards."""

    def put(self, document: Document, first_seen: datetime | None = None) -> None:
        """Hold this document under its key, in place of an earlier one.

        `first_seen`: when its record came to us first (UTC, whole seconds); who puts it again says
        it again. None: not known, last in that order.
        """
        ...

    def delete(self, key: Key) -> None:
        """Hold nothing under the key any more; nothing happens where there was nothing."""
        ...

    def commit(self) -> None:
        """Make the batch visible and lasting. The writer is finished afterwards."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Engine(Protocol):
    """A search engine: seven methods."""

    def writer(self) -> Writer:
        """Start a batch. Raises `EngineBusy` where somebody else writes."""
        ...

    def search(self, query: Query) -> Answer:
        """The page of matches that was asked for; `total` is exact.

        Raises `UsageError` for a cursor that is none, or one of another sort.
        """
        ...

    def scan(self, query: Query) -> Iterator[Key]:
        """The key of every match, in key order; of the query only tree and filters are used.

        Memory stays flat.
        """
        ...

    def terms(self, prefix: str, field: str) -> Iterator[tuple[str, int]]:
        """Exact words of a text field with the (folded) prefix, and in how many documents each is.

        In the order of their letters' code points. Of a field of entries (`creator_is`): its terms,
        which `index.entries.split` takes apart.
        """
        ...

    def similar(self, key: Key, limit: int = 10) -> tuple[Match, ...]:
        """Documents that share the telling words of this one; none where the key is not held."""
        ...

    def keys(self) -> Iterator[Key]:
        """The keys of all documents held, sorted."""
        ...

    def close(self) -> None:
        """Give everything back."""
        ...


@runtime_checkable
class Shared(Protocol):
    """An engine that several processes can fill at once."""

    def fill(self, keys: Iterable[Key], processes: int, told: Callable[[int], None]) -> None:
        """Put the documents of these keys in, none of which is held, in one commit.

        They are fetched by other processes. `told` hears again and again how many were taken.
        """
        ...


@runtime_checkable
class Described(Protocol):
    """An engine that can say of what it is made."""

    def stats(self) -> Mapping[str, object]:
        """By names of its own: how it is written, its parts, what goes on beside."""
        ...
