"""The lease of a source: one holder at a time, free when the holder is gone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from harvester.claims import LEASE, claimed, described, is_dead, renew, this_process
from harvester.decide import LONGEST_WAIT
from index.errors import ClaimHeld
from index.store import open_store
from index.store.base import Store
from tests.world import START, StepClock

OTHER = "elsewhere 7 1"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path / "x.db", create=True)
    made.declare("s", "", "oai_dc", declared=True, now=START)
    yield made
    made.close()


def test_this_process_names_machine_process_and_start() -> None:
    host, pid, started = this_process().rsplit(" ", 2)
    assert (host, pid) == (socket.gethostname(), str(os.getpid()))
    assert float(started) == pytest.approx(psutil.Process().create_time(), abs=0.01)
    assert not is_dead(this_process())


def test_inside_nobody_else_gets_it_and_behind_it_is_free(store: Store) -> None:
    with claimed(store, "s", "me", StepClock()):
        assert renew(store, "s", OTHER, START) == "me"
    assert renew(store, "s", OTHER, START) is None


def test_who_holds_it_is_told(store: Store) -> None:
    renew(store, "s", OTHER, START)
    with (
        pytest.raises(ClaimHeld, match="s: is being harvested by process 7 on elsewhere") as held,
        claimed(store, "s", "me", StepClock()),
    ):
        pass
    assert "harvester status" in (held.value.hint or "")
    assert renew(store, "s", "me", START) == OTHER


def test_an_error_inside_gives_it_back(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), claimed(store, "s", "me", StepClock()):
        raise ZeroDivisionError
    assert renew(store, "s", OTHER, START) is None


def test_a_lease_runs_out_unless_it_is_renewed(store: Store) -> None:
    renew(store, "s", OTHER, START)
    almost = START + LEASE - timedelta(seconds=1)
    assert renew(store, "s", "me", almost) == OTHER
    renew(store, "s", OTHER, almost)
    assert renew(store, "s", "me", START + LEASE) == OTHER
    assert renew(store, "s", "me", almost + LEASE) is None


def test_a_lease_outlasts_the_longest_wait() -> None:
    assert timedelta(seconds=LONGEST_WAIT) < LEASE


def dead_process() -> str:
    """The name of a process of this machine that has ended."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        started = psutil.Process(process.pid).create_time()
    return f"{socket.gethostname()} {process.pid} {started:.2f}"


def test_the_lease_of_a_dead_process_is_free_at_once(store: Store) -> None:
    renew(store, "s", dead_process(), START)
    with claimed(store, "s", "me", StepClock()):
        assert renew(store, "s", OTHER, START) == "me"


def test_a_process_id_that_was_given_again_is_another_process() -> None:
    assert is_dead(f"{socket.gethostname()} {os.getpid()} 1.00")


@pytest.mark.parametrize("owner", [OTHER, "", "me", f"{socket.gethostname()} x 1"])
def test_of_others_nothing_is_known(owner: str) -> None:
    assert not is_dead(owner)


def test_a_holder_in_words() -> None:
    assert described(OTHER) == "process 7 on elsewhere"
