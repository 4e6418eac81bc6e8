"""The search engine on Whoosh: `base.Engine` over a folder of index files."""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.index import FileIndex

from index.analysis import Analysis
from index.engines.base import Answer, Match, Query
from index.engines.batch import Batch, Changes
from index.engines.whoosh.compile import any_word, compiled
from index.engines.whoosh.pool import Pool
from index.engines.whoosh.schema import schema
from index.engines.whoosh.snapshot import Snapshot
from index.engines.whoosh.storage import LastingStorage, named_errors
from index.engines.whoosh.writing import lock, write
from index.errors import EngineError
from index.record import Key
from index.tree import TEXT_FIELDS

# Of what is on the disk: another one is another index. Whoosh's own format is W3.
FORMAT = "w3-1"
_SIMILAR_WORDS = 20
_SIMILAR_FIELDS = ("title", "subject")
_UNDATED = 10**9  # behind every date, in both directions


def create(folder: Path, analysis: Analysis) -> WhooshEngine:
    """Make an empty index in an empty folder, and open it."""
    with named_errors(folder):
        FileIndex.create(LastingStorage(folder), schema())
    return open_folder(folder, analysis)


def open_folder(folder: Path, analysis: Analysis) -> WhooshEngine:
    """Open the index in the folder. Raises `EngineDamaged` where it cannot be read."""
    engine = WhooshEngine(folder, analysis)
    engine.check()
    return engine


class WhooshEngine:
    """A `base.Engine`; any number of threads and processes may read, one writes."""

    def __init__(self, folder: Path, analysis: Analysis) -> None:
        self._folder = folder
        self._analysis = analysis
        self._closed = False
        self._pool = Pool(folder)

    def check(self) -> None:
        """Open every file of the index once."""
        with self._snapshot():
            pass

    def writer(self) -> Batch:
        if self._closed:
            raise EngineError("the search index is closed", "open it again")
        with named_errors(self._folder):
            held = lock(self._folder)

        def apply(changes: Changes) -> None:
            with named_errors(self._folder):
                write(self._folder, changes, self._analysis)

        return Batch(apply, held.release)

    def search(self, query: Query) -> Answer:
        wanted = compiled(query, self._analysis)
        with self._snapshot() as snapshot:
            numbers, scores = snapshot.scored(wanted)
            if query.sort == "relevance":
                ranks = array("d", (-score for score in scores))
            else:
                ranks = _date_ranks(snapshot, numbers, newest=query.sort == "newest")
                scores = array("d", bytes(8 * len(numbers)))
            page = _page(snapshot, numbers, ranks, query.offset, query.limit)
            return Answer(len(numbers), tuple(Match(key, scores[at]) for key, at in page))

    def scan(self, query: Query) -> Iterator[Key]:
        wanted = compiled(query, self._analysis)
        with self._snapshot() as snapshot:
            numbers, _ = snapshot.scored(wanted)
            yield from snapshot.in_key_order(numbers)

    def terms(self, prefix: str, field: str) -> Iterator[tuple[str, int]]:
        if field not in TEXT_FIELDS:
            return
        with self._snapshot() as snapshot:
            yield from snapshot.words(prefix, field)

    def similar(self, key: Key, limit: int = 10) -> tuple[Match, ...]:
        with self._snapshot() as snapshot:
            own = snapshot.number(key)
            words = _most_telling(snapshot, own) if own is not None else []
            numbers, scores = snapshot.scored(any_word(words, _SIMILAR_FIELDS))
            ranks = array("d", (-score for score in scores))
            page = _page(snapshot, numbers, ranks, 0, limit + 1)
            others = [Match(found, scores[at]) for found, at in page if found != key]
            return tuple(others[:limit])

    def keys(self) -> Iterator[Key]:
        with self._snapshot() as snapshot:
            yield from snapshot.in_key_order(array("I", snapshot.live()))

    def close(self) -> None:
        self._closed = True
        self._pool.close()

    @contextmanager
    def _snapshot(self) -> Iterator[Snapshot]:
        with named_errors(self._folder), self._pool.snapshot() as snapshot:
            yield snapshot


def _date_ranks(snapshot: Snapshot, numbers: array[int], *, newest: bool) -> array[float]:
    dates = (snapshot.date(number) for number in numbers)
    return array("d", ((-date if newest else date) if date else _UNDATED for date in dates))


def _page(
    snapshot: Snapshot, numbers: array[int], ranks: array[float], offset: int, limit: int
) -> list[tuple[Key, int]]:
    """The asked page, lowest rank first, ties by key: (key, place in `numbers`)."""
    end = offset + limit
    if end <= 0 or offset >= len(numbers):
        return []
    # Keys are read only of those that can come onto the page or tie with its last one.
    last = heapq.nsmallest(end, ranks)[-1]
    near = ((ranks[at], snapshot.key(numbers[at]), at) for at in range(len(ranks))
            if ranks[at] <= last)  # fmt: skip
    return [(key, at) for _, key, at in heapq.nsmallest(end, near)[offset:]]


def _most_telling(snapshot: Snapshot, number: int) -> list[str]:
    words = snapshot.telling(number)
    words.sort(key=lambda word: (-max(snapshot.rarity(f, word) for f in _SIMILAR_FIELDS), word))
    return words[:_SIMILAR_WORDS]
