"""What is wrong with the service itself: said when it begins and when it ends, not each second."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from harvester.log import Log
from index.errors import Error, StoreError


class Troubles:
    """What is wrong now, by kind. `changed` is called with all of them in words."""

    def __init__(self, log: Log, changed: Callable[[tuple[str, ...]], None]) -> None:
        self._log, self._changed = log, changed
        self._now: dict[str, str] = {}
        self._lock = Lock()

    def tell(self, kind: str, words: str, error: Error | None = None) -> None:
        """Something is wrong."""
        with self._lock:
            if self._now.get(kind) == words:
                return
            self._now[kind] = words
        hint = {"hint": error.hint} if error and error.hint else {}
        self._log.error(words, **hint)
        self._write()

    def over(self, kind: str) -> None:
        """It is not, or not any more."""
        with self._lock:
            said = self._now.pop(kind, None)
        if said is not None:
            self._log.info(f"over: {said}")
            self._write()

    def _write(self) -> None:
        try:
            self._changed(self.words)
        except StoreError as error:  # a full disk is one of the troubles: the log has it
            self._log.debug(f"not written down: {error.message}")

    @property
    def by_kind(self) -> dict[str, str]:
        """The same, each with its kind."""
        with self._lock:
            return dict(self._now)

    @property
    def words(self) -> tuple[str, ...]:
        """All that is wrong now."""
        return tuple(self.by_kind.values())
