"""What is to be harvested, how far, by which rules, and what with: the arguments of a harvest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol, TypeAlias

from harvester.bounds import BOUNDS, Bounds
from harvester.clock import Clock
from harvester.meter import UNMETERED, Meter
from harvester.normalise.habits import NONE, Habits
from harvester.stages import Fetched
from index.record import Run
from index.store.base import Store

Deletions: TypeAlias = Literal["auto", "headers", "sweep"]


class Endpoint(Protocol):
    """What the loops need of a client; raises kinds of `TransportError`."""

    def identify(self) -> Fetched: ...

    def list_records(self, **arguments: str) -> Fetched: ...

    def harvest(self, **arguments: str) -> Fetched:
        """Any verb, with its arguments by their protocol names."""
        ...


@dataclass(frozen=True, slots=True)
class Target:
    """What to harvest: a source's name, address, metadata prefix and sets (none: everything).

    `habits`: how its records are to be read.
    """

    name: str
    url: str
    prefix: str = "oai_dc"
    sets: tuple[str, ...] = ()
    habits: Habits = NONE


@dataclass(frozen=True, slots=True)
class Plan:
    """How far: explicit dates (they never move the cursor), everything, or a trial of N records."""

    since: str | None = None
    until: str | None = None
    full: bool = False
    stop_after: int | None = None

    @property
    def moves_cursor(self) -> bool:
        return self.since is None and self.until is None


@dataclass(frozen=True, slots=True)
class SweepRules:
    """When to sweep, and which part of a list may be gone before a person is asked.

    `headers` believes the server's own word on deletions and never sweeps by the clock.
    """

    deletions: Deletions = "auto"
    every: timedelta = timedelta(days=30)
    limit: float = 0.1


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings that the loop obeys: tries, seconds between them, bytes, tags and records.

    `sweep` None: a harvest never sweeps, nor compares its first list with that of identifiers.
    """

    retries: int
    retry_wait: float
    overlap: timedelta
    max_bytes: int = 64_000_000
    bounds: Bounds = BOUNDS
    sweep: SweepRules | None = None


def silent(line: str) -> None:
    """For those who want to be told nothing."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the loop works with.

    `watch` is told of the run after each page; `tell` in words why the loop waits or begins again.
    """

    store: Store
    clock: Clock
    rules: Rules
    owner: str
    watch: Callable[[Run], None]
    tell: Callable[[str], None] = silent
    meter: Meter = UNMETERED
