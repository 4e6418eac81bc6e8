"""Which engines there are, what each offers, and what an index of one depends on."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

from index import fields
from index.analysis import Analysis
from index.engines.base import Engine, Fetch
from index.engines.health import Health
from index.errors import UsageError
from index.tree import KEYWORD_FIELDS, TEXT_FIELDS

# The name of an engine in settings -> the module that has FORMAT, create and open_folder.
ENGINES = {"whoosh": "index.engines.whoosh"}


class Kind(Protocol):
    """What an engine's module offers."""

    FORMAT: str

    def create(self, folder: Path, analysis: Analysis, fetch: Fetch | None = None) -> Engine:
        """Make an empty index in an empty folder, and open it."""
        ...

    def open_folder(self, folder: Path, analysis: Analysis, fetch: Fetch | None = None) -> Engine:
        """Open the index in the folder. Raises `EngineDamaged` where it cannot be read."""
        ...

    def health(self, folder: Path) -> Health:
        """Compare every file with what was written."""
        ...

    def salvage(self, folder: Path, into: Path) -> None:
        """Put what is whole of an index into an empty folder, which can be opened then.

        Raises `EngineDamaged` where that cannot be told.
        """
        ...


def load_engine(name: str) -> Kind:
    """The engine of that name. Raises `UsageError` where there is none."""
    if name not in ENGINES:
        known = ", ".join(sorted(ENGINES))
        raise UsageError(f"there is no search engine named {name!r}", f"known: {known}")
    # Importing an engine takes time that commands without search should not pay.
    return cast(Kind, importlib.import_module(ENGINES[name]))


def fingerprint(name: str, analysis: Analysis) -> str:
    """What an index depends on: another fingerprint means that it has to be rebuilt.

    The engine and its format on the disk, the analysis, the fields and how they are filled.
    """
    parts = [name, load_engine(name).FORMAT, analysis.version, fields.VERSION]
    return _digest([*parts, *TEXT_FIELDS, *KEYWORD_FIELDS])


def shape(name: str) -> str:
    """What is needed to read an index at all: engine, format, fields. The rest of a fingerprint
    says how well what is asked now fits what was put in.
    """
    return _digest([name, load_engine(name).FORMAT, *TEXT_FIELDS, *KEYWORD_FIELDS])


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
