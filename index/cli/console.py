"""What commands print with: one JSON document or plain text on stdout, messages on stderr."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, TextIO

import msgspec

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text as Line

# Told how far a long work is: done so far, of how many (None: not known).
Watch = Callable[[int, int | None], None]

# Seconds between two lines about a long work that nobody watches on a terminal.
EVERY = 10.0
# Less than this is no column to read in.
_NARROWEST = 30

# XML 1.0 allows U+0080 to U+009F, which terminals obey as they obey escape sequences; and what a
# server says in an error may hold anything. Surrogates stand for bytes of file names and arguments.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def printable(text: str) -> str:
    """The text without what would steer a terminal or cannot be written; line breaks stay."""
    return _UNPRINTABLE.sub("\ufffd", text)


def counted(number: int, one: str, several: str | None = None) -> str:
    """A number with its noun: `1 hit`, `1,204 hits`."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def emit_json(value: object) -> None:
    """Print one JSON document: UTF-8, indented where a person reads it."""
    body = msgspec.json.encode(value)
    if sys.stdout.isatty():
        body = msgspec.json.format(body, indent=2)
    emit_bytes(body + b"\n")


def emit_bytes(body: bytes) -> None:
    """Print bytes as they are."""
    try:
        sys.stdout.buffer.write(body)
        sys.stdout.flush()
    except BrokenPipeError:
        drop(sys.stdout)


def say(line: str = "") -> None:
    """Print a line of the result."""
    _print(line, sys.stdout)


def note(message: str) -> None:
    """Say something beside the result."""
    _print(message, sys.stderr)


def _print(text: str, stream: TextIO) -> None:
    # At once, so that both streams stand in their order where both go to one place; in one piece,
    # so that threads do not write into each other's lines.
    try:
        stream.write(f"{printable(text)}\n")
        stream.flush()
    except BrokenPipeError:
        drop(stream)


def drop(stream: TextIO) -> None:
    """Let the rest go nowhere: the reader (head, less) has gone, and a harvest has to go on."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def columns(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> Iterator[str]:
    """Rows as lines with their columns under one another; `right` are those set to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.rjust(width) if at in right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def terminal() -> Console | None:
    """The terminal that results go to; None where a program reads them."""
    if not sys.stdout.isatty():
        return None
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def put(console: Console | None, head: Line, body: Line) -> None:
    """Print a text behind its head; on a terminal what does not fit goes on below the text."""
    from rich.text import Text

    room = max(console.width - head.cell_len, _NARROWEST) if console else 0
    lines = body.wrap(console, room) if console else body.split("\n", allow_blank=True)
    for line in lines:
        if console:
            console.print(Text.assemble(head, line), soft_wrap=True)
        else:
            say(head.plain + line.plain)
        head = Text(" " * head.cell_len)


@contextmanager
def progress(what: str, clock: Callable[[], float] = monotonic) -> Iterator[Watch]:
    """Show how far a work is: a bar where a person watches stderr, else a line now and then."""
    if not sys.stderr.isatty():
        yield _lines(what, clock)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *shown, TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as bars:
        task = bars.add_task(what, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


def _lines(what: str, clock: Callable[[], float]) -> Watch:
    last = clock()

    def watch(done: int, total: int | None) -> None:
        nonlocal last
        if clock() - last >= EVERY:
            last = clock()
            note(f"{what}: {done:,}" + (f" of {total:,}" if total else ""))

    return watch
