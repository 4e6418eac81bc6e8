"""What follows when `sources import` has added the sources of a metha cache."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from harvester.adopt import declared, go_on
from harvester.cli.app import App
from harvester.cli.load import taken
from harvester.cli.runs import exit_code, indexed, worst
from harvester.metha import Cached
from harvester.open import Harvester
from index.cli.console import note


def adopted(app: App, caches: Sequence[Cached], load: bool) -> int:
    """Tell the store how far each of them is, with `load` when its records have come.

    Gives an exit code: that of the worst load.
    """
    with app.opened(create=True) as harvester:
        codes = [_adopted(app, harvester, one, load) for one in caches]
        return worst([*codes, indexed(harvester) if load else 0])


def _adopted(app: App, harvester: Harvester, one: Cached, load: bool) -> int:
    store, clock, name = harvester.store, harvester.clock, one.source.name
    declared(store, one, clock.now())
    if not any(day for _, day in one.reached):
        note("  metha has nothing of it so far: harvests begin with the first record")
        return 0
    if not load:
        go_on(store, one, clock.now())
        folders = shlex.join(map(str, one.folders))
        note(f"  {_reached(one)}; its records: harvester load {name} {folders}")
        return 0
    run = taken(app, harvester, name, one.folders).run
    if run.status in ("ok", "unchanged"):
        go_on(store, one, clock.now())
        note(f"  {_reached(one)}")
    else:
        note("  not all of it could be read: the next harvest begins with the first record")
    return exit_code([run])


def _reached(one: Cached) -> str:
    """How far metha has come, in words."""
    return f"harvests go on from {min(day for _, day in one.reached if day)}"
