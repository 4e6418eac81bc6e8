"""A sample of `python -m tests.faults_run`: the whole of it takes an hour."""

from __future__ import annotations

from tests.faults_run import trials


def test_bad_servers_and_kills_cost_no_record() -> None:
    outcomes = list(trials(2, seed=4))
    assert [one for one in outcomes if one.differences] == []
    assert sum(one.kills for one in outcomes) > 0
    assert sum(one.faults for one in outcomes) > 5
    assert sum(one.named for one in outcomes) > 0
