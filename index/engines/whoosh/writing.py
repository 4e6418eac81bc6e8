"""Batches of documents into the index: our rows to `w3`, and its lock, errors and leftovers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from whoosh.index import TOC
from whoosh.util.filelock import FileLock

from index.analysis import Analysis
from index.engines.base import Fetch
from index.engines.batch import Batch, Changes
from index.engines.whoosh import stock
from index.engines.whoosh.merging import Beside, rows_by
from index.engines.whoosh.schema import key_text, plan_of, row_of
from index.engines.whoosh.sharing import pickled, segments_of
from index.engines.whoosh.storage import LastingStorage, named_errors
from index.engines.whoosh.w3.writing import beside
from index.engines.whoosh.w3.writing.collector import put_off
from index.engines.whoosh.w3.writing.commit import Commit, sweep, write_toc
from index.engines.whoosh.w3.writing.held import NAME
from index.engines.whoosh.w3.writing.held import Fetch as FetchRows
from index.engines.whoosh.w3.writing.rows import Unwritable
from index.engines.whoosh.w3.writing.words import Lexicon
from index.errors import EngineBusy, EngineError
from index.fields import GAP
from index.record import Key, Seen

_ROOM = 2000  # documents of a batch that wait to be taken apart, some 10 kB each


class Writing:
    """Writes into the index of a folder; one batch at a time, over all processes.

    What is known of words is kept from batch to batch. `fetch` makes merges fast; without it they
    are left to Whoosh.
    """

    def __init__(self, folder: Path, analysis: Analysis, fetch: Fetch | None) -> None:
        self._folder, self._analysis = folder, analysis
        self._rows = rows_by(fetch) if fetch is not None else None
        self._lexicon = Lexicon(analysis, GAP)
        self._fetch = fetch
        self._beside = Beside(folder, analysis, fetch)

    def batch(self) -> Batch:
        """Start a batch. Raises `EngineBusy` where somebody else writes."""
        with named_errors(self._folder):
            held = lock(self._folder)
        work = self._work()

        def apply(changes: Changes) -> None:
            work.apply(changes)
            if work.pressing:
                self._beside.start()

        return Batch(apply, held.release, work.take, _ROOM)

    def fill(self, keys: Iterable[Key], processes: int, told: Callable[[int], None]) -> None:
        """Put the documents of these keys in, none of which is held, in one commit.

        `told` hears again and again how many were taken. Raises `EngineBusy`, `EngineError`.
        """
        job = pickled(self._folder, self._analysis, self._fetch)
        if job is None:
            raise EngineError(
                "no other process can read the documents of this index", "use one process"
            )
        storage = LastingStorage(self._folder)
        with named_errors(self._folder), self._locked():
            toc = sweep(storage)
            try:
                made = segments_of(job, keys, processes, told)
                write_toc(storage, toc, [*toc.segments, *made])
            finally:
                sweep(storage)  # after an error what was made takes room
                storage.close_files()

    def stats(self) -> dict[str, object]:
        """How the index is written, and of what it is made."""
        with named_errors(self._folder):
            toc = TOC.read(LastingStorage(self._folder), NAME)
        slow = _reasons(toc)
        return {
            "writer": "stock Whoosh: " + "; ".join(slow) if slow else "arrays",
            "documents": sum(segment.doc_count() for segment in toc.segments),
            "segments": len(toc.segments),
            "dead": sum(segment.deleted_count() for segment in toc.segments),
            "merge": self._beside.state() or beside.state(self._folder),
        }

    def close(self) -> None:
        """Wait for a merge that is under way, and take it over."""
        self._beside.wait()
        if beside.ready(self._folder):
            # Where it cannot be done now, the next commit does it, or tells why not.
            with suppress(EngineError), self._locked():
                self._work().apply({})

    @contextmanager
    def _locked(self) -> Iterator[None]:
        held = lock(self._folder)
        try:
            yield
        finally:
            held.release()

    def _work(self) -> _Work:
        return _Work(self._folder, self._analysis, self._lexicon, self._rows)


class _Work:
    """One batch on its way into the index; what it raises has changed nothing."""

    def __init__(
        self,
        folder: Path,
        analysis: Analysis,
        lexicon: Lexicon,
        rows: FetchRows | None,
    ) -> None:
        self._folder, self._analysis = folder, analysis
        self._lexicon, self._rows = lexicon, rows
        self._storage = LastingStorage(folder)
        self._commit: Commit | None = None
        self._slow: dict[Key, Seen | None] | None = None
        self.pressing = False  # whether segments wait for a big merge

    def take(self, changes: Changes) -> None:
        """Take changes in, to be committed later."""
        with self._clean():
            self._change(changes)

    @put_off()
    def apply(self, changes: Changes) -> None:
        """Take changes in, and commit."""
        with self._clean():
            self._change(changes)
            if self._commit is not None:
                self._commit.finish()
                self.pressing = bool(beside.pressing(self._commit.segments))
                self._storage.close_files()
        if self._slow is not None:
            with named_errors(self._folder):
                stock.write(self._folder, self._slow, self._analysis)

    @put_off()
    def _change(self, changes: Changes) -> None:
        self._start()
        if self._slow is not None:
            self._slow |= changes
        elif self._commit is not None:
            gone = [key_text(key) for key, seen in changes.items() if seen is None]
            self._commit.change(gone, [row_of(one) for one in changes.values() if one])

    def _start(self) -> None:
        if self._commit is None and self._slow is None:
            toc = sweep(self._storage)
            if _reasons(toc):
                self._slow = {}
            else:
                plan = plan_of(toc.schema)
                self._commit = Commit(self._storage, toc, plan, self._lexicon, self._rows)

    @contextmanager
    def _clean(self) -> Iterator[None]:
        try:
            with named_errors(self._folder):
                yield
        except BaseException:
            self._lexicon.forget()
            # Half a segment must not fill a disk that is full already. Where even that fails, the
            # first error is the one to tell, and the next batch begins with sweeping.
            with suppress(OSError):
                sweep(self._storage)
            self._storage.close_files()
            raise


def lock(folder: Path) -> FileLock:
    """Take the index's write lock, which the kernel frees when its holder dies."""
    held = LastingStorage(folder).lock(f"{NAME}_WRITELOCK")
    if not held.acquire():
        raise EngineBusy(
            f"another process writes the search index in {folder}",
            "wait until it is done, or end it",
        )
    return held


def _reasons(toc: TOC) -> tuple[str, ...]:
    """Why the index has to be written by Whoosh itself; none where it has not."""
    try:
        plan_of(toc.schema)
    except Unwritable as error:
        return error.reasons
    return ()
