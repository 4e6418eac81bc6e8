"""`harvester load` of a dump: its sources become copies, each with a run of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from harvester.cli.app import App
from harvester.cli.runs import exit_code, indexed, print_run, worst
from harvester.open import Harvester
from index.cli.console import emit_json, progress
from index.dump.following import Taken, take_dump
from index.dump.manifest import is_dump
from index.errors import UsageError
from index.record import Run, RunStatus
from index.shapes import run_shape

__all__ = ["is_dump", "load_dump"]


def load_dump(app: App, folders: Sequence[Path], *, as_json: bool) -> int:
    """Take a dump, bring the index up to date, and say what came; gives the exit code."""
    if len(folders) != 1 or not is_dump(folders[0]):
        raise UsageError(
            f"what is to be loaded? {folders[0]} is no folder of a dump",
            "harvester load SOURCE PATH…, or harvester load DIR with the folder of one dump",
        )
    with app.opened(create=True) as harvester:
        runs = _taken(harvester, folders[0])
        code = indexed(harvester)
    for run in runs:
        print_run(run, quiet=as_json)
    if as_json:
        emit_json([run_shape(run) for run in runs])
    return worst([exit_code(runs), code])


def _taken(harvester: Harvester, folder: Path) -> list[Run]:
    clock, store = harvester.clock, harvester.store
    began = clock.now()
    with progress("load") as watch:
        taken = take_dump(store, folder, began, lambda done: watch(done, None))
    known = {state.name for state in store.sources()}
    runs = [
        Run(store.start_run(name, (None, None), began), name, "running", (None, None), began)
        for name in sorted(known & taken.counts.keys())
    ]
    done = [_ended(run, taken, harvester) for run in runs]
    for run in done:
        store.finish_run(run)
    return done


def _ended(run: Run, taken: Taken, harvester: Harvester) -> Run:
    counts = taken.counts[run.source]
    status: RunStatus = "ok" if counts.moved else "unchanged"
    now = harvester.clock.now()
    return replace(run, status=status, counts=counts, ended=now)
