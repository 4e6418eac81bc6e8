"""Hits as rows for other programs: JSON Lines and CSV, written as they come."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Literal

import msgspec

from index.cli.console import drop, printable
from index.cli.picked import USUAL, picked
from index.results import Hit

RowFormat = Literal["jsonl", "csv"]

# How spreadsheets know a formula (OWASP, CSV injection; the wide forms are those of East Asian
# keyboards). Blanks are in front of what they trim.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def print_rows(hits: Iterable[Hit], kind: RowFormat, fields: Sequence[str]) -> int:
    """Print a row for each hit, and give how many there were; a reader that goes away ends it.

    `fields` are names of `picked.FIELDS`; none: the whole hit in JSON, the usual ones in CSV.
    """
    done = 0
    lines = csv_lines(hits, fields or USUAL) if kind == "csv" else json_lines(hits, fields)
    try:
        for done, line in enumerate(lines, 1):  # noqa: B007
            sys.stdout.write(line)
        sys.stdout.flush()
    except BrokenPipeError:
        drop(sys.stdout)
    return done - (kind == "csv")


def json_lines(hits: Iterable[Hit], fields: Sequence[str]) -> Iterator[str]:
    """A JSON object a line: the hit, or its fields as lists of texts."""
    for hit in hits:
        row = picked(hit, fields) if fields else hit
        yield msgspec.json.encode(row).decode() + "\n"


def csv_lines(hits: Iterable[Hit], fields: Sequence[str]) -> Iterator[str]:
    """The names of the fields, then a line for each hit; several values with `; ` between them."""
    rows = (("; ".join(values) for values in picked(hit, fields).values()) for hit in hits)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in chain([iter(fields)], rows):
        writer.writerow([safe(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def safe(cell: str) -> str:
    """A text that no spreadsheet runs as a formula: one that looks like it gets an apostrophe.

    What cannot be printed is replaced; line breaks become blanks, so that a row is a line.
    """
    text = " ".join(printable(cell).split())
    return f"'{text}" if text.startswith(_FORMULA) else text
