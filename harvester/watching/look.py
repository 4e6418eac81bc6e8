"""One look at everything: what `/metrics`, `/status.json` and notifications tell of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from harvester.advice import Advice
from harvester.monitor import Health, counted_states, status_shape
from harvester.open import Harvester
from harvester.service.lock import Holder
from harvester.sight import advised, held_by
from harvester.watching.teller import Report
from index import __version__
from index.engines.health import Size
from index.errors import EngineError
from index.shapes import Shape, moment


@dataclass(frozen=True, slots=True)
class Look:
    """How everything was at `at`; `index` None: there is none, or it cannot be read."""

    at: datetime
    seen: Sequence[tuple[Health, Advice]]
    pending: int
    index: Size | None = None

    @property
    def healths(self) -> list[Health]:
        return [health for health, _ in self.seen]


def look_at(harvester: Harvester) -> Look:
    """Look now. Raises `StoreError`."""
    now = harvester.clock.now()
    held = held_by(harvester.store)
    seen = advised(harvester.settings, held, now, served=True)
    return Look(now, seen, held.pending, _index(harvester))


def _index(harvester: Harvester) -> Size | None:
    try:
        return harvester.index.size()
    except EngineError:  # the follower tells what is wrong with it
        return None


def watched_shape(
    look: Look, holder: Holder, troubles: Mapping[str, str], reports: Sequence[Report]
) -> Shape:
    """What `/status.json` says: `status --json`, and the service itself."""
    return {
        "at": moment(look.at),
        "version": __version__,
        "service": {
            "owner": holder.owner,
            "since": holder.since,
            "config": holder.config,
            "troubles": dict(troubles),
        },
        "states": dict(counted_states(look.healths)),
        "pending": look.pending,
        "notifiers": [_report_shape(report) for report in reports],
        **status_shape(list(look.seen)),
    }


def _report_shape(report: Report) -> Shape:
    return {
        "channel": report.channel,
        "sent": report.sent,
        "failures": report.failures,
        "why": report.why,
        "since": moment(report.since),
        "again": moment(report.again),
    }
