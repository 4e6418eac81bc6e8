"""The JSON of sources, runs and changes as types, like `shapes`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.record import RunError
from index.web.api.shapes import RecordShape


@dataclass(frozen=True, slots=True)
class RunShape:
    """A harvest (or load) of a source, with its counts."""

    id: int | None
    source: str
    status: str
    window: Mapping[str, str | None]
    requests: int
    retries: int
    bytes: int
    pages: int
    received: int
    promised: int | None
    new: int
    changed: int
    unchanged: int
    deleted: int
    quarantined: int
    repairs: Mapping[str, int]
    started: str
    ended: str | None
    error: RunError | None
    unknown: int
    skew: int | None
    remarks: Mapping[str, int]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunsShape:
    """Runs, newest first."""

    runs: tuple[RunShape, ...]


@dataclass(frozen=True, slots=True)
class SourceShape:
    """A source, what is held of it, and when it was asked last; `last_run` asked or loaded it."""

    source: str
    url: str
    prefix: str
    declared: bool
    records: int
    deleted: int
    quarantined: int
    last_attempt: str | None
    last_success: str | None
    next: str | None
    last_run: RunShape | None


@dataclass(frozen=True, slots=True)
class SourcesShape:
    """Every source, by name."""

    sources: tuple[SourceShape, ...]


@dataclass(frozen=True, slots=True)
class ChangesShape:
    """Records and tombstones in the order of their last changes.

    `next` is what to give as `since` the next time, `more` whether there is more already. `origin`
    is the database that gave the numbers: where it is another one, begin again with 0. So does who
    has followed up to less than `floor`, and drops what does not come: something went without
    leaving a tombstone.
    """

    origin: str
    since: int
    next: int
    more: bool
    floor: int
    changes: tuple[RecordShape, ...]
