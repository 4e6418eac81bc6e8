"""Which windows a harvest of a (source, set) has to ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from harvester.talk import Talk
from harvester.task import Plan, Target, Tools
from harvester.windows import first_from, restated
from index.record import Window

# So many runs may end at one token without a page before the window is begun again.
MAX_TRIES = 3


class Agenda:
    """Says what is open, and opens what is due."""

    def __init__(self, target: Target, plan: Plan, tools: Tools, talk: Talk) -> None:
        self._target, self._plan, self._talk = target, plan, talk
        self._store, self._rules, self._clock = tools.store, tools.rules, tools.clock

    def due(self, set_spec: str) -> list[Window]:
        """The windows to ask for now, in their order."""
        name, plan = self._target.name, self._plan
        if not plan.moves_cursor:
            return [self._store.open_window(name, set_spec, plan.since, plan.until, "by-hand")]
        if plan.full:
            return [self._store.open_window(name, set_spec, None, None, "full")]
        rows = [row for row in self._store.windows(name, set_spec) if row.kind != "by-hand"]
        left = [row for row in rows if row.state != "closed"]
        if not left or (len(rows) == 1 and not resumable(left[0], self._clock.now())):
            kind = left[0].kind if left else "regular"
            cursor = None if kind == "full" else self._store.cursor(name, set_spec)
            return [self._store.open_window(name, set_spec, self._start(cursor), None, kind)]
        return self._going_on(set_spec, rows, left)

    def _going_on(self, set_spec: str, rows: list[Window], left: list[Window]) -> list[Window]:
        """What earlier runs left open, and what is new since the newest one that went up to now.

        A window that fails for years must not hold up the rest.
        """
        due = [self._ready(window) for window in left]
        if all(window.end is not None for window in due):
            newest = newest_of(rows) or self._store.cursor(self._target.name, set_spec)
            start = self._start(newest)
            due.append(self._store.follow_window(self._target.name, set_spec, start))
        return sorted(due, key=in_turn)

    def _ready(self, window: Window) -> Window:
        """The window as it is to be asked: from its token where that may still be good.

        Else with its dates as the server takes them now (IQSS/dataverse#11020).
        """
        asked = (window.start, window.end)
        if resumable(window, self._clock.now()) or (window.token is None and not any(asked)):
            return window
        dates = restated(asked, self._talk.granularity())
        if window.token is None and dates == asked:
            return window
        [again] = self._store.split_window(window.id, [dates], None)
        return again

    def _start(self, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        return first_from(cursor, self._rules.overlap, self._talk.granularity())


def newest_of(rows: Sequence[Window]) -> str | None:
    """The latest time up to which a window without an end was asked for; None where none was."""
    return max((row.cursor for row in rows if row.end is None and row.cursor), default=None)


def in_turn(window: Window) -> tuple[int, str, int]:
    """By which windows are asked for in their order: what failed most often comes last."""
    return window.tries, window.start or "", window.id


def resumable(window: Window, now: datetime) -> bool:
    """Whether the window's token may still be good.

    One with which several runs got nowhere is not: servers answer an expired one with whatever
    they like.
    """
    if window.token is None or window.tries >= MAX_TRIES:
        return False
    return window.token_expires is None or window.token_expires > now
