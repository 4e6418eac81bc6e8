"""Token buckets: nobody gets more than the bucket and what came back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.web.rates import Allowances, Bucket, client_of, spend

RATE, BURST = 2, 10


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 20), st.integers(0, 15)), max_size=40))
def test_what_is_allowed_never_exceeds_burst_and_refill(steps: list[tuple[float, int]]) -> None:
    bucket, now, spent = Bucket(BURST, 0.0), 0.0, 0
    for gap, cost in steps:
        now += gap
        bucket, verdict = spend(bucket, cost, now, RATE, BURST)
        spent += min(cost, BURST) if verdict.allowed else 0
        assert spent <= BURST + RATE * now + 1e-6
        assert 0 <= verdict.left <= BURST
        if not verdict.allowed:
            _, later = spend(bucket, cost, now + verdict.wait, RATE, BURST)
            assert later.allowed  # who waits as told is let in


def test_a_clock_that_goes_back_gives_nothing() -> None:
    bucket, _ = spend(Bucket(BURST, 100.0), BURST, 100.0, RATE, BURST)
    assert not spend(bucket, 1, 50.0, RATE, BURST)[1].allowed


def test_clients_are_told_apart_by_address_and_by_network_of_ipv6() -> None:
    assert client_of("192.0.2.1") == "192.0.2.1"
    assert client_of("2001:db8:0:1::1") == client_of("2001:db8:0:1:ffff::2") == "2001:db8:0:1::/64"
    assert client_of("2001:db8:0:2::1") != client_of("2001:db8:0:1::1")
    assert client_of("::ffff:192.0.2.1") != client_of("::ffff:192.0.2.2")
    assert client_of("x" * 500) == "x" * 100


def test_only_so_many_clients_are_remembered() -> None:
    allowances = Allowances(RATE, BURST, most=2)
    asked = [allowances.spend(name, BURST, 0.0).allowed for name in ("a", "b", "a", "c")]
    assert asked == [True, True, False, True]
    assert allowances.spend("b", BURST, 0.0).allowed  # forgotten
    assert not allowances.spend("c", BURST, 0.0).allowed
