"""Big merges in a process of their own, so that commits and questions go on meanwhile.

`python -m index.engines.whoosh.merging` reads from its standard input what to merge (pickled by
`Beside.start`), makes one segment of it, and ends; the next commit takes that over.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from index.analysis import Analysis
from index.engines.base import Fetch
from index.engines.whoosh.schema import key_of, plan_of, row_of
from index.engines.whoosh.sharing import environment, pickled
from index.engines.whoosh.storage import LastingStorage
from index.engines.whoosh.w3.writing.beside import merge
from index.engines.whoosh.w3.writing.rows import Row
from index.engines.whoosh.w3.writing.words import Lexicon
from index.fields import GAP

_Rows: TypeAlias = Callable[[Sequence[str]], Iterator[Row]]


class Beside:
    """Starts merges, one at a time; only where `fetch` can be handed to another process."""

    def __init__(self, folder: Path, analysis: Analysis, fetch: Fetch | None) -> None:
        self._job = pickled(folder, analysis, fetch)
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = 0  # the exit code of the last merge

    def start(self) -> None:
        """Begin a merge, if none is under way."""
        if self._job is None or self._running():
            return
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        assert self._process.stdin is not None
        with suppress(BrokenPipeError), self._process.stdin as pipe:
            pipe.write(self._job)

    def state(self) -> str:
        """What we know of it, in words; nothing where we have started none."""
        if self._running():
            return "under way"
        return f"failed with exit code {self._ended}" if self._ended else ""

    def wait(self) -> None:
        """Until the merge that is under way has ended."""
        if self._process is not None:
            self._ended = self._process.wait()
            self._process = None

    def _running(self) -> bool:
        if self._process is not None and self._process.poll() is not None:
            self.wait()
        return self._process is not None


def rows_by(fetch: Fetch) -> _Rows:
    """The rows of documents, by the texts of their keys."""
    return lambda keys: map(row_of, fetch([key_of(key) for key in keys]))


def run(folder: Path, analysis: Analysis, fetch: Fetch) -> None:
    """Merge what presses in the index of the folder."""
    storage = LastingStorage(folder)
    try:
        merge(storage, plan_of, Lexicon(analysis, GAP), rows_by(fetch))
    finally:
        storage.close_files()


if __name__ == "__main__":
    run(*pickle.load(sys.stdin.buffer))  # noqa: S301  # from the process that started us
