"""What a run shows beside its counts: said once, in words, for whoever looks after the source."""

from __future__ import annotations

from harvester import sayings
from harvester.errors import HarvestError
from harvester.identifiers import pages
from harvester.ledger import Ledger
from harvester.stages import Fetched
from harvester.talk import Talk
from harvester.task import Target
from index.record import Run, Window
from index.store.base import Store

# Of what we hold, or of what came: above this it is nearly everything.
NEARLY_ALL = 0.9
# Below so many records nearly everything is a handful.
FEW = 20
# Seconds that clocks may differ by without a word: less than an overlap makes good by far.
SKEW = 300


def review(ledger: Ledger, store: Store, target: Target) -> None:
    """Flag what is odd about a run whose windows are all closed."""
    run = ledger.run
    if run.skew is not None and abs(run.skew) > SKEW:
        text = sayings.CLOCK_AHEAD if run.skew > 0 else sayings.CLOCK_BEHIND
        ledger.warn(text.format(seconds=abs(run.skew)))
    if run.promised is not None and run.counts.received < run.promised:
        counted = {"promised": run.promised, "came": run.counts.received}
        ledger.warn(sayings.FEWER_CAME.format(**counted, source=target.name))
    said = everything_came(run, store.count(target.name), incremental=run.window[0] is not None)
    if said is not None:
        ledger.warn(said)


def everything_came(run: Run, held: int, *, incremental: bool) -> str | None:
    """Why nearly everything came, or came changed, where that is not what was asked for. Pure."""
    counts = run.counts
    came = counts.new + counts.changed + counts.unchanged
    known = counts.changed + counts.unchanged
    if known < FEW or known < NEARLY_ALL * held:
        return None
    if counts.changed >= NEARLY_ALL * known:
        return sayings.ALL_CHANGED.format(changed=counts.changed, known=known)
    if not incremental:
        return None
    stamped = dict(run.remarks).get("stamped-today", 0)
    if stamped >= NEARLY_ALL * came:
        why = sayings.STAMPED_TODAY
    elif dict(run.remarks).get("outside-dates", 0) >= NEARLY_ALL * came:
        why = sayings.DATES_UNHEEDED
    else:
        why = sayings.BULK_LOAD
    return sayings.ALL_AGAIN.format(known=known, changed=counts.changed, why=why)


def say_of_empty(ledger: Ledger, talk: Talk, store: Store, window: Window) -> None:
    """Warn where an empty answer is no good news: the set is gone, or there never was anything."""
    if window.set and has_set(talk, window.set) is False:
        ledger.warn(sayings.SET_GONE.format(set=repr(window.set)))
    elif window.kind != "by-hand" and window.end is None and not store.count(window.source):
        ledger.warn(sayings.NO_RECORDS)


def say_of_moved(ledger: Ledger, fetched: Fetched) -> None:
    """Warn where redirects led elsewhere: one day the old address will be gone."""
    if fetched.moved:
        ledger.warn(sayings.MOVED.format(url=fetched.url.partition("?")[0]))


def has_set(talk: Talk, spec: str) -> bool | None:
    """Whether ListSets names the set; None where it does not work, and nobody knows."""
    try:
        return any(spec in page.set_specs for page in pages(talk, "ListSets"))
    except HarvestError:
        return None
