"""The search engine on Whoosh: `base.Engine` over a folder of index files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from whoosh.index import FileIndex

from index.analysis import Analysis, is_exact
from index.engines.base import STATES, Answer, Bucket, Fetch, Match, Query
from index.engines.batch import Batch
from index.engines.cursors import state_of
from index.engines.whoosh.asked import Asked
from index.engines.whoosh.checking import Checking, damaged
from index.engines.whoosh.compile import any_word
from index.engines.whoosh.schema import schema
from index.engines.whoosh.snapshot import Snapshot
from index.engines.whoosh.storage import LastingStorage, named_errors
from index.engines.whoosh.w3.checking import marked
from index.engines.whoosh.w3.reading import Closed, Reader, Readers, Restless
from index.errors import EngineBusy, EngineError
from index.record import Key
from index.tree import ENTRIES, TEXT_FIELDS, WORD_FIELDS

if TYPE_CHECKING:
    from index.engines.whoosh.writing import Writing

# Of what is on the disk: another one is another index. Whoosh's own format is W3.
FORMAT = "w3-4"
_SIMILAR_WORDS = 20
_SIMILAR_FIELDS = ("title", "subject")
_SIMILAR_LEAST = 100  # documents that may share a word, however few there are


def create(folder: Path, analysis: Analysis, fetch: Fetch | None = None) -> WhooshEngine:
    """Make an empty index in an empty folder, and open it."""
    with named_errors(folder):
        FileIndex.create(LastingStorage(folder), schema())
    return open_folder(folder, analysis, fetch)


def open_folder(folder: Path, analysis: Analysis, fetch: Fetch | None = None) -> WhooshEngine:
    """Open the index in the folder. Raises `EngineDamaged` where it cannot be read.

    `fetch` gives the documents of keys: with it, small segments are merged by writing them anew.
    """
    engine = WhooshEngine(folder, analysis, fetch)
    engine.check()
    return engine


class WhooshEngine:
    """A `base.Engine`; any number of threads and processes may read, one writes."""

    def __init__(self, folder: Path, analysis: Analysis, fetch: Fetch | None = None) -> None:
        self._folder = folder
        self._analysis = analysis
        self._fetch = fetch
        self._starting = Lock()
        self._writing: Writing | None = None
        self._closed = False
        self._readers = Readers(folder, most_held=STATES)
        self._checking = Checking(folder)

    def _write(self) -> Writing:
        with self._starting:
            if self._writing is None:
                # Who only searches need not wait for what writes to be imported.
                from index.engines.whoosh.writing import Writing

                self._writing = Writing(self._folder, self._analysis, self._fetch)
            return self._writing

    def check(self) -> None:
        """Open every file of the index once. Raises what somebody has found damaged."""
        with named_errors(self._folder):
            reader = self._newest()
            found = marked(self._folder)
            if found:
                raise damaged(self._folder, found)
            Snapshot(reader).check()

    def writer(self) -> Batch:
        self._still_open()
        return self._write().batch()

    def fill(self, keys: Iterable[Key], processes: int, told: Callable[[int], None]) -> None:
        """See `base.Shared`."""
        self._still_open()
        self._write().fill(keys, processes, told)

    def _still_open(self) -> None:
        if self._closed:
            raise EngineError("the search index is closed", "open it again")

    def stats(self) -> dict[str, object]:
        """How the index is written, and of what it is made."""
        return self._write().stats()

    def search(self, query: Query) -> Answer:
        with self._snapshot(state_of(query)) as snapshot:
            answer = Asked(snapshot.reader, query, self._analysis).answer()
            if answer.next is not None and query.sort == "relevance":
                self._readers.hold(snapshot.reader)
            return answer

    def totals(self, queries: Iterable[Query]) -> list[int]:
        with self._snapshot() as snapshot:
            reader = snapshot.reader
            return [len(Asked(reader, query, self._analysis).numbers) for query in queries]

    def scan(self, query: Query) -> Iterator[Key]:
        with self._snapshot() as snapshot:
            numbers = Asked(snapshot.reader, query, self._analysis).numbers
            yield from snapshot.in_key_order(numbers)

    def terms(self, prefix: str, field: str) -> Iterator[tuple[str, int]]:
        if field not in (*WORD_FIELDS, *ENTRIES.values()):
            return
        with self._snapshot() as snapshot:
            yield from snapshot.words(prefix, field)

    def holding(self, words: Iterable[str], field: str | None = None) -> list[int]:
        fields = TEXT_FIELDS if field is None else (field,)
        with self._snapshot() as snapshot:
            return [snapshot.holding(word, fields) if is_exact(word) else 0 for word in words]

    def neighbours(
        self, word: str, field: str | None = None, edits: int = 1, same_start: bool = False
    ) -> list[tuple[str, int]]:
        with self._snapshot() as snapshot:
            fields = TEXT_FIELDS if field is None else (field,)
            return snapshot.neighbours(word, fields, edits, same_start)

    def entries(self, prefix: str, name: str, limit: int = 10) -> list[Bucket]:
        with self._snapshot() as snapshot:
            return snapshot.entries(prefix, ENTRIES[name], limit)

    def similar(self, key: Key, limit: int = 10) -> tuple[Match, ...]:
        with self._snapshot() as snapshot:
            own = snapshot.number(key)
            words = _most_telling(snapshot, own) if own is not None else []
            wanted = any_word(words, _SIMILAR_FIELDS)
            found = snapshot.best(wanted, limit + 1)
            return tuple([match for match in found if match.key != key][:limit])

    def keys(self) -> Iterator[Key]:
        with self._snapshot() as snapshot:
            yield from snapshot.in_key_order(snapshot.reader.live())

    def close(self) -> None:
        self._closed = True
        if self._writing is not None:
            self._writing.close()
        self._readers.close()
        self._checking.close()

    @contextmanager
    def _snapshot(self, state: int = 0) -> Iterator[Snapshot]:
        with named_errors(self._folder):
            reader = self._newest(state)
            segments = reader.segments
            self._checking.begin(segments)
            self._checking.assure(segments)
            yield Snapshot(reader)
            self._checking.assure(segments)  # what was found meanwhile

    def _newest(self, state: int = 0) -> Reader:
        try:
            return self._readers.at(state) if state else self._readers.newest()
        except Closed as error:
            raise EngineError("the search index is closed", "open it again") from error
        except Restless as error:
            raise EngineBusy(f"the search index in {error}", "try again") from error


def _most_telling(snapshot: Snapshot, number: int) -> list[str]:
    """Its rarest words that other documents have too, and not a tenth of all of them."""
    most = max(_SIMILAR_LEAST, snapshot.reader.count // 10)
    found = {}
    for word in snapshot.telling(number):
        holding = snapshot.holding(word, _SIMILAR_FIELDS)
        if 1 < holding <= most:
            found[word] = holding
    return sorted(found, key=lambda word: (found[word], word))[:_SIMILAR_WORDS]
