"""Records as CSV that spreadsheets open and never run: a row for each, several values by `; `."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from index.export.columns import COLUMNS, Cell, cells
from index.record import Record
from index.shapes import moment

# How spreadsheets know a formula (OWASP, CSV injection; the wide forms are those of East Asian
# keyboards). Blanks are in front of what they trim.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """The names of the columns, then a row for each record: RFC 4180, UTF-8.

    Line breaks inside of a value stay. A value that a spreadsheet would run gets an apostrophe.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for record in records:
        if record.document:
            writer.writerow([guarded(_text(cell)) for cell in cells(record, record.document)])
            yield _taken(buffer)
    yield _taken(buffer)


def guarded(cell: str) -> str:
    """A text that no spreadsheet runs as a formula; what cannot be printed is replaced."""
    text = _UNPRINTABLE.sub("\ufffd", cell).replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case list():
            return "; ".join(cell)
        case datetime():
            return moment(cell) or ""
        case _:
            return str(cell)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
