"""Files that last: on the disk before anything names them.

Whoosh-Reloaded 2.7.5 has no fsync anywhere: after a power cut a table of contents could name
segments that never reached the disk. Here each file of a segment is synced as it is closed, the
table of contents before it is renamed into place, and the folder after that.
"""

from __future__ import annotations

import os
import pickle
import struct
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO, TypeVar

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from index.engines.whoosh.w3 import sums
from index.engines.whoosh.w3.reading.seals import Seal, sealed
from index.engines.whoosh.w3.sums import Sum

_COMPOUND_HEAD = struct.Struct("!qi")
_Opened = TypeVar("_Opened")


@contextmanager
def lasting(path: Path) -> Iterator[BinaryIO]:
    """A new file, on the disk when the block is left."""
    with path.open("xb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


class LooseFiles:
    """The files of a segment, each by itself: a big one is read as it lies."""

    compound = False

    def __init__(self, path: Path) -> None:
        self._path = path

    def file(self, ending: str) -> AbstractContextManager[BinaryIO]:
        """A new file; `ending` is what follows the segment in its name."""
        return lasting(_with(self._path, ending))

    def finish(self) -> None:
        """Everything is written: put the sums beside it."""
        write_sums(self._path.parent, self._path.name)


class CompoundFile:
    """The files of a small segment in one, as Whoosh puts them together.

    For a commit of 100 documents the disk has four files to sync instead of thirteen.

        <place of the directory, 8> <its length, 4>   big-endian
        the files, one after another
        two pickles: {name: {offset, length}}, and {}
    """

    compound = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self._members: dict[str, BytesIO] = {}

    @contextmanager
    def file(self, ending: str) -> Iterator[BinaryIO]:
        """A new file; `ending` is what follows the segment in its name."""
        yield self._members.setdefault(_with(self._path, ending).name, BytesIO())

    def finish(self) -> None:
        """Write them all."""
        parts = [member.getvalue() for member in self._members.values()]
        ends = list(accumulate(map(len, parts), initial=_COMPOUND_HEAD.size))
        directory = {
            name: {"offset": end, "length": len(part)}
            for name, part, end in zip(self._members, parts, ends, strict=False)
        }
        tail = pickle.dumps(directory, 2) + pickle.dumps({}, 2)
        whole = (_COMPOUND_HEAD.pack(ends[-1], len(tail)), *parts, tail)
        path = _with(self._path, "seg")
        with lasting(path) as file:
            file.writelines(whole)
        _keep(self._path, [sums.of_bytes(path.name, whole)])


def write_sums(folder: Path, segment: str) -> bytes:
    """Put the sums of a segment's files, as they are now, beside them; gives what was written."""
    found = [sums.sum_of(path) for path in sums.files_of(folder, segment)]
    return _keep(folder / segment, found)


def _keep(segment: Path, found: list[Sum]) -> bytes:
    content = sums.packed(found)
    with lasting(_with(segment, sums.ENDING)) as file:
        file.write(content)
    return content


def _with(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}.{ending}")


def sync(path: Path) -> None:
    """Put a file or folder on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class LastingStorage(FileStorage):  # type: ignore[misc]  # Whoosh ships no types
    """A folder of index files whose TOC appears only when it is on the disk, and sealed.

    `seal` is that of the TOC that is written next.
    It knows every file that was opened through it: Whoosh forgets those that it holds when it
    meets a broken or missing one, and they would stay open.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.seal: Seal = {}
        self._opened: list[StructFile | LastingStorage] = []

    def open_file(self, name: str, **kwargs: object) -> StructFile:
        return self._kept(super().open_file(name, **kwargs))

    def create_file(self, name: str, **kwargs: object) -> StructFile:
        return self._kept(super().create_file(name, **kwargs))

    def temp_storage(self, name: str | None = None) -> LastingStorage:
        return self._kept(LastingStorage(Path(super().temp_storage(name).folder)))

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        path = Path(self.folder, oldname)
        if newname.endswith(".toc"):
            path.write_bytes(sealed(path.read_bytes(), self.seal))
        sync(path)
        super().rename_file(oldname, newname, safe=safe)
        sync(Path(self.folder))

    def sync_segment(self, segment: str) -> None:
        """Put the files of a segment on the disk."""
        for path in Path(self.folder).glob(f"{segment}.*"):
            sync(path)

    def close_files(self) -> None:
        """Close every file that was opened through this storage."""
        for opened in self._opened:
            if isinstance(opened, LastingStorage):
                opened.close_files()
            else:
                # What a full disk did not take fails again here; the first error was the news.
                with suppress(OSError):
                    opened.file.close()

    def _kept(self, opened: _Opened) -> _Opened:
        self._opened.append(opened)
        return opened
