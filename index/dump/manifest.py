"""The manifest of a dump: what its files are, and how to tell that they are whole.

A dump is a folder: `manifest.json` and parts, JSON Lines compressed with zstd. The first parts hold
everything by source and identifier (`since` 0); each later group holds what changed in the
revisions behind `since` up to `until`, by revision. Who has everything up to a revision takes the
groups behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from index.errors import DumpUnreadable
from index.export.files import replacing

NAME = "manifest.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class DumpedSource:
    """A source of a dump, with how many live records and tombstones the store had then."""

    name: str
    url: str
    prefix: str
    records: int
    deleted: int


@dataclass(frozen=True, slots=True)
class Part:
    """A file: its lines (live records and tombstones), its bytes, and their SHA-256 in hex."""

    file: str
    since: int
    until: int
    records: int
    deleted: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a dump holds: everything of the store `origin` up to `revision`.

    `xml`: the lines hold the XML as it was harvested.
    """

    dump: int
    origin: str
    revision: int
    created: datetime
    xml: bool
    sources: tuple[DumpedSource, ...]
    parts: tuple[Part, ...]

    @property
    def groups(self) -> list[tuple[Part, ...]]:
        """The parts that were written together, in the order in which they are to be taken."""
        found: dict[tuple[int, int], list[Part]] = {}
        for part in self.parts:
            found.setdefault((part.since, part.until), []).append(part)
        return [tuple(group) for group in found.values()]


_read = msgspec.json.Decoder(Manifest).decode


def is_dump(folder: Path) -> bool:
    """Whether the folder holds a dump."""
    return (folder / NAME).is_file()


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of the dump in a folder; None where there is none. Raises `DumpUnreadable`."""
    path = folder / NAME
    try:
        manifest = _read(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise DumpUnreadable(
            f"{path} is no manifest of a dump: {error}", "Make the dump again, into a new folder."
        ) from error
    if manifest.dump > VERSION:
        raise DumpUnreadable(
            f"{path} was written by a newer version (dumps of form {manifest.dump})",
            "Update this program.",
        )
    for part in manifest.parts:
        if Path(part.file).name != part.file:
            raise DumpUnreadable(
                f"{path} names a file outside of its folder: {part.file!r}",
                "Don't load a dump from somebody whom you don't trust.",
            )
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put the manifest in place, wholly or not at all. Raises `FileUnwritable`."""
    body = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    with replacing(folder / NAME) as file:
        file.write(body + b"\n")
