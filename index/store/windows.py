"""Windows and cursors: which dates are being asked for, and where the next harvest starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

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


class Windows(Session):
    """The part of the store that knows how far each (source, set) has come."""

    def cursor(self, source: str, set_spec: str) -> str | None:
        query = select(cursors.c.value).where(
            cursors.c.source == source, cursors.c.set_spec == set_spec
        )
        with self._reading() as connection:
            return connection.execute(query).scalar()

    def windows(self, source: str, set_spec: str) -> list[Window]:
        query = _WINDOW.where(_of(source, set_spec)).order_by(
            windows.c.start.is_not(None), windows.c.start, windows.c.id
        )
        with self._reading() as connection:
            return [_window(row) for row in connection.execute(query)]

    def open_window(
        self,
        source: str,
        set_spec: str,
        start: str | None,
        end: str | None,
        kind: WindowKind = "regular",
    ) -> Window:
        same = _of(source, set_spec)
        with self._writing() as connection:
            require_source(connection, source)
            before = [
                window
                for window in map(_window, connection.execute(_WINDOW.where(same)))
                if _replaces(kind, (start, end), window)
            ]
            gone = windows.c.id.in_([window.id for window in before])
            connection.execute(delete(windows).where(gone))
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
            row = connection.execute(_WINDOW.where(windows.c.id == window, _LIVE)).first()
            if row is None:
                raise _replaced(window)
            whole = _window(row)
            connection.execute(delete(windows).where(windows.c.id == window))
            return [_piece(connection, whole, piece, cursor) for piece in pieces]

    def fail_window(self, window: int, reason: str) -> None:
        with self._writing() as connection:
            connection.execute(
                update(windows)
                .where(windows.c.id == window, _LIVE)
                .values(state="failed", tries=windows.c.tries + 1, reason=reason)
            )


def _of(source: str, set_spec: str) -> ColumnElement[bool]:
    return (windows.c.source == source) & (windows.c.set_spec == set_spec)


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
    made = insert(windows).values(**values, **more).returning(windows.c.id)
    number: int = connection.execute(made).scalar_one()
    this = windows.c.id == number
    connection.execute(update(windows).where(this).values(span=span or number))
    return _window(connection.execute(_WINDOW.where(this)).one())


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
    this = (
        (windows.c.id == checkpoint.window)
        & (windows.c.source == source)
        & (windows.c.source == checkpoint.source)
        & (windows.c.set_spec == checkpoint.set)
        & _LIVE
    )
    written = connection.execute(
        update(windows)
        .where(this)
        .values(
            state="closed" if checkpoint.closed else "open",
            token=checkpoint.token,
            token_expires=checkpoint.token_expires,
            pages=checkpoint.pages,
            tries=0,
            reason=None,
            cursor=func.coalesce(checkpoint.cursor, windows.c.cursor),
        )
    )
    if not written.rowcount:
        raise _replaced(checkpoint.window)
    if checkpoint.closed:
        _close(connection, checkpoint)


def _close(connection: Connection, checkpoint: Checkpoint) -> None:
    row = connection.execute(_WINDOW.where(windows.c.id == checkpoint.window)).one()
    window = _window(row)
    rest = select(func.count()).select_from(windows).where(windows.c.span == window.span, _LIVE)
    if not connection.execute(rest).scalar_one():
        mend_pages(connection, window.source, window.span)
    if window.kind != "by-hand":
        _move_cursor(connection, window)


def _move_cursor(connection: Connection, window: Window) -> None:
    """Move the cursor where no regular window is open: to the newest that went up to its time."""
    ours = _of(window.source, window.set) & ~_BY_HAND
    rest = select(func.count()).select_from(windows).where(ours, _LIVE)
    if connection.execute(rest).scalar_one():
        return
    newest = (
        select(windows.c.cursor)
        .where(ours, windows.c.until.is_(None))
        .order_by(windows.c.id.desc())
    )
    reached = connection.execute(newest).scalar()
    if reached is None:
        return
    old = (cursors.c.source == window.source) & (cursors.c.set_spec == window.set)
    connection.execute(delete(cursors).where(old))
    place = {"source": window.source, "set_spec": window.set}
    connection.execute(insert(cursors).values(value=reached, **place))


def _replaced(window: int) -> StoreError:
    return StoreError(
        f"window {window} is not open any more",
        "Another harvest of the source has begun meanwhile; let it finish.",
    )
