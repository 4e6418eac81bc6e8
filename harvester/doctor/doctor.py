"""All the looks, in their order: what the later ones need is looked at first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from harvester.clock import Clock
from harvester.doctor import holdings, machine, online, running, setup
from harvester.doctor.finding import Finding, failed
from harvester.open import open_harvester
from harvester.settings import Settings
from harvester.sight import healths_of, held_by
from harvester.watching.channels import channels_of
from index.errors import EngineError, SettingsError, StoreError


@dataclass(frozen=True, slots=True)
class Wishes:
    """`quick`: nothing that reads everything; `online`: one request a source; `notify`: a message
    to each notifier.
    """

    quick: bool = False
    online: bool = False
    notify: bool = False


def examine(
    read: Callable[[], Settings], clock: Clock, environ: Mapping[str, str], wishes: Wishes
) -> Iterator[Finding]:
    """Look at everything; `read` gives the settings. Findings come as they are made."""
    yield from machine.versions()
    try:
        settings = read()
    except SettingsError as error:
        yield from failed("settings", error)
        return
    yield from setup.settled(settings, environ)
    yield from machine.folders(settings)
    yield from machine.space(settings)
    yield from running.service(settings)
    found = list(holdings.database(settings, quick=wishes.quick))
    yield from found
    yield from _held(settings, clock, wishes, usable=all(one.level == "ok" for one in found))
    if wishes.online:
        yield from online.servers(settings, clock)
    if wishes.notify:
        yield from online.notifiers(channels_of(settings.notify, settings.folder, environ))


def _held(settings: Settings, clock: Clock, wishes: Wishes, *, usable: bool) -> Iterator[Finding]:
    """What the store and the index say; a store that is damaged or old is not opened."""
    now = clock.now()
    if not (usable and settings.database.is_file()):
        yield from running.clock(now, [])
        return
    try:
        with open_harvester(settings, clock, create=False) as harvester:
            yield from holdings.index(harvester.index, quick=wishes.quick)
            healths = healths_of(settings, held_by(harvester.store), now)
    except (StoreError, EngineError) as error:
        yield from failed("database", error)
        return
    yield from running.clock(now, healths)
    yield from running.states(healths)
