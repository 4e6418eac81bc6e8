"""One batch of changes: what every engine's writer has in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Self

from index.errors import EngineError
from index.record import Document, Key, Seen

Changes = Mapping[Key, Seen | None]


class Batch:
    """A `base.Writer` that gathers changes, the last one for each key, until it is committed.

    `apply` makes them visible and lasting at once; `release` lets the next writer in. Both are
    called once at most. With `take`, whenever `room` changes have come it takes them over, and
    `apply` is given what is left.
    """

    def __init__(
        self,
        apply: Callable[[Changes], None],
        release: Callable[[], None],
        take: Callable[[Changes], None] | None = None,
        room: int = 0,
    ) -> None:
        self._apply = apply
        self._release = release
        self._take = take
        self._room = room
        self._changes: dict[Key, Seen | None] = {}
        self._taken = False
        self._open = True

    def put(self, document: Document, first_seen: datetime | None = None) -> None:
        self._change(document.key, Seen(document, first_seen))

    def delete(self, key: Key) -> None:
        self._change(key, None)

    def _change(self, key: Key, seen: Seen | None) -> None:
        self._still_open()
        self._changes[key] = seen
        if self._take is not None and len(self._changes) >= self._room:
            self._taken = True
            self._take(self._changes)
            self._changes = {}

    def commit(self) -> None:
        self._still_open()
        try:
            if self._changes or self._taken:
                self._apply(self._changes)
        finally:
            self._finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._open and kind is None:
            self.commit()
        elif self._open:
            self._finish()

    def _finish(self) -> None:
        self._open = False
        self._changes = {}
        self._release()

    def _still_open(self) -> None:
        if not self._open:
            raise EngineError("this batch is finished: nothing can be added", "start a new writer")
