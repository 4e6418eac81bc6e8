"""Politeness towards hosts, over all sources and threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Lock

import pytest

from harvester.hosts import Hosts, host_of
from tests.world import StepClock

ONE, SAME, OTHER = "http://a.example/x", "https://A.example.:8080/y", "http://b.example/"


def test_a_host_is_asked_again_only_after_the_gap() -> None:
    clock = StepClock()
    hosts = Hosts(clock)
    for url in (ONE, SAME, OTHER, ONE):
        with hosts.turn(url, 2.0):
            clock.sleep(0.5)
    assert clock.slept == [0.5, 2.0, 0.5, 0.5, 1.5, 0.5]


def test_the_gap_counts_from_the_end_of_a_request_that_failed_too() -> None:
    clock = StepClock()
    hosts = Hosts(clock)
    with pytest.raises(KeyError), hosts.turn(ONE, 2.0):
        raise KeyError
    with hosts.turn(ONE, 2.0):
        pass
    assert clock.slept == [2.0]


@pytest.mark.parametrize("places", [1, 3])
def test_no_more_than_so_many_requests_to_a_host_at_once(places: int) -> None:
    hosts, lock = Hosts(StepClock(), places), Lock()
    now = most = 0

    def ask(number: int) -> None:
        nonlocal now, most
        with hosts.turn(ONE, 0.0):
            with lock:
                now += 1
                most = max(most, now)
            met.wait() if number < places else None
            with lock:
                now -= 1

    met = Barrier(places)  # the first ones wait for each other: they are there together
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(20)))
    assert most == places


def test_one_host_does_not_wait_for_another() -> None:
    hosts, asked = Hosts(StepClock()), Event()

    def ask() -> None:
        with hosts.turn(OTHER, 0.0):
            asked.set()

    with ThreadPoolExecutor(1) as pool, hosts.turn(ONE, 0.0):
        pool.submit(ask)
        assert asked.wait(10)


def test_hosts_are_told_apart_by_name() -> None:
    assert host_of(ONE) == host_of(SAME) == "a.example"
    assert host_of("no url") == ""
