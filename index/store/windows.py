"""Windows and cursors: which dates are being asked for, and where the next harvest starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from index.errors import StoreError
from index.record import Checkpoint, Window, WindowKind
from index.store.quarantine import hand_on_pages, mend_pages
from index.store.schema import cursors, windows
from index.store.session import Session, require_source

_WINDOW = select(
    windows.c.id,
    windows.c.source,
    windows.c.set_spec,
    windows.c.start,
    windows.c.until,
    windows.c.state,
    windows.c.tries,
    windows.c.reason,
    windows.c.token,
    windows.c.token_expires,
    windows.c.pages,
    windows.c.cursor,
    windows.c.kind,
    windows.c.span,
)
_LIVE = windows.c.state != "closed"
_BY_HAND = windows.c.kind == "by-hand"
_THIS = windows.c.id == bindparam("this")
_OF = (windows.c.source == bindparam("of")) & (windows.c.set_spec == bindparam("spec"))
_COUNT = select(func.count()).select_from(windows)

_IN_ORDER = _WINDOW.where(_OF).order_by(windows.c.start.is_not(None), windows.c.start, windows.c.id)
_BY_ID = _WINDOW.where(_THIS)
_STILL_OPEN = _BY_ID.where(_LIVE)
_MADE = insert(windows).returning(windows.c.id)
_SPANNED = update(windows).where(_THIS).values(span=windows.c.id)
_GONE = delete(windows).where(_THIS)
_FAILED = (
    update(windows)
    .where(_THIS, _LIVE)
    .values(state="failed", tries=windows.c.tries + 1, reason=bindparam("why"))
)
_REACHED = (
    update(windows)
    .where(_THIS, _OF, windows.c.source == bindparam("said"), _LIVE)
    .values(
        state=bindparam("to"),
        token=bindparam("next_token"),
        token_expires=bindparam("expires"),
        pages=bindparam("number"),
        tries=0,
        reason=None,
        cursor=func.coalesce(bindparam("reached"), windows.c.cursor),
    )
)
_REST_OF_SPAN = _COUNT.where(windows.c.span == bindparam("whole"), _LIVE)
_REST = _COUNT.where(_OF, ~_BY_HAND, _LIVE)
_NEWEST = (
    select(windows.c.cursor)
    .where(_OF, ~_BY_HAND, windows.c.until.is_(None))
    .order_by(windows.c.id.desc())
    .limit(1)
)

_PLACE = (cursors.c.source == bindparam("of")) & (cursors.c.set_spec == bindparam("spec"))
_CURSOR = select(cursors.c.value).where(_PLACE)
_FORGOTTEN = delete(cursors).where(_PLACE)
_MOVED = insert(cursors)


class Windows(Session):
    """The part of the store that knows how far each (source, set) has come."""

    def cursor(self, source: str, set_spec: str) -> str | None:
        with self._reading() as connection:
            return connection.execute(_CURSOR, {"of": source, "spec": set_spec}).scalar()

    def windows(self, source: str, set_spec: str) -> list[Window]:
        with self._reading() as connection:
            rows = connection.execute(_IN_ORDER, {"of": source, "spec": set_spec})
            return [_window(row) for row in rows]

    def open_window(
        self,
        source: str,
        set_spec: str,
        start: str | None,
        end: str | None,
        kind: WindowKind = "regular",
    ) -> Window:
        with self._writing() as connection:
            require_source(connection, source)
            rows = connection.execute(_IN_ORDER, {"of": source, "spec": set_spec})
            every = [_window(row) for row in rows]
            before = [window for window in every if _replaces(kind, (start, end), window)]
            if before:
                connection.execute(_GONE, [{"this": window.id} for window in before])
            made = _made(connection, source, set_spec, start, end, kind, "open")
            spans = {window.span for window in before}
            hand_on_pages(connection, source, sorted(spans), made.span)
            return made

    def follow_window(self, source: str, set_spec: str, start: str | None) -> Window:
        with self._writing() as connection:
            require_source(connection, source)
            return _made(connection, source, set_spec, start, None, "regular", "open")

    def split_window(
        self, window: int, pieces: Sequence[tuple[str | None, str | None]], cursor: str | None
    ) -> list[Window]:
        with self._writing() as connection:
            row = connection.execute(_STILL_OPEN, {"this": window}).first()
            if row is None:
                raise _replaced(window)
            whole = _window(row)
            connection.execute(_GONE, {"this": window})
            return [_piece(connection, whole, piece, cursor) for piece in pieces]

    def fail_window(self, window: int, reason: str) -> None:
        with self._writing() as connection:
            connection.execute(_FAILED, {"this": window, "why": reason})


def _replaces(kind: WindowKind, asked: tuple[str | None, str | None], old: Window) -> bool:
    """Whether a new window does what an old one was to do.

    Dates by hand replace only what lies within them: a page that is damaged waits for the dates
    that it was asked with. Everything (`full`) holds those of all.
    """
    if old.kind != "by-hand":
        return kind != "by-hand"
    if kind != "by-hand":
        return kind == "full"
    if old.state == "closed":
        return True
    start, end = asked
    earlier = start is None or (old.start is not None and start <= old.start)
    later = end is None or (old.end is not None and _to_its_end(end) >= _to_its_end(old.end))
    return earlier and later


def _to_its_end(date: str) -> str:
    """A day as its last second, so that both granularities compare."""
    return date if "T" in date else f"{date}T23:59:59Z"


def _window(row: Sequence[Any]) -> Window:
    return Window(*row)


def _made(
    connection: Connection,
    source: str,
    set_spec: str,
    start: str | None,
    end: str | None,
    kind: WindowKind,
    state: str,
    span: int = 0,
    cursor: str | None = None,
) -> Window:
    values = {"source": source, "set_spec": set_spec, "kind": kind, "span": span, "start": start}
    more = {"until": end, "state": state, "tries": 0, "pages": 0, "cursor": cursor}
    number: int = connection.execute(_MADE, {**values, **more}).scalar_one()
    if not span:
        connection.execute(_SPANNED, {"this": number})
    return _window(connection.execute(_BY_ID, {"this": number}).one())


def _piece(
    connection: Connection, whole: Window, piece: tuple[str | None, str | None], cursor: str | None
) -> Window:
    # What was seen first counts: between then and a later piece's first page records may have
    # appeared in pieces that were asked for before it.
    first = whole.cursor or cursor
    start, end = piece
    return _made(
        connection,
        whole.source,
        whole.set,
        start,
        end,
        whole.kind,
        "pending",
        whole.span,
        None if whole.kind == "by-hand" else first,
    )


def keep_checkpoint(connection: Connection, source: str, checkpoint: Checkpoint) -> None:
    """Write the place reached into its open window; the last one that closes moves the cursor.

    Raises `StoreError` where the window is not open any more: somebody else has replaced it, and
    this harvest must not move a cursor.
    """
    window = {"this": checkpoint.window, "of": source, "said": checkpoint.source}
    place = {
        "spec": checkpoint.set,
        "to": "closed" if checkpoint.closed else "open",
        "next_token": checkpoint.token,
        "expires": checkpoint.token_expires,
        "number": checkpoint.pages,
        "reached": checkpoint.cursor,
    }
    written = connection.execute(_REACHED, {**window, **place})
    if not written.rowcount:
        raise _replaced(checkpoint.window)
    if checkpoint.closed:
        _close(connection, checkpoint)


def _close(connection: Connection, checkpoint: Checkpoint) -> None:
    window = _window(connection.execute(_BY_ID, {"this": checkpoint.window}).one())
    if not connection.execute(_REST_OF_SPAN, {"whole": window.span}).scalar_one():
        mend_pages(connection, window.source, window.span)
    if window.kind != "by-hand":
        _move_cursor(connection, window)


def _move_cursor(connection: Connection, window: Window) -> None:
    """Move the cursor where no regular window is open: to the newest that went up to its time."""
    of = {"of": window.source, "spec": window.set}
    if connection.execute(_REST, of).scalar_one():
        return
    reached = connection.execute(_NEWEST, of).scalar()
    if reached is None:
        return
    connection.execute(_FORGOTTEN, of)
    place = {"source": window.source, "set_spec": window.set}
    connection.execute(_MOVED, {**place, "value": reached})


def _replaced(window: int) -> StoreError:
    return StoreError(
        f"window {window} is not open any more",
        "Another harvest of the source has begun meanwhile; let it finish.",
    )
