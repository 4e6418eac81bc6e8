"""Whole processes, timed by the kernel: wall, CPU, peak memory."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds of wall clock and CPU, peak resident memory in MB."""

    wall: float
    cpu: float
    peak_mb: float


def run(command: Sequence[str], ok: Sequence[int] = (0,)) -> Cost:
    """Run a command to its end, its output thrown away.

    Raises `RuntimeError` when it ends with an exit code that is not `ok`.
    """
    quiet = os.open(os.devnull, os.O_WRONLY)
    began = time.monotonic()
    pid = os.posix_spawnp(
        command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, quiet, 1)]
    )
    _, status, used = os.wait4(pid, 0)
    wall = time.monotonic() - began
    os.close(quiet)
    if os.waitstatus_to_exitcode(status) not in ok:
        raise RuntimeError(f"failed: {' '.join(command)}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def python(module: str, *arguments: object) -> list[str]:
    """The command that runs a module with the Python that runs this."""
    return [sys.executable, "-m", module, *map(str, arguments)]


def alternate(commands: Mapping[str, Callable[[], Sequence[str]]], rounds: int) -> dict[str, Cost]:
    """Run the commands in turn, round after round; gives the medians of each."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(run(command()))
    return {name: median(found) for name, found in costs.items()}


def median(costs: Sequence[Cost]) -> Cost:
    """The medians, each on its own."""
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        statistics.median(cost.peak_mb for cost in costs),
    )
