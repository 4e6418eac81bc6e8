"""The engine that readers use: opened once, exchanged when a rebuild has replaced the index.

A search that runs keeps its engine until it is done; the last one to leave an engine that has been
replaced closes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from index.analysis import Analysis
from index.engines.base import Engine
from index.engines.folder import current_folder, open_engine


@dataclass(slots=True)
class _Opened:
    """An engine, the generation that it reads, and how many use it now."""

    engine: Engine
    folder: Path | None
    users: int = 0


class Reading:
    """Hands out the engine of the generation that counts; for any number of threads."""

    def __init__(self, place: Path, name: str, analysis: Analysis) -> None:
        self._place, self._name, self._analysis = place, name, analysis
        self._lock = Lock()
        self._opened: _Opened | None = None

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """The engine to read. Raises `EngineMissing`, `EngineStale`, `EngineDamaged`."""
        opened = self._enter()
        try:
            yield opened.engine
        finally:
            self._leave(opened)

    def close(self) -> None:
        """Close the engine as soon as nobody uses it."""
        with self._lock:
            last, self._opened = self._opened, None
        if last is not None and last.users == 0:
            last.engine.close()

    def _enter(self) -> _Opened:
        with self._lock:
            folder = current_folder(self._place)
            before = self._opened
            if before is None or before.folder != folder:
                engine = open_engine(self._place, self._name, self._analysis, outdated=True)
                # Not asked again: a swap meanwhile must be seen at the next entry.
                self._opened = _Opened(engine, folder)
                if before is not None and before.users == 0:
                    before.engine.close()
            assert self._opened is not None
            self._opened.users += 1
            return self._opened

    def _leave(self, opened: _Opened) -> None:
        with self._lock:
            opened.users -= 1
            over = opened is not self._opened and opened.users == 0
        if over:
            opened.engine.close()
