"""A process that makes segments of its share of the documents; `sharing` starts it.

From its standard input it reads pickles: what to do, then lists of keys, the last one empty. It
answers each on its standard output: with the number of documents that it found, with its segments
at the end, or with the error that ended it.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO

from whoosh.codec.whoosh3 import W3Segment
from whoosh.index import TOC

from index.analysis import Analysis
from index.engines.base import Fetch
from index.engines.whoosh.schema import plan_of, row_of
from index.engines.whoosh.sharing import Job
from index.engines.whoosh.storage import LastingStorage, named_errors
from index.engines.whoosh.w3.writing.collector import put_off
from index.engines.whoosh.w3.writing.held import NAME
from index.engines.whoosh.w3.writing.segment import Builder
from index.engines.whoosh.w3.writing.words import Lexicon
from index.errors import Error
from index.fields import GAP
from index.record import Key


class Share:
    """Segments under way in an index of which somebody else holds the lock."""

    def __init__(self, folder: Path, analysis: Analysis, fetch: Fetch) -> None:
        self._folder, self._fetch = folder, fetch
        self._plan = plan_of(TOC.read(LastingStorage(folder), NAME).schema)
        self._lexicon = Lexicon(analysis, GAP)
        self._new = self._builder()
        self._made: list[W3Segment] = []

    @put_off()
    def take(self, keys: Sequence[Key]) -> int:
        """Take in the documents of these keys; gives how many there were."""
        rows = [row_of(seen) for seen in self._fetch(keys)]
        self._new.add(rows)
        if self._new.full:
            self._write()
        return len(rows)

    def finish(self) -> list[W3Segment]:
        """Write what is left; gives all segments."""
        if len(self._new):
            self._write()
        return self._made

    def _write(self) -> None:
        self._made.append(self._new.write(NAME))
        self._new = self._builder()

    def _builder(self) -> Builder:
        return Builder(self._plan, self._lexicon, self._folder)


def answers(job: Job, shares: Iterator[Sequence[Key]]) -> Iterator[object]:
    """What is answered to each share; an error is the last answer."""
    folder, analysis, fetch = job
    try:
        with named_errors(folder):
            share = Share(folder, analysis, fetch)
            for keys in shares:
                yield share.take(keys) if keys else share.finish()
    except Error as error:
        yield error


def _listen(pipe: BinaryIO, heard: SimpleQueue[Any]) -> None:
    """Hear while the other thread works: who started us may die at any moment."""
    try:
        while True:
            heard.put(pickle.load(pipe))  # noqa: S301  # from the process that started us
    except (EOFError, pickle.UnpicklingError):
        os._exit(1)


def main() -> None:
    """Answer until we are ended."""
    pipe, heard = sys.stdin.buffer, SimpleQueue[Any]()
    job = pickle.load(pipe)  # noqa: S301  # from the process that started us
    Thread(target=_listen, args=(pipe, heard), daemon=True).start()
    for answer in answers(job, iter(heard.get, None)):
        pickle.dump(answer, sys.stdout.buffer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
