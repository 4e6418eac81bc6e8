"""`manifest.json` of a backup: what it holds, of what size, with which checksums.

20261123T031500Z/
  manifest.json    written last
  harvest.db       the database, one file
  config.toml      the settings of then, where there was a file
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from harvester.errors import BackupUnusable

MANIFEST, DATABASE, SETTINGS = "manifest.json", "harvest.db", "config.toml"
_ANOTHER = "take another backup; harvester backup --verify DIR says which are whole"


@dataclass(frozen=True, slots=True)
class Held:
    """A file of a backup: its name, its bytes, and the SHA-256 of them in hexadecimal digits."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """When a backup was made, by which version, and what it holds.

    `revision`: of the tables; `records`: live ones.
    """

    made: datetime
    version: str
    revision: str
    records: int
    files: tuple[Held, ...]

    @property
    def bytes(self) -> int:
        """All files together."""
        return sum(file.bytes for file in self.files)


def held(path: Path) -> Held:
    """A file as the manifest has it."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Held(path.name, path.stat().st_size, digest)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it down, and have it on the disk."""
    with (folder / MANIFEST).open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup. Raises `BackupUnusable`."""
    path = folder / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError as error:
        raise BackupUnusable(f"{folder} is no backup: it has no {MANIFEST}", _ANOTHER) from error
    except (OSError, msgspec.DecodeError) as error:
        raise BackupUnusable(f"{path} cannot be read: {error}", _ANOTHER) from error
    if not any(file.name == DATABASE for file in manifest.files):
        raise BackupUnusable(f"{path} names no {DATABASE}", _ANOTHER)
    return manifest


def check_files(folder: Path, files: Iterable[Held]) -> None:
    """Compare the files with what was written. Raises `BackupUnusable`."""
    for file in files:
        path = folder / file.name
        if Path(file.name).name != file.name:
            raise BackupUnusable(
                f"{folder / MANIFEST} names {file.name!r}, outside of it", _ANOTHER
            )
        try:
            same = path.stat().st_size == file.bytes and held(path) == file
        except OSError as error:
            raise BackupUnusable(f"{path} cannot be read: {error.strerror}", _ANOTHER) from error
        if not same:
            raise BackupUnusable(f"{path} is not what was written", _ANOTHER)
