"""Parts of a dump: lines into files of a certain size, and out of them again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

import msgspec
import zstandard

from index.dump.lines import copied_of, line_of
from index.dump.manifest import Part
from index.errors import DumpUnreadable
from index.export.files import replacing
from index.record import Copied

_BLOCK = 1 << 20  # bytes read at a time
_AGAIN = "Fetch the dump again, or make it again: harvester dump."


def write_parts(
    folder: Path, records: Iterable[Copied], since: int, until: int, size: int
) -> Iterator[Part]:
    """Write the records, `size` a file, and tell each part when it is there.

    Raises `FileUnwritable`.
    """
    rest = iter(records)
    for number, first in enumerate(rest, 1):
        name = f"{since:012}-{until:012}-{number:05}.jsonl.zst"
        some = chain((first,), islice(rest, size - 1))
        yield _write_part(folder, name, some, since, until)


def _write_part(folder: Path, name: str, records: Iterable[Copied], since: int, until: int) -> Part:
    live = deleted = 0
    with replacing(folder / name) as file:
        with zstandard.ZstdCompressor().stream_writer(file, closefd=False) as packed:
            for one in records:
                packed.write(line_of(one.record, one.xml))
                live, deleted = _and(one, live, deleted)
        size = file.tell()
    return Part(name, since, until, live, deleted, size, _sha256(folder / name))


def check_part(folder: Path, part: Part) -> None:
    """Raise `DumpUnreadable` unless the file is the one that the manifest tells of."""
    path = folder / part.file
    try:
        size, digest = path.stat().st_size, _sha256(path)
    except OSError as error:
        raise DumpUnreadable(f"{path} cannot be read: {error.strerror}", _AGAIN) from error
    if (size, digest) != (part.bytes, part.sha256):
        raise DumpUnreadable(
            f"{path} is not the file that the manifest tells of: {size:,} bytes of {part.bytes:,}"
            f", SHA-256 {digest}",
            _AGAIN,
        )


def read_part(folder: Path, part: Part) -> Iterator[Copied]:
    """The records of a part, one by one. Raises `DumpUnreadable`."""
    live = deleted = 0
    path = folder / part.file
    for number, line in enumerate(_lines(path), 1):
        try:
            one = copied_of(line)
        except msgspec.DecodeError as error:
            raise DumpUnreadable(f"{path}, line {number}: {error}", _AGAIN) from error
        live, deleted = _and(one, live, deleted)
        yield one
    if (live, deleted) != (part.records, part.deleted):
        raise DumpUnreadable(f"{path} holds {live + deleted:,} lines, not as many as told", _AGAIN)


def _and(one: Copied, live: int, deleted: int) -> tuple[int, int]:
    return (live, deleted + 1) if one.record.deleted else (live + 1, deleted)


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as packed:
            rest = b""
            while block := packed.read(_BLOCK):
                *whole, rest = (rest + block).split(b"\n")
                yield from whole
        if rest:
            yield rest
    except (OSError, zstandard.ZstdError) as error:
        raise DumpUnreadable(f"{path} cannot be read: {error}", _AGAIN) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
