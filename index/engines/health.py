"""What is known of the health of an index: every file compared with what was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Damage:
    """A file that is not as it was written, and how it differs (`what` goes on behind the name)."""

    file: str
    what: str

    def __str__(self) -> str:
        return f"{self.file} {self.what}"


@dataclass(frozen=True, slots=True)
class Health:
    """Files and bytes that were looked at, what is damaged, and what could not be checked."""

    files: int
    bytes: int
    damaged: tuple[Damage, ...]
    unchecked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """How large an index is, and when it was last written; None: the engine does not say."""

    documents: int | None
    segments: int | None
    bytes: int
    written: datetime | None
