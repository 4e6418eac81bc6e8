"""The column of stored fields of a segment under way: rows in the order of their coming."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

import numpy as np

from index.engines.whoosh.w3.writing.columns import byte_tail
from index.engines.whoosh.w3.writing.spill import Parked, Spill


class Stored:
    """Rows of bytes, kept in memory or parked."""

    def __init__(self) -> None:
        self._sizes = array("q")
        self._parts: list[bytes | Parked] = []
        self.size = 0  # bytes in memory
        self.total = 0  # bytes in all

    def add(self, rows: Sequence[bytes]) -> None:
        """Take rows."""
        content = b"".join(rows)
        self._sizes.extend(map(len, rows))
        self._parts.append(content)
        self.size += len(content)
        self.total += len(content)

    def park(self, spill: Spill) -> None:
        """Put what is in memory on the disk."""
        for at, part in enumerate(self._parts):
            if isinstance(part, bytes):
                self._parts[at] = spill.park(np.frombuffer(part, np.uint8))
        self.size = 0

    def column(self) -> Iterator[bytes]:
        """The column, piece by piece."""
        for part in self._parts:
            yield part if isinstance(part, bytes) else part[:].tobytes()
        yield byte_tail(np.frombuffer(self._sizes, np.int64))
