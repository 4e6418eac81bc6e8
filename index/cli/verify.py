"""What `harvester index verify` finds out, and how it says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from index.cli.console import counted, note, progress
from index.core import Index
from index.engines.health import Health
from index.errors import EngineDamaged
from index.sync import Verdict


@dataclass(frozen=True, slots=True)
class Deep:
    """The health of the files, and how many documents were put anew (None: nobody asked)."""

    health: Health
    repaired: int | None


def health_of(index: Index, repair: bool) -> Deep:
    """Look at the files; with `repair`, mend what is wrong, and look again."""
    health = index.health()
    if not repair:
        return Deep(health, None)
    for one in health.damaged:
        note(f"{one}: built anew from the store")
    with progress("repairing") as watch:
        repaired = index.repair(watch)
    return Deep(index.health(), repaired)


def compared(index: Index, found: Deep | None) -> Verdict | None:
    """Store and engine compared by keys; None where a file is damaged and no key can be trusted."""
    if found is None:
        return index.verify()
    if found.health.damaged:
        return None
    try:
        return index.verify()
    except EngineDamaged as error:
        note(str(error))
        return None


def as_one(verdict: Verdict | None, found: Deep | None) -> dict[str, Any]:
    """The JSON document."""
    keys = dict.fromkeys(("store", "engine", "missing", "extra"))
    said: dict[str, Any] = msgspec.to_builtins(verdict) if verdict else keys
    if found is None:
        return said
    health: dict[str, Any] = msgspec.to_builtins(found.health)
    return said | health | {"repaired": found.repaired}


def rows(verdict: Verdict | None, found: Deep | None) -> list[tuple[str, str]]:
    """The lines for people."""
    said = {}
    if verdict is not None:
        said = {
            "store": counted(verdict.store, "live record"),
            "index": counted(verdict.engine, "document"),
            "missing": f"{len(verdict.missing):,}",
            "extra": f"{len(verdict.extra):,}",
        }
    if found is not None:
        health = found.health
        said["files"] = f"{counted(health.files, 'file')}, {counted(health.bytes, 'byte')} read"
        said["damaged"] = "; ".join(map(str, health.damaged)) or "none"
        said["unchecked"] = ", ".join(health.unchecked) or "none"
    if found is not None and found.repaired is not None:
        said["repaired"] = counted(found.repaired, "document")
    return list(said.items())


def told(verdict: Verdict | None, found: Deep | None) -> int:
    """Say what to do next; gives the exit code."""
    if found is not None and found.health.damaged:
        note("damaged; mend it by: harvester index verify --deep --repair, or harvester index sync")
        return 1
    if verdict is not None and verdict.clean:
        return 0
    note("they differ; mend it by: harvester index sync, or else harvester index rebuild")
    return 1
