"""A short one of two weeks; the whole: `python -m tests.fortnight`."""

from __future__ import annotations

from tests.fortnight import fortnight


def test_days_of_real_harvests_with_kills_and_outages_lose_nothing() -> None:
    done = fortnight(sources=4, days=1, seed=2, hosts=2)
    assert done.broken == []
    assert done.runs >= 4
    assert sum(len(server.seen) for server in done.servers) > 10
