"""What a segment under way need not hold in memory: parked in a file without a name.

Nobody has to remove the file: when its process ends, however it ends, the kernel does.
"""

from __future__ import annotations

import os
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.engines.whoosh.w3.writing.arrays import Array


@dataclass(frozen=True, slots=True)
class Parked:
    """An array on the disk; a slice of it is read when it is asked for."""

    handle: int
    place: int  # of its first byte
    kind: np.dtype[np.generic]
    length: int

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, part: slice) -> Array:
        begin, end, _ = part.indices(self.length)
        size = self.kind.itemsize
        content = os.pread(self.handle, max(0, end - begin) * size, self.place + begin * size)
        return np.frombuffer(content, self.kind)

    @property
    def nbytes(self) -> int:
        """What it takes of the memory: nothing."""
        return 0


class Spill:
    """The file; made when the first array is put into it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._handle = -1
        self._end = 0

    def park(self, values: Array) -> Parked:
        """Put an array on the disk; it is gone when neither it nor this is held any more."""
        if self._handle < 0:
            self._handle = self._opened()
        place = self._end
        rest = memoryview(values.tobytes())
        while rest:
            written = os.pwrite(self._handle, rest, self._end)
            self._end += written
            rest = rest[written:]
        return Parked(self._handle, place, values.dtype, len(values))

    def _opened(self) -> int:
        # Beside the index: a folder for temporary files is often a piece of memory.
        with tempfile.TemporaryFile(dir=self._folder, buffering=0) as file:
            handle = os.dup(file.fileno())
        weakref.finalize(self, os.close, handle)
        return handle
