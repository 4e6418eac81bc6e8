"""Runs as lines, and as an exit code."""

from __future__ import annotations

from collections.abc import Iterable

from harvester.open import Harvester
from index.cli.console import counted, note, progress, say
from index.errors import EngineError, StoreError
from index.record import Run

# Promised: 0 done, 3 partial, 1 failed or blocked; the worst of several, in this order.
EXIT = {"ok": 0, "unchanged": 0, "running": 0, "partial": 3, "interrupted": 130}
WORST_FIRST = (130, 2, 1, 3)


def exit_code(runs: Iterable[Run]) -> int:
    """The exit code of several runs: the worst."""
    return worst(EXIT.get(run.status, 1) for run in runs)


def worst(codes: Iterable[int]) -> int:
    """The worst of several exit codes; 0 of none."""
    given = set(codes)
    return next((code for code in WORST_FIRST if code in given), 0)


def run_line(run: Run) -> str:
    """A run in one line: status, counts, pages, received of promised, time."""
    counts = run.counts
    received = counted(counts.received, "record")
    if run.promised is not None:
        received = f"{counts.received:,} of {counted(run.promised, 'record')}"
    parts = [
        f"{run.source}: {run.status}",
        f"{counts.new:,} new",
        f"{counts.changed:,} changed",
        f"{counts.unchanged:,} unchanged",
        f"{counts.deleted:,} deleted",
        f"{counts.quarantined:,} quarantined",
        counted(run.pages, "page"),
        received,
    ]
    if run.ended:
        parts.append(f"{(run.ended - run.started).total_seconds():.1f} s")
    return ", ".join(parts)


def error_lines(run: Run) -> list[str]:
    """Why a run ended badly, and what to do; what a person should know of it."""
    lines: list[str | None] = []
    if run.error is not None:
        lines = [*run.error.message.split("\n"), run.error.hint]
    return [f"  {line}" for line in (*lines, *run.warnings) if line]


def print_run(run: Run, *, quiet: bool) -> None:
    """Say how a run ended: the line to stdout unless `quiet`, what went wrong to stderr."""
    if not quiet:
        say(run_line(run))
    for line in error_lines(run):
        note(line)


def indexed(harvester: Harvester) -> int:
    """Bring the index up to date after runs; gives an exit code.

    A failure is told and not raised: the runs themselves are stored, and to be reported.
    """
    try:
        with progress("indexing") as watch:
            done = harvester.index.sync(watch)
    except (EngineError, StoreError) as error:
        note(f"harvester: {error}\n  The records are stored, and not searchable yet.")
        return error.exit_code
    if done is None:
        note("another process indexes now, and takes these changes along")
    return 0
