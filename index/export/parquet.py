"""Records as Parquet: the columns of the CSV with their types, and the document as JSON."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from index.errors import UsageError
from index.export.columns import COLUMNS, cells
from index.record import Record

try:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter
except ImportError as error:
    raise UsageError(
        "Parquet needs pyarrow, which is not installed", "pip install 'oai-harvester[parquet]'"
    ) from error

_GROUP = 2_000  # rows of a row group: what is held in memory
_LISTS = ("other_titles", "creator", "orcid", "fulltext", "issn", "subject", "language", "set")
_TYPES = {
    **dict.fromkeys(COLUMNS, pa.string()),
    **dict.fromkeys(_LISTS, pa.list_(pa.string())),
    **dict.fromkeys(("first_seen", "last_changed"), pa.timestamp("s", tz="UTC")),
    "year": pa.int32(),
    "document": pa.string(),
}
SCHEMA = pa.schema(list(_TYPES.items()))
_encode = msgspec.json.Encoder().encode


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """A Parquet file, zstd, a row for each record; text that is not known is null."""
    sink = io.BytesIO()
    rest = iter(records)
    with ParquetWriter(pa.PythonFile(_Tape(sink), mode="w"), SCHEMA, compression="zstd") as writer:
        while some := list(islice(rest, _GROUP)):
            writer.write_table(_table(some))
            yield _taken(sink)
    yield _taken(sink)


class _Tape(io.RawIOBase):
    """A file that is only written to, whose place is what went through it."""

    def __init__(self, sink: io.BytesIO) -> None:
        super().__init__()
        self._sink, self._place = sink, 0

    def writable(self) -> bool:
        return True

    def write(self, block: object) -> int:
        written = self._sink.write(memoryview(block))  # type: ignore[arg-type]
        self._place += written
        return written

    def tell(self) -> int:
        return self._place


def _taken(sink: io.BytesIO) -> bytes:
    body = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return body


def _table(records: list[Record]) -> pa.Table:
    rows = [
        [*cells(record, record.document), _encode(record.document).decode()]
        for record in records
        if record.document
    ]
    columns = zip(*rows, strict=True) if rows else [()] * len(_TYPES)
    return pa.table(
        [
            pa.array([None if value == "" else value for value in column], type=_TYPES[name])
            for name, column in zip(_TYPES, columns, strict=True)
        ],
        schema=SCHEMA,
    )
