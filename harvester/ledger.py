"""The run as it grows: counts, remarks and warnings, in the frozen type that the store keeps."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime

from index.errors import Error
from index.record import Counts, Run, RunError, RunStatus


class Ledger:
    """Writes up one run. `run` is how it stands."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def add(self, *, requests: int = 0, retries: int = 0, size: int = 0, pages: int = 0) -> None:
        run = self.run
        self.run = replace(
            run,
            requests=run.requests + requests,
            retries=run.retries + retries,
            bytes=run.bytes + size,
            pages=run.pages + pages,
        )

    def brought(self, counts: Counts, repairs: tuple[tuple[str, int], ...] = ()) -> None:
        """What a page, or a part of one, brought into the store."""
        run = self.run
        self.run = replace(run, counts=run.counts + counts, repairs=counted(run.repairs, repairs))

    def promise(self, size: int) -> None:
        """The server says how long one more list is."""
        self.run = replace(self.run, promised=(self.run.promised or 0) + size)

    def skewed(self, seconds: int) -> None:
        """How far the server's clock is ahead of ours; the first word of a run counts."""
        if self.run.skew is None:
            self.run = replace(self.run, skew=seconds)

    def rest(self, until: datetime) -> None:
        """The server wants to be left alone until then."""
        before = self.run.not_before
        self.run = replace(self.run, not_before=max(before, until) if before else until)

    def remark(self, name: str, number: int = 1) -> None:
        """Count something odd that cost nothing."""
        if number:
            self.run = replace(self.run, remarks=counted(self.run.remarks, ((name, number),)))

    def warn(self, words: str) -> None:
        """Say something to whoever reads of the run, once."""
        if words not in self.run.warnings:
            self.run = replace(self.run, warnings=(*self.run.warnings, words))

    def asking(self, window: tuple[str | None, str | None]) -> None:
        """The dates that the run asks for."""
        self.run = replace(self.run, window=window)

    def end(self, status: RunStatus, error: Error | None, now: datetime) -> Run:
        """The run as it ended."""
        said = RunError(error.code, error.message, error.hint) if error else None
        self.run = replace(self.run, status=status, error=said, ended=now)
        return self.run


def counted(
    before: tuple[tuple[str, int], ...], more: tuple[tuple[str, int], ...]
) -> tuple[tuple[str, int], ...]:
    """Counts by name, added up."""
    return tuple(sorted((Counter(dict(before)) + Counter(dict(more))).items()))
