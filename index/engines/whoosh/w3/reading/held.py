"""The files of a segment, held so that later commits cannot pull them away.

A file that is held can be read on when a merge has unlinked it (POSIX). Maps and file handles go
when the last array or view over them does; nobody has to close them.
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from index.engines.whoosh.w3.reading.errors import Damaged
from index.engines.whoosh.w3.reading.pickles import plain

Files: TypeAlias = Mapping[str, memoryview]

COMPOUND = ".seg"
_SMALL = 1 << 16  # bytes: below, a copy is cheaper than a map and its file handle
_HEAD = struct.Struct("!qi")  # of a compound file: where its directory begins, and its length


def hold(path: Path) -> memoryview:
    """The bytes of a file, for as long as the view is kept."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size < _SMALL:
            return memoryview(file.read())
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def let_go(view: memoryview) -> None:
    """Count the pages of a map that were read no longer as ours; they stay in the page cache."""
    if isinstance(view.obj, mmap.mmap):
        view.obj.madvise(mmap.MADV_DONTNEED)


def segment_files(folder: Path, names: Iterable[str], segment: str) -> dict[str, memoryview]:
    """The files of a segment by what follows its id in their names (`.trm`, `.title.col`, …).

    `names` are those of all files in the folder.
    """
    own = [name for name in names if name.startswith(f"{segment}.")]
    loose = {name.removeprefix(segment): hold(folder / name) for name in own}
    compound = loose.get(COMPOUND)
    if compound is None:
        return loose
    members = {name.removeprefix(segment): part for name, part in _members(compound)}
    return {COMPOUND: compound, **members}


def _members(compound: memoryview) -> Iterator[tuple[str, memoryview]]:
    """The files inside a compound file (`whoosh.filedb.compound`)."""
    start, length = _HEAD.unpack_from(compound)
    directory = plain(compound[start : start + length]) if start > 0 else None
    if not isinstance(directory, dict):
        raise Damaged("a compound file without a directory")
    for name, place in directory.items():
        end = place["offset"] + place["length"]
        if end > len(compound):
            raise Damaged(f"a compound file that ends before its {name}")
        yield name, compound[place["offset"] : end]
