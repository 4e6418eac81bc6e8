"""Records as JSON Lines: each as `harvester show --json` gives it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from index.record import Record
from index.shapes import record_shape

_encode = msgspec.json.Encoder().encode


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """A line for each record, UTF-8."""
    return (_encode(record_shape(record)) + b"\n" for record in records)
