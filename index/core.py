"""`open_index`: the one object that users hold.

import index
with index.open_index("data") as ix:
    results = ix.search("физика", limit=10)
    record = ix.get("herald-ras", "oai:…")
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from types import MappingProxyType, TracebackType
from typing import Any, Self, TypeVar, cast, get_args

from index.analysis import PLAIN, Analysis
from index.documents import Documents
from index.engines.base import (
    Answer,
    Bucket,
    Described,
    Engine,
    FacetWish,
    Filter,
    Query,
    Sort,
)
from index.engines.folder import (
    current_folder,
    fingerprint,
    health,
    index_lock,
    load_engine,
    new_generation,
    open_engine,
    remove_leftovers,
    salvaged_generation,
)
from index.engines.health import Health
from index.errors import (
    EngineBusy,
    EngineDamaged,
    EngineMissing,
    EngineStale,
    UsageError,
)
from index.highlight import Fragment, highlight
from index.identifiers import recognise
from index.mending import complete
from index.query import ALIASES, KEYWORD_FIELDS, Exact, Node, Or, parse
from index.reading import Reading
from index.record import Document, Key, Record
from index.settings import IndexSettings, load_index_settings
from index.store import open_store
from index.store.base import Store
from index.sync import Verdict, Watch, drain, fill, processes_for, verify

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers a query. `highlights`: field -> fragments of (text, matched)."""

    source: str
    identifier: str
    score: float
    partial: bool
    highlights: Mapping[str, tuple[Fragment, ...]]
    document: Document


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits: `total` full matches, `took` seconds, `next` asks for the following page.

    `facets`: field -> value -> how many hits, those that were asked for; `MISSING` is the value of
    hits without any. `histogram`: year -> how many hits, where it was asked for.
    """

    total: int
    total_partial: int
    interpreted_as: str
    took: float
    next: str | None
    facets: Mapping[str, Mapping[str, int]]
    histogram: Mapping[str, int]
    hits: tuple[Hit, ...]


def open_index(where: Path | str | IndexSettings = "data", *, create: bool = False) -> Index:
    """Open a data folder, a config file, or what settings name.

    Without `create` nothing is made: a missing database is `StoreMissing`. Raises `SettingsError`,
    `StoreError`. Close it, or use it as a context manager.
    """
    settings = where if isinstance(where, IndexSettings) else load_index_settings(where)
    store = open_store(settings.database, create=create)
    documents = Documents(store, settings.database)
    ours = settings.index
    return Index(store, settings.index_folder, ours.engine, PLAIN, documents, ours.processes)


def _silent(done: int, total: int | None) -> None:
    """A watcher for works that nobody watches."""


class Index:
    """Store and search index together; may be shared by threads.

    `store` is the truth. Searches see what was brought into the index by the last `sync`.
    """

    def __init__(
        self,
        store: Store,
        place: Path,
        engine: str,
        analysis: Analysis,
        documents: Documents,
        processes: int = 0,
    ) -> None:
        self.store = store
        self._processes = processes
        self._place, self._name, self._analysis = place, engine, analysis
        self._documents = documents
        self._reading = Reading(place, engine, analysis)

    def search(
        self,
        text: str,
        *,
        limit: int = 10,
        offset: int = 0,
        cursor: str | None = None,
        filters: Mapping[str, Sequence[str]] | None = None,
        exclude: Mapping[str, Sequence[str]] | None = None,
        sort: str = "relevance",
        facets: Sequence[str] = (),
        histogram: bool = False,
    ) -> Results:
        """Search; any text has a meaning, which `interpreted_as` tells.

        `limit`, `offset` count hits; `cursor` is the `next` of the page before, from which they
        count. `filters`: field -> values, any of which will do; `exclude`: none of which may stand
        there. `sort`: relevance, newest, oldest, title. `facets`: fields whose values are counted,
        each without its own filters; `histogram`: so are years. Raises `UsageError` for what is
        none of these, `EngineError`.
        """
        began = perf_counter()
        parsed = parse(text)
        asked = replace(
            query_of(parsed.tree, filters or {}, sort, limit, offset, exclude or {}),
            facets=tuple(FacetWish(_keyword_field(name)) for name in facets),
            histogram=histogram,
            cursor=cursor,
        )
        answer = self._ask(lambda engine: engine.search(asked))
        return Results(
            total=answer.total,
            total_partial=0,
            interpreted_as=parsed.interpreted_as,
            took=perf_counter() - began,
            next=answer.next,
            facets={facet.field: _counts(facet.buckets) for facet in answer.facets},
            histogram=_counts(answer.histogram),
            hits=self._hits(answer, parsed.tree),
        )

    def _hits(self, answer: Answer, tree: Node) -> tuple[Hit, ...]:
        """The matches with their documents; what was deleted since the last sync is left out."""
        records = self.store.get_many([match.key for match in answer.matches])
        return tuple(
            Hit(
                source=match.key.source,
                identifier=match.key.identifier,
                score=match.score,
                partial=False,
                highlights=highlight(record.document, tree, self._analysis),
                document=record.document,
            )
            for match in answer.matches
            if (record := records.get(match.key)) and record.document and not record.deleted
        )

    def get(self, source: str, identifier: str) -> Record | None:
        """The record with its document, provenance and times; None where there is none."""
        return self.store.get(Key(source, identifier))

    def raw(self, record: Record) -> bytes | None:
        """The XML of a record as it was harvested; None for a tombstone of what we never had."""
        return self.store.raw(record.content_hash) if record.content_hash else None

    def find(self, name: str) -> list[Key]:
        """The keys that an OAI identifier names, or else a DOI, URL or another identifier."""
        keys = self.store.find(name)
        known = recognise(name)
        if keys or known is None:
            return keys
        field = "doi" if known.scheme == "doi" else "id"
        tree = Or((Exact(field, known.value), Exact("id", known.value)))
        return self._ask(lambda engine: list(engine.scan(Query(tree))))

    def load_engine(self) -> None:
        """Load the engine's code now, and not when it is first needed. Raises `UsageError`."""
        load_engine(self._name)

    def pending(self) -> int:
        """How many changes the index has not taken yet."""
        return self.store.pending()

    def sync(self, watch: Watch = _silent) -> int | None:
        """Bring waiting changes into the index; a missing, old or damaged one is built anew.

        Gives the number of documents that were taken; None: another process does it, and takes
        ours along.
        """
        done = None
        while True:
            try:
                with index_lock(self._place):
                    done = (done or 0) + self._catch_up(watch)
            except EngineBusy:
                return done
            # Changes of a process that met our lock just before it was free would wait for ever.
            if not self.store.pending():
                return done

    def rebuild(self, watch: Watch = _silent, processes: int | None = None) -> int:
        """Build the index anew beside the old one, and put it in its place.

        `processes` that work on it; 0: as many as pay, None: as the settings say. Raises
        `EngineBusy` where another process writes the index.
        """
        with index_lock(self._place):
            return self._rebuild(watch, self._processes if processes is None else processes)

    def _catch_up(self, watch: Watch) -> int:
        remove_leftovers(self._place)
        try:
            engine = open_engine(self._place, self._name, self._analysis, self._documents)
            with closing(engine):
                return drain(self.store, engine, watch)
        except (EngineMissing, EngineStale):
            return self._rebuild(watch, self._processes)
        except EngineDamaged:
            return self._mend(watch)

    def _mend(self, watch: Watch) -> int:
        """Build anew what is damaged; everything, where it cannot be told what that is."""
        made = salvaged_generation(self._place, self._name, self._analysis, self._documents)
        try:
            with made as generation:
                done = complete(self.store, generation.engine, watch)
                generation.swap()
                return done + drain(self.store, generation.engine, _silent)
        except (EngineDamaged, EngineStale):
            return self._rebuild(watch, self._processes)

    def _rebuild(self, watch: Watch, wanted: int) -> int:
        """Fill a new generation and swap it in; what changed meanwhile stays in the queue."""
        revision = self.store.revision()
        made = new_generation(self._place, self._name, self._analysis, self._documents)
        with made as generation:
            several = processes_for(self.store.count(), os.cpu_count() or 1, wanted)
            done = fill(self.store, generation.engine, watch, processes=several)
            generation.swap()
            self.store.done_until(revision)
            return done + drain(self.store, generation.engine, _silent)

    def verify(self) -> Verdict:
        """Compare the index with the store, by keys."""
        try:
            return self._ask(lambda engine: verify(self.store, engine))
        except EngineMissing:
            keys = tuple(self.store.keys())
            return Verdict(len(keys), 0, keys, ())

    def health(self) -> Health:
        """Compare every file of the index with what was written; reads all of it."""
        return health(self._place, self._name)

    def repair(self, watch: Watch = _silent) -> int:
        """Build what is damaged of the index, or differs from the store, anew from there.

        Gives the number of documents. Raises `EngineBusy` where another process writes the index.
        """
        with index_lock(self._place):
            if self.health().damaged:
                return self._mend(watch)
            done = self._catch_up(watch)
            engine = open_engine(self._place, self._name, self._analysis, self._documents)
            with closing(engine):
                return done + complete(self.store, engine, watch)

    def stats(self) -> dict[str, Any]:
        """What the index is: engine, folder, documents, bytes, changes that wait, fingerprint."""
        folder = current_folder(self._place)
        count = self._ask(lambda engine: sum(map(bool, engine.keys()))) if folder else 0
        files = [path for path in folder.rglob("*") if path.is_file()] if folder else []
        return {
            "engine": self._name,
            "folder": str(folder) if folder else None,
            "documents": count,
            "bytes": sum(path.stat().st_size for path in files),
            "files": len(files),
            **(self._ask(_described) if folder else {}),
            "pending": self.pending(),
            "fingerprint": fingerprint(self._name, self._analysis),
        }

    def _ask(self, question: Callable[[Engine], T]) -> T:
        """Ask the engine; once more where a rebuild took its files away meanwhile."""
        before = current_folder(self._place)
        try:
            with self._reading.engine() as engine:
                return question(engine)
        except (EngineDamaged, EngineStale):
            if current_folder(self._place) == before:
                raise
        with self._reading.engine() as engine:
            return question(engine)

    def close(self) -> None:
        """Give everything back."""
        self._reading.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _described(engine: Engine) -> Mapping[str, object]:
    return engine.stats() if isinstance(engine, Described) else {}


def query_of(
    tree: Node,
    filters: Mapping[str, Sequence[str]],
    sort: str,
    limit: int,
    offset: int,
    exclude: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Query:
    """What an engine is asked, checked. Raises `UsageError` with the known names."""
    if sort not in get_args(Sort):
        raise UsageError(f"no order {sort!r}", f"known: {', '.join(get_args(Sort))}")
    if limit < 0 or offset < 0:
        raise UsageError("limit and offset count hits", "give whole numbers from 0")
    named = (
        *(Filter(_keyword_field(name), tuple(values)) for name, values in filters.items()),
        *(Filter(_keyword_field(name), tuple(values), True) for name, values in exclude.items()),
    )
    return Query(tree, named, cast(Sort, sort), limit, offset)


def _keyword_field(name: str) -> str:
    field = ALIASES.get(name, name)
    if field not in KEYWORD_FIELDS:
        raise UsageError(f"no filter {name!r}", f"known: {', '.join(KEYWORD_FIELDS)}")
    return field


def _counts(buckets: Sequence[Bucket]) -> dict[str, int]:
    return {bucket.value: bucket.count for bucket in buckets}
