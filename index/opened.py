"""What `Index` stands on: the store, the engine that readers share, and how both are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from index.analysis import Analysis
from index.documents import Documents
from index.engines.base import Answer, Engine, Query
from index.engines.folder import current_folder
from index.errors import EngineDamaged, EngineStale
from index.reading import Reading
from index.record import Key
from index.store.base import Store

T = TypeVar("T")


class Opened:
    """Store and search index together; may be shared by threads."""

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

    def _answer(self, query: Query) -> Answer:
        return self._ask(lambda engine: engine.search(query))

    def _scan(self, query: Query) -> Iterator[Key]:
        """The keys of all matches, from one state of the index; memory stays flat."""
        before, begun = current_folder(self._place), False
        try:
            with self._reading.engine() as engine:
                for key in engine.scan(query):
                    begun = True
                    yield key
                return
        except (EngineDamaged, EngineStale):
            if begun or current_folder(self._place) == before:
                raise
        with self._reading.engine() as engine:
            yield from engine.scan(query)

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
