"""Windows and cursors: which dates are being asked for, and where the next harvest starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from index.errors import StoreError
from index.record import Checkpoint, Window
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
)


class Windows(Session):
    """The part of the store that knows how far each (source, set) has come."""

    def cursor(self, source: str, set_spec: str) -> str | None:
        query = select(cursors.c.value).where(
            cursors.c.source == source, cursors.c.set_spec == set_spec
        )
        with self._reading() as connection:
            return connection.execute(query).scalar()

    def open_window(self, source: str, set_spec: str, start: str | None, end: str | None) -> Window:
        same = (windows.c.source == source) & (windows.c.set_spec == set_spec)
        with self._writing() as connection:
            require_source(connection, source)
            connection.execute(delete(windows).where(same))
            connection.execute(
                insert(windows).values(
                    source=source,
                    set_spec=set_spec,
                    start=start,
                    until=end,
                    state="open",
                    tries=0,
                    pages=0,
                )
            )
            return _window(connection.execute(_WINDOW.where(same)).one())

    def pending_window(self, source: str, set_spec: str) -> Window | None:
        query = _WINDOW.where(
            windows.c.source == source,
            windows.c.set_spec == set_spec,
            windows.c.state != "closed",
        )
        with self._reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else _window(row)

    def fail_window(self, window: int, reason: str) -> None:
        with self._writing() as connection:
            connection.execute(
                update(windows)
                .where(windows.c.id == window, windows.c.state != "closed")
                .values(tries=windows.c.tries + 1, reason=reason)
            )


def _window(row: Sequence[Any]) -> Window:
    return Window(*row)


def keep_checkpoint(connection: Connection, source: str, checkpoint: Checkpoint) -> None:
    """Write the place reached into its open window; a closed window moves the cursor.

    Raises `StoreError` where the window is not open any more: somebody else has replaced it, and
    this harvest must not move a cursor.
    """
    this = (
        (windows.c.id == checkpoint.window)
        & (windows.c.source == source)
        & (windows.c.source == checkpoint.source)
        & (windows.c.set_spec == checkpoint.set)
        & (windows.c.state != "closed")
    )
    written = connection.execute(
        update(windows)
        .where(this)
        .values(
            token=checkpoint.token,
            token_expires=checkpoint.token_expires,
            pages=checkpoint.pages,
            tries=0,
            cursor=func.coalesce(checkpoint.cursor, windows.c.cursor),
        )
    )
    if not written.rowcount:
        raise _replaced(checkpoint)
    if checkpoint.closed:
        _close(connection, checkpoint)


def _close(connection: Connection, checkpoint: Checkpoint) -> None:
    this = windows.c.id == checkpoint.window
    connection.execute(update(windows).where(this).values(state="closed"))
    reached = connection.execute(select(windows.c.cursor).where(this)).scalar_one()
    if reached is None:
        return
    place = {"source": checkpoint.source, "set_spec": checkpoint.set}
    old = (cursors.c.source == checkpoint.source) & (cursors.c.set_spec == checkpoint.set)
    connection.execute(delete(cursors).where(old))
    connection.execute(insert(cursors).values(value=reached, **place))


def _replaced(checkpoint: Checkpoint) -> StoreError:
    return StoreError(
        f"window {checkpoint.window} of {checkpoint.source} is not open any more",
        "Another harvest of the source has begun meanwhile; let it finish.",
    )
