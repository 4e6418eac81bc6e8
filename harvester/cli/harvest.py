"""`harvester harvest`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from threading import Event

import click

from harvester.alongside import keeping_up
from harvester.cli.app import App
from harvester.cli.runs import exit_code, indexed, print_run, worst
from harvester.harvest import Plan
from harvester.open import Harvester
from harvester.preview import Preview
from harvester.settings import Settings, SourceSettings
from harvester.windows import asked_date
from harvester.work import side_by_side
from index.cli.console import counted, emit_json, note, say
from index.cli.options import json_option
from index.errors import (
    ClaimHeld,
    Error,
    NotFound,
    SettingsError,
    StoreError,
    UsageError,
)
from index.mistakes import suggestion
from index.record import Run, RunError
from index.shapes import Shape, run_shape


@click.command()
@click.argument("sources", nargs=-1)
@click.option("--from", "since", metavar="DATE", help="Ask for records changed since then.")
@click.option("--until", metavar="DATE", help="Ask for records changed up to then.")
@click.option("--full", is_flag=True, help="Ask for everything, not only for what is new.")
@click.option(
    "--stop-after", type=click.IntRange(min=1), metavar="N", help="A trial: stop after N records."
)
@click.option("--dry-run", is_flag=True, help="Ask for the first page, tell, and store nothing.")
@json_option
@click.pass_obj
def harvest(
    app: App,
    sources: tuple[str, ...],
    since: str | None,
    until: str | None,
    full: bool,
    stop_after: int | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Harvest sources now, then bring the index up to date.

    Without a name: all of them. --from and --until never move the place where the next harvest
    starts.
    """
    plan = plan_of(since, until, full, stop_after)
    settings = app.settings()
    chosen = chosen_sources(settings, sources)
    if dry_run:
        return _previewed(app, settings, chosen, plan, as_json=as_json)
    runs: list[Run] = []
    with app.opened(settings, create=True) as harvester:
        for run in _each(app, harvester, chosen, plan):
            print_run(run, quiet=as_json)
            runs.append(run)
        code = indexed(harvester)
    if as_json:
        emit_json([run_shape(run) for run in runs])
    return worst([exit_code(runs), code])


def _previewed(
    app: App, settings: Settings, chosen: list[SourceSettings], plan: Plan, *, as_json: bool
) -> int:
    """Tell what a harvest would do; exit code 1 where a first page could not be had."""
    with app.tried(settings) as harvester:
        found = [one for source in chosen for one in harvester.preview(source, plan)]
    for one in found:
        if not as_json:
            say(preview_line(one))
        if one.error:
            note(f"  {one.error}")
    if as_json:
        emit_json([preview_shape(one) for one in found])
    return 1 if any(one.error for one in found) else 0


def preview_line(one: Preview) -> str:
    """What a harvest would do, in one line."""
    name = f"{one.source} (set {one.set})" if one.set else one.source
    dates = f"from {one.start or 'the beginning'}" + (f" until {one.end}" if one.end else "")
    how = "would go on with the list" if one.resumes else "would ask for records"
    if one.error:
        return f"{name}: {how} {dates}: its first page could not be had"
    page = f"{one.records} records and {one.deleted} deletions on the first page"
    size = "" if one.promised is None else f", {one.promised:,} promised"
    return f"{name}: {how} {dates}: {page}{size}, {'more follow' if one.more else 'no more'}"


def preview_shape(one: Preview) -> Shape:
    """What a harvest would do, for JSON."""
    error = one.error
    return {
        "source": one.source,
        "set": one.set or None,
        "window": {"from": one.start, "until": one.end},
        "resumes": one.resumes,
        "records": one.records,
        "deleted": one.deleted,
        "quarantined": one.unreadable,
        "promised": one.promised,
        "more": one.more,
        "error": error and {"code": error.code, "message": error.message, "hint": error.hint},
    }


def plan_of(since: str | None, until: str | None, full: bool, stop_after: int | None) -> Plan:
    """The options, checked. Raises `UsageError`."""
    since, until = asked_date(since, "--from"), asked_date(until, "--until")
    if since and until and len(since) != len(until):
        raise UsageError(
            "--from and --until are written differently",
            "give both as days, or both as seconds: OAI-PMH wants one granularity",
        )
    if since and until and since > until:
        raise UsageError(f"--from {since} is later than --until {until}", "exchange them")
    if full and (since or until):
        raise UsageError(
            "--full asks for everything, --from and --until for a part",
            "leave out --full, or the dates",
        )
    return Plan(since, until, full, stop_after)


def chosen_sources(settings: Settings, names: tuple[str, ...]) -> list[SourceSettings]:
    """The sources of those names, or all. Raises `NotFound`, `UsageError`."""
    known = {source.name: source for source in settings.sources}
    if not known:
        where = settings.file or "there is no config.toml here"
        raise UsageError(f"{where}: no source to harvest", _ADD if settings.file else _INIT)
    for name in names:
        if name not in known:
            raise NotFound(f"no source {name!r}; {suggestion(name, list(known))}", _LIST)
    return [known[name] for name in dict.fromkeys(names)] or list(settings.sources)


_ADD = "harvester sources add NAME URL adds one"
_INIT = "harvester init writes one with three journals; harvester demo needs none"
_LIST = "harvester sources list shows them; harvester sources add makes a new one"


def _each(
    app: App, harvester: Harvester, chosen: list[SourceSettings], plan: Plan
) -> Iterator[Run]:
    """Harvest them side by side; what is wrong with one does not stop the others."""
    settings = harvester.settings.harvest
    what = chosen[0].name if len(chosen) == 1 else counted(len(chosen), "source")
    stopping = Event()

    def stop() -> None:
        stopping.set()
        harvester.clock.wake()

    with app.watching(what) as show:

        def watch(run: Run) -> None:
            show(run)
            if stopping.is_set():  # in the thread of a source: as Ctrl-C in the only one
                raise KeyboardInterrupt

        def one(source: SourceSettings) -> Run:
            try:
                return harvester.harvest(source, plan, watch)
            except (ClaimHeld, SettingsError) as error:
                return _never_began(harvester, source.name, plan, error)
            except Error as error:
                if len(chosen) == 1:
                    raise
                return _broke_off(harvester, source.name, plan, error)

        with keeping_up(harvester) if len(chosen) > 1 else nullcontext():
            yield from side_by_side(chosen, one, settings.workers, settings.per_host, stop)


def _broke_off(harvester: Harvester, name: str, plan: Plan, error: Error) -> Run:
    """The run that the store's failure ended, as far as the store still tells of it."""
    try:
        newest = harvester.store.runs(name)
    except StoreError:  # what is told is why the run ended
        newest = []
    ended = [run for run in newest if run.error and run.error.message == error.message]
    return ended[0] if ended else _never_began(harvester, name, plan, error)


def _never_began(harvester: Harvester, name: str, plan: Plan, error: Error) -> Run:
    """Stands for a run that the store does not have: it is claimed, or a secret is missing."""
    now = harvester.clock.now()
    said = RunError(error.code, error.message, error.hint)
    return Run(0, name, "failed", (plan.since, plan.until), now, ended=now, error=said)
