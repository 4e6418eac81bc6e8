"""The right to harvest a source: a lease in the store, so that no source runs twice at once.

The holder's name says machine, process and the process's start, so that the lease of a process
that was killed on this machine is free at once and need not run out.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import psutil

from harvester import sayings
from harvester.clock import Clock
from index.errors import ClaimHeld
from index.record import Run
from index.store.base import HarvestStore, Store

# Longer than the longest wait between two renewals (decide.LONGEST_WAIT and a slow answer).
LEASE = timedelta(minutes=30)
# A lease is lengthened when a third of it is over, not at each page: it costs a commit.
RENEW_AFTER = LEASE / 3


def this_process() -> str:
    """The name under which this process holds leases: machine, process id, start."""
    pid = os.getpid()
    return f"{socket.gethostname()} {pid} {psutil.Process(pid).create_time():.2f}"


@contextmanager
def claimed(store: HarvestStore, source: str, owner: str, clock: Clock) -> Iterator[None]:
    """Hold the source's lease. Raises `ClaimHeld` where a living process holds it."""
    holder = renew(store, source, owner, clock.now())
    if holder and is_dead(holder):
        store.break_claim(source, holder)
        holder = renew(store, source, owner, clock.now())
    if holder:
        raise ClaimHeld(
            f"{source}: is being harvested by {described(holder)}",
            "wait until it is done; its progress is in: harvester status",
        )
    try:
        yield
    finally:
        store.release(source, owner)


def renew(store: HarvestStore, source: str, owner: str, now: datetime) -> str | None:
    """Take or lengthen the lease; gives the holder where that is somebody else."""
    return store.claim(source, owner, now, now + LEASE)


def hold(store: HarvestStore, source: str, owner: str, now: datetime) -> None:
    """Lengthen a lease that is held. Raises `ClaimHeld` where it ran out and somebody else came.

    A machine that slept wakes up behind its lease: two must not work on one source.
    """
    holder = renew(store, source, owner, now)
    if holder:
        raise ClaimHeld(
            f"{source}: was taken over by {described(holder)}",
            "this one was away for longer than its lease; what it stored is kept",
        )


def is_dead(owner: str) -> bool:
    """Whether the holder was a process of this machine that is gone."""
    host, _, rest = owner.partition(" ")
    pid, _, started = rest.partition(" ")
    if host != socket.gethostname() or not pid.isdecimal():
        return False
    try:
        return f"{psutil.Process(int(pid)).create_time():.2f}" != started
    except psutil.NoSuchProcess:
        return True


def as_they_are(store: Store, runs: Iterable[Run]) -> list[Run]:
    """The runs; one whose process was killed on this machine is `interrupted`.

    The store is told so by the next harvest of the source: who looks before it must not wait for a
    run that nobody goes on with.
    """
    dead = {source for source, owner, _until in store.running() if owner and is_dead(owner)}
    return [
        replace(run, status="interrupted")
        if run.status == "running" and run.source in dead
        else run
        for run in runs
    ]


def described(owner: str) -> str:
    """The holder in words."""
    host, _, rest = owner.partition(" ")
    return sayings.PROCESS.format(pid=rest.partition(" ")[0], host=host)
