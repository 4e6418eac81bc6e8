r"""The seal of a table of contents: what it is itself, and which sums its segments have.

    <what Whoosh wrote; ends with the "." of a pickle>
    \n# sums\n
    <segment> <CRC-32 of its sum file>\n          a line a segment
    <CRC-32 of everything before>\n

Whoosh reads its own part and never looks behind it. A table of contents that Whoosh wrote has no
seal: it cannot be checked, nor can its segments that have no sum file. With a seal, a sum file that
is gone is noticed.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from index.engines.whoosh.w3.reading.errors import Damaged

NOT_WRITTEN = "is not what was written"
_HEAD = b"\n# sums\n"
_LAST = 9  # bytes of the last line

Seal = Mapping[str, int]  # segment -> CRC-32 of its sum file


def sealed(content: bytes, seal: Seal) -> bytes:
    """A table of contents with its seal."""
    lines = "".join(f"{segment} {crc:08x}\n" for segment, crc in sorted(seal.items()))
    whole = content + _HEAD + lines.encode()
    return whole + b"%08x\n" % zlib.crc32(whole)


def seal_of(content: bytes | memoryview) -> Seal | None:
    r"""The seal of a table of contents, None where it has none. Raises `Damaged`."""
    found = bytes(content)
    at = found.rfind(_HEAD)
    if at < 0 and found.endswith(b"."):
        return None
    if at < 0 or found[-_LAST:] != b"%08x\n" % zlib.crc32(found[:-_LAST]):
        raise Damaged(NOT_WRITTEN)
    lines = found[at + len(_HEAD) : -_LAST].decode().splitlines()
    return {segment: int(crc, 16) for segment, crc in map(str.split, lines)}
