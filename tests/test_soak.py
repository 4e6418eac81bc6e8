"""A short soak, and a small backlog; longer ones: `python -m tests.soak`, `tests.backlog`."""

from __future__ import annotations

from tests.backlog import backlog
from tests.soak import soak


def test_a_service_under_fire_loses_nothing() -> None:
    done = soak(10, sources=8, every=2, seed=3)
    assert done.broken == []
    assert done.kills + done.stops + done.fights + done.reloads > 2


def test_a_backlog_is_worked_off_in_order_and_politely_though_killed_on_the_way() -> None:
    assert backlog(sources=48, hosts=8).broken == []
