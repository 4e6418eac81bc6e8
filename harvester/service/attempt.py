"""One harvest by the service: whatever happens, a run says so and the source has a next time."""

from __future__ import annotations

import traceback
from dataclasses import replace
from typing import Literal, TypeAlias

from structlog.contextvars import bind_contextvars, bound_contextvars

from harvester.harvest import Plan
from harvester.log import Log
from harvester.open import Harvester
from harvester.settings import SourceSettings
from index.errors import ClaimHeld, Error, StoreError
from index.record import Run, RunError, RunStatus

# done: a run was written down, with a next time. later: try again soon, nothing was written.
# stopped: it was asked to stop; it goes on from where it stands.
Ended: TypeAlias = Literal["done", "later", "stopped"]


def attempt(harvester: Harvester, source: SourceSettings, log: Log) -> tuple[Ended, Run | None]:
    """Harvest a source; gives how it ended, and the run that was written down.

    Raises `StoreError`, of which the service has to take care, not the source.
    """
    with bound_contextvars(source=source.name, run=None):
        try:
            run = harvester.harvest(source, Plan(), _bind)
        except KeyboardInterrupt:
            log.info("stopped: what came is stored, and it goes on from there")
            return "stopped", None
        except ClaimHeld as error:
            log.info(error.message)
            return "later", None
        except StoreError:
            raise
        except Error as error:
            said = RunError(error.code, error.message, error.hint)
        except Exception as error:  # a bug with one source must not end the service
            log.error("a mistake of this program", exc_info=True)
            said = RunError("bug", f"a mistake of this program: {_where(error)}", _REPORT)
        else:
            tell(log, run)
            return "done", run
        run = _failed(harvester, source, said)
        tell(log, run)
        return "done", run


_REPORT = "report it with the lines of the log; other sources are harvested all the same"
_LEVELS: dict[RunStatus, str] = {"failed": "warning", "blocked": "warning", "partial": "warning"}


def tell(log: Log, run: Run) -> None:
    """A line a run."""
    counts = run.counts
    words: dict[str, object] = {
        "run": run.id,
        "status": run.status,
        "new": counts.new,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
        "deleted": counts.deleted,
        "quarantined": counts.quarantined,
        "pages": run.pages,
        "retries": run.retries,
    }
    if run.ended:
        words["seconds"] = round((run.ended - run.started).total_seconds(), 1)
    if run.error:
        words |= {"error": run.error.code, "why": run.error.message}
    getattr(log, _LEVELS.get(run.status, "info"))("harvested", **words)


def _bind(run: Run) -> None:
    bind_contextvars(run=run.id)


def _where(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({last.name}, line {last.lineno})"


def _failed(harvester: Harvester, source: SourceSettings, said: RunError) -> Run:
    """The run of a harvest that never began, or broke off without a word: it is to be seen."""
    store, now = harvester.store, harvester.clock.now()
    store.interrupt_runs(source.name, now)
    number = store.start_run(source.name, (None, None), now)
    run = Run(number, source.name, "failed", (None, None), now)
    run = replace(run, ended=harvester.clock.now(), error=said)
    store.finish_run(run)
    harvester.plan(source)
    return run
