"""Sweeps: the server's whole list of identifiers against ours.

    list -> compare -> fetch what is missing here -> bury what is gone there, at the second strike

Datestamps cannot find what was loaded behind the cursor (wellcomecollection/platform#6426), nor
what vanished from a server that keeps no deletions (DOAJ/doaj#1408); this does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from harvester import sayings
from harvester.claims import claimed
from harvester.errors import HarvestError
from harvester.identifiers import pages
from harvester.keep import Keeper
from harvester.ledger import Ledger
from harvester.loop import Loop
from harvester.review import has_set
from harvester.singly import Singly
from harvester.talk import Talk
from harvester.task import Endpoint, Plan, SweepRules, Target, Tools
from harvester.windows import SECOND, formatted, tiles
from index.errors import ClaimHeld
from index.record import Batch, Compared, Named, Run, Sweep, Tombstone, Window

# More missing records than this are asked for in windows that hold about so many of them.
MANY = 100
# A sweep that failed is tried again with a harvest after this, not at each.
AFTER_FAILURE = timedelta(days=1)
BATCH = 500


def sweep(
    target: Target, tools: Tools, endpoint: Endpoint, *, accept: bool = False, dry_run: bool = False
) -> Sweep:
    """Sweep one source now; gives the sweep as it is stored.

    `accept` takes a list that shrank too much; `dry_run` only compares. What the server does wrong
    is in the sweep. Raises `ClaimHeld`, `StoreError`.
    """
    now = tools.clock.now()
    with claimed(tools.store, target.name, tools.owner, tools.clock):
        tools.store.declare(target.name, target.url, target.prefix, declared=True, now=now)
        ledger = Ledger(Run(0, target.name, "running", (None, None), now))
        talk = Talk(target.name, tools, endpoint, ledger)
        sweeper = Sweeper(target, tools, talk, Keeper(target, tools, talk, ledger), ledger)
        return sweeper.run(accept=accept, dry_run=dry_run)


def is_due(rules: SweepRules, last: Sweep | None, now: datetime, *, first: bool) -> bool:
    """Whether it is time to sweep: after the first whole harvest, then every `rules.every`. Pure.

    `last` is the newest sweep, None where there was none.
    """
    if first or last is None:
        return first or rules.deletions != "headers"
    if rules.deletions == "headers":
        return False
    pause = rules.every if last.status in ("complete", "stopped") else AFTER_FAILURE
    return now - last.started >= min(pause, rules.every)


def is_wanted(rules: SweepRules, deleted_record: str | None, last: Sweep | None) -> bool:
    """Whether the server needs sweeping: where it does not keep its deletions, or its lists lack
    records that it has. Pure.

    `deleted_record` is what Identify says; None where it says nothing.
    """
    if rules.deletions != "auto":
        return rules.deletions == "sweep"
    return deleted_record != "persistent" or (last is not None and last.missing > 0)


def too_much_gone(found: Compared, last_whole: Sweep | None, limit: float) -> str | None:
    """Why a person has to look at a list first; None where nobody has to. Pure.

    `last_whole` is the last complete sweep; `limit` a part from 0 to 1.
    """
    before = last_whole.theirs if last_whole else found.ours
    if before and before - found.theirs > limit * before:
        return sayings.SHRANK.format(before=before, now=found.theirs)
    if found.ours and found.fresh > limit * found.ours:
        return sayings.LACKS.format(lost=found.fresh, ours=found.ours)
    return None


class Sweeper:
    """Sweeps one source, within a harvest or alone."""

    def __init__(
        self, target: Target, tools: Tools, talk: Talk, keeper: Keeper, ledger: Ledger
    ) -> None:
        self._target, self._tools, self._store = target, tools, tools.store
        self._talk, self._keeper, self._ledger = talk, keeper, ledger
        self._singly = Singly(target, tools, talk, keeper)

    def when_due(self, *, first: bool) -> None:
        """What a harvest does behind its windows; `first`: it was the first whole one."""
        rules, now = self._tools.rules.sweep, self._tools.clock.now()
        if rules is None:
            return
        history = [one for one in self._history() if one.status != "dry-run"]
        last = history[0] if history else None
        # A first comparison that was cut off, or failed, is still owed.
        owed = not any(one.status in ("complete", "stopped") for one in history)
        odd = "page-of-100-without-token" in dict(self._ledger.run.remarks)
        due = is_due(rules, last, now, first=first)
        if odd and rules.deletions == "auto":
            due = True
        elif due and not owed:
            identity = self._talk.identity()
            due = is_wanted(rules, identity.deleted_record if identity else None, last)
        if due:
            self._tell(self.run(), first=owed)

    def run(self, *, accept: bool = False, dry_run: bool = False) -> Sweep:
        """List, compare, fetch, bury."""
        now = self._tools.clock.now()
        number = self._store.start_sweep(self._target.name, now)
        done = Sweep(number, self._target.name, "running", now)
        try:
            doubt = self._list(number)
            self._hold(number)
            found = self._store.compared(self._target.name)
            done = replace(
                done,
                theirs=found.theirs,
                ours=found.ours,
                missing=found.missing,
                extra=found.extra,
            )
            if dry_run:
                done = replace(done, status="dry-run")
            else:
                done = replace(done, fetched=self._fetch(found))
                self._hold(number)
                done = self._bury(done, found, None if accept else doubt, accept=accept)
        except HarvestError as error:
            done = replace(done, status="failed", why=error.message)
        done = replace(done, ended=self._tools.clock.now())
        self._store.finish_sweep(done)
        return done

    def _list(self, number: int) -> str | None:
        """The server's list into the store: whole, of every set; gives why it may not be whole."""
        doubts = [self._list_of(number, spec) for spec in self._target.sets or ("",)]
        return next(filter(None, doubts), None)

    def _list_of(self, number: int, set_spec: str) -> str | None:
        asked = {"metadataPrefix": self._target.prefix} | ({"set": set_spec} if set_spec else {})
        came, promised = 0, None
        for page in pages(self._talk, "ListIdentifiers", **asked):
            self._hold(number)
            self._store.note_named(self._target.name, page.headers)
            promised = page.complete_size if not came else promised
            came += len(page.headers)
        if set_spec and not came and not has_set(self._talk, set_spec):
            return sayings.SET_EMPTY.format(set=repr(set_spec))
        if promised is not None and came < promised:
            return sayings.ENDS_EARLY.format(promised=promised, came=came)
        return None

    def _hold(self, number: int) -> None:
        """Raise `ClaimHeld` where the list is not ours any more: a lease that ran out."""
        newest = self._store.sweeps(self._target.name, 1)
        if not newest or (newest[0].id, newest[0].status) != (number, "running"):
            raise ClaimHeld(
                f"{self._target.name}: another sweep of it has begun meanwhile",
                "let it finish",
            )

    def _fetch(self, found: Compared) -> int:
        """What is missing here, and what could not be fetched the last time; gives how many came.

        Many are asked for in windows first: a list brings a hundred where GetRecord brings one.
        """
        before = self._ledger.run.counts
        if found.missing > MANY:
            self._in_windows()
        self._singly.fetch(self._store.missing(self._target.name))
        self._singly.fetch(self._unread())
        after = self._ledger.run.counts
        return after.new + after.changed - before.new - before.changed

    def _in_windows(self) -> None:
        stamps = (name.datestamp for name in self._store.missing(self._target.name))
        plan = Plan(since="", until="")
        loop = Loop(self._target, plan, self._tools, self._talk, self._keeper, self._ledger)
        for first, last in tiles(stamps, MANY):
            for set_spec in self._target.sets or ("",):
                loop.ask([self._by_hand(set_spec, first, last)])

    def _by_hand(self, set_spec: str, first: str, last: str) -> Window:
        return self._store.open_window(self._target.name, set_spec, first, last, "by-hand")

    def _unread(self) -> list[Named]:
        """What quarantine names: the server may have mended it without a new datestamp."""
        entries = self._store.quarantine_list(self._target.name)
        found = {e.identifier for e in entries if e.kind == "record" and e.identifier}
        return [Named(identifier, "") for identifier in sorted(found)]

    def _bury(self, done: Sweep, found: Compared, doubt: str | None, *, accept: bool) -> Sweep:
        """Take the deletions that the list shows, unless a person has to look at it first.

        `doubt`: why the list may not be whole; of no weight where it lacks nothing of ours.
        """
        name, rules = self._target.name, self._tools.rules.sweep or SweepRules()
        dead = self._store.buried(name)
        self._take(Tombstone(grave.identifier, grave.datestamp) for grave in dead)
        whole = next((s for s in self._history() if s.status == "complete"), None)
        why = None if accept else too_much_gone(found, whole, rules.limit)
        why = why or (doubt if found.extra else None)
        if why is not None:
            self._store.strike(name, stopped=True)
            return replace(done, status="stopped", why=why)
        now = formatted(self._tools.clock.now(), SECOND)
        graves = (Tombstone(gone, now, how="sweep") for gone in self._store.gone(name))
        deleted = self._take(graves)
        if doubt is None:
            self._let_unread_go()
        self._store.strike(name, stopped=False)
        return replace(done, status="complete", deleted=deleted)

    def _let_unread_go(self) -> None:
        """What quarantine names and a whole list does not is gone there; it would wait for ever.

        Should it come back, the list names it, and it is missing here.
        """
        gone = self._store.let_unread_go(self._target.name)
        if gone:
            self._talk.tell(f"{gone} left quarantine: the server does not have them any more")

    def _take(self, graves: Iterable[Tombstone]) -> int:
        count, waiting = 0, iter(graves)
        while some := tuple(islice(waiting, BATCH)):
            batch = Batch(tombstones=some, prefix=self._target.prefix)
            count += self._keeper.batch(batch, None).deleted
        return count

    def _history(self) -> list[Sweep]:
        return self._store.sweeps(self._target.name, 50)

    def _tell(self, done: Sweep, *, first: bool) -> None:
        """Put into the run's warnings what a person should know of the sweep."""
        if done.status == "failed":
            self._ledger.warn(sayings.NOT_COMPARED.format(why=done.why))
        elif done.status == "stopped":
            self._ledger.warn(sayings.STOPPED.format(why=done.why, source=done.source))
        if first and done.status != "failed" and (done.missing or done.extra):
            counted = {"ours": done.ours, "theirs": done.theirs}
            counted |= {"missing": done.missing, "fetched": done.fetched}
            self._ledger.warn(sayings.CONTRADICT.format(**counted))
