"""`current`: the small file that says which generation of an index counts.

    {"folder": "g-3f9a…", "fingerprint": "…", "shape": "…", "sum": the CRC-32 of the rest}

It is replaced as a whole, never written into.
"""

from __future__ import annotations

import json
import os
import secrets
import zlib
from pathlib import Path
from typing import NamedTuple

from index.errors import EngineDamaged

CURRENT = "current"
PREFIX = "g-"
_REBUILD = "run: harvester index rebuild"
_MEND = "run: harvester index sync (it builds what is damaged anew from the store)"


class Current(NamedTuple):
    """The generation that counts: its folder's name, its fingerprint, and what it has to be read by
    (`shape`; "" where an earlier version made it).
    """

    folder: str
    fingerprint: str
    shape: str


def read_current(place: Path) -> Current | None:
    """The generation that counts, None where there is no index. Raises `EngineDamaged`."""
    path = place / CURRENT
    try:
        content = json.loads(path.read_bytes())
        sum_ = content.pop("sum", None)
        folder, print_ = content["folder"], content["fingerprint"]
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EngineDamaged(f"{path} cannot be read: {error.strerror}", _REBUILD) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise EngineDamaged(f"{path} is not what this program writes", _REBUILD) from error
    if sum_ != _sum(content) and (sum_ is not None or len(content) > 2):
        raise EngineDamaged(f"{path} is not what was written", _MEND)
    if not isinstance(folder, str) or not folder.startswith(PREFIX) or "/" in folder:
        raise EngineDamaged(f"{path} names no generation of ours", _REBUILD)
    return Current(folder, str(print_), str(content.get("shape", "")))


def write_current(place: Path, counts: Current) -> None:
    """Write `current` so that after a power cut it is the old one or the new one."""
    path = place / CURRENT
    half = path.with_suffix(f".{secrets.token_hex(4)}")
    with half.open("w") as file:
        content: dict[str, object] = dict(counts._asdict())
        json.dump(content | {"sum": _sum(content)}, file)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sum(content: object) -> str:
    """The checksum of `current`; one of an earlier version has none."""
    return f"{zlib.crc32(json.dumps(content, sort_keys=True).encode()):08x}"
