"""What a store promises of sources, claims, windows, cursors, runs and quarantine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from index.record import Quarantined, Run, SourceState, Window, WindowKind


class HarvestStore(Protocol):
    """Sources, claims, windows, cursors, runs and quarantine."""

    def declare(self, name: str, url: str, prefix: str, declared: bool, now: datetime) -> None:
        """Make the source known, or bring its address up to date.

        A declared one stays so, and keeps its address when `declared` is False (`load`). With
        another address (http or https is the same one) or prefix its windows and cursors go: a
        token or a date of one server or format says nothing of another, whose records would be
        skipped.
        """
        ...

    def sources(self) -> list[SourceState]:
        """Every source that the store knows, by name."""
        ...

    def set_next(self, source: str, next_at: datetime | None) -> None:
        """When the source is due again. Raises `NotFound`."""
        ...

    def remove_source(self, source: str, *, purge: bool) -> int:
        """Forget the source: with `purge` its records too (the engine is told by changes).

        Without, the records stay and the source is no longer declared. Its windows and cursors go
        either way. Returns how many live records are gone. Raises `NotFound`.
        """
        ...

    def claim(self, source: str, owner: str, now: datetime, until: datetime) -> str | None:
        """Take the lease of the source, or renew it. None: it is ours; else who holds it.

        A lease that ran out is free. Not for nesting: the same owner renews.
        """
        ...

    def release(self, source: str, owner: str) -> None:
        """Give the lease back; nothing happens where it is not ours."""
        ...

    def break_claim(self, source: str, owner: str) -> None:
        """Take the lease from a holder that is known to be dead."""
        ...

    def cursor(self, source: str, set_spec: str) -> str | None:
        """The server's clock at the first page of the last window that closed."""
        ...

    def windows(self, source: str, set_spec: str) -> list[Window]:
        """Every window of the (source, set) with its last checkpoint, by their beginnings.

        Closed ones stay until the (source, set) begins afresh.
        """
        ...

    def open_window(
        self,
        source: str,
        set_spec: str,
        start: str | None,
        end: str | None,
        kind: WindowKind = "regular",
    ) -> Window:
        """Begin afresh: earlier windows of the (source, set) are replaced, their ids never used
        again; those by hand by one by hand, all others by one of the others. Raises `NotFound` for
        a source that was not declared.
        """
        ...

    def follow_window(self, source: str, set_spec: str, start: str | None) -> Window:
        """A regular window without an end beside those that are still open. Raises `NotFound`."""
        ...

    def split_window(
        self, window: int, pieces: Sequence[tuple[str | None, str | None]], cursor: str | None
    ) -> list[Window]:
        """Replace an open window by pieces of it (start, end), pending, of the same span.

        One piece begins it again. `cursor`: the server's clock, where the window's first page has
        not said it. Raises `StoreError` where the window was replaced or closed.
        """
        ...

    def fail_window(self, window: int, reason: str) -> None:
        """Say why a window stays open, and count the try. A closed one is left as it is."""
        ...

    def start_run(self, source: str, window: tuple[str | None, str | None], now: datetime) -> int:
        """Open a run (status running); gives its id. It is the source's last attempt.

        Raises `NotFound` for a source that was not declared.
        """
        ...

    def finish_run(self, run: Run) -> None:
        """Write a run as it ended. `ok` and `unchanged` count as the source's last success, but
        not where no server was asked (`load`).

        Raises `NotFound` where the run is gone with its source.
        """
        ...

    def interrupt_runs(self, source: str, now: datetime) -> int:
        """Mark runs of the source that are still `running` as interrupted (their process died)."""
        ...

    def runs(self, source: str | None = None, limit: int = 1) -> list[Run]:
        """The newest runs, newest first; with no source, `limit` for each source."""
        ...

    def quarantine_list(self, source: str | None = None) -> list[Quarantined]:
        """What could not be read, newest first. The same bytes of a source are one entry."""
        ...

    def quarantine_body(self, entry: int) -> bytes | None:
        """The bytes of an entry."""
        ...

    def quarantine_drop(self, entry: int) -> None:
        """Take an entry out: it has been read after all."""
        ...
