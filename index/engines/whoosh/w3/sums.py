"""What each file of a segment has to be, in a small file beside them.

    MAIN_<segment>.sum    a line a file: its name, its length, its CRC-32 in hex;
                          the last line is the CRC-32 of the lines before

Stock Whoosh takes it for a file of the segment: it leaves it alone, and removes it with the rest.

CRC-32, because zlib has it at 4 GB/s (one core of the machine that this was written on; SHA-256
1.7, BLAKE2b 0.9): it costs a build less than 1 %, and an index can be looked through while it is
opened. It finds every run of up to 32 wrong bits and lets one in 4,000,000,000 other damages pass,
of those that keep the length. It is no protection from somebody who wants to deceive.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.engines.whoosh.w3.reading.errors import Damaged
from index.engines.whoosh.w3.reading.seals import NOT_WRITTEN

ENDING = "sum"
MARK = "damaged"  # the ending of a file that says: this segment has been found damaged
_BESIDE = (f".{ENDING}", f".{MARK}")
_CHUNK = 1 << 20  # bytes read at a time
_LINE = re.compile(r"(\S+) (\d+) ([0-9a-f]{8})")

# Told of the bytes that were looked at; what it raises ends the work.
Watch = Callable[[int], None]


def unwatched(_: int) -> None:
    """A watcher that lets everything pass."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A file as it was written: its length in bytes and its CRC-32."""

    name: str
    length: int
    crc: int


def sum_of(path: Path, watch: Watch = unwatched) -> Sum:
    """The sum of a file as it is. Raises `OSError`.

    It is read and not mapped: a disk that fails under a map kills the process.
    """
    length = crc = 0
    with path.open("rb", buffering=0) as file:
        while piece := file.read(_CHUNK):
            length, crc = length + len(piece), zlib.crc32(piece, crc)
            watch(len(piece))
    return Sum(path.name, length, crc)


def of_bytes(name: str, parts: Iterable[bytes]) -> Sum:
    """The sum of a file of these parts."""
    length = crc = 0
    for part in parts:
        length, crc = length + len(part), zlib.crc32(part, crc)
    return Sum(name, length, crc)


def files_of(folder: Path, segment: str) -> list[Path]:
    """The files of a segment; its sums are none of them."""
    found = sorted(folder.glob(f"{segment}.*"))
    return [path for path in found if not path.name.endswith(_BESIDE)]


def packed(sums: Iterable[Sum]) -> bytes:
    """The content of a sum file."""
    lines = "".join(f"{one.name} {one.length} {one.crc:08x}\n" for one in sums).encode()
    return lines + b"%08x\n" % zlib.crc32(lines)


def unpacked(content: bytes) -> Sequence[Sum]:
    """What `packed` wrote. Raises `Damaged`."""
    lines, last = content[:-9], content[-9:]
    if last != b"%08x\n" % zlib.crc32(lines):
        raise Damaged(NOT_WRITTEN)
    found = [_LINE.fullmatch(line) for line in lines.decode().splitlines()]
    if None in found:
        raise Damaged("is no list of sums")
    return [Sum(one[1], int(one[2]), int(one[3], 16)) for one in found if one]
