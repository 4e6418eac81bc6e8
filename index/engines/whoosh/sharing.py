"""An empty index filled by several processes: each makes segments, one commit takes them all.

Keys are handed out, some hundreds at a time, to whoever is free, so that nobody waits for the
slowest. The processes (`share`) are started and not forked: locks of other threads would stay shut
in them for ever. They end when their input is closed, so that none outlives who started it.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self, TypeAlias

from whoosh.codec.whoosh3 import W3Segment

from index.analysis import Analysis
from index.engines.base import Fetch
from index.engines.whoosh.w3.writing.held import pieces
from index.errors import EngineError, Error
from index.record import Key

_SHARE = 1000  # keys handed out at a time: less than a second of work

Job: TypeAlias = tuple[Path, Analysis, Fetch]


def pickled(folder: Path, analysis: Analysis, fetch: Fetch | None) -> bytes | None:
    """What another process has to know; None where it cannot be told."""
    if fetch is None:
        return None
    try:
        return pickle.dumps((folder, analysis, fetch))
    except (pickle.PicklingError, AttributeError, TypeError):
        return None  # a function of a test or a notebook


def environment() -> dict[str, str]:
    """Ours, with the places that our modules came from."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def segments_of(
    job: bytes, keys: Iterable[Key], processes: int, told: Callable[[int], None]
) -> list[W3Segment]:
    """Segments of the documents of these keys, on the disk; no table of contents names them yet.

    `told` hears how many documents were taken, again and again. Raises `EngineError`.
    """
    shares = _Shares(keys, told)
    with ThreadPoolExecutor(processes) as pool, ExitStack() as stack:
        # Left by an exception, the stack ends the processes, and so the threads that wait for them.
        workers = [stack.enter_context(_Worker(job)) for _ in range(processes)]
        return [one for part in pool.map(shares.given_to, workers) for one in part]


class _Shares:
    """Keys for several workers, each of which is spoken to by a thread of its own."""

    def __init__(self, keys: Iterable[Key], told: Callable[[int], None]) -> None:
        self._shares, self._told = pieces(keys, _SHARE), told
        self._lock = Lock()

    def given_to(self, worker: _Worker) -> list[W3Segment]:
        """Hand shares to the worker until there is none; gives its segments."""
        for share in iter(self._next, []):
            taken = worker.ask(share)
            with self._lock:
                self._told(taken)
        made: list[W3Segment] = worker.ask([])
        return made

    def _next(self) -> list[Key]:
        with self._lock:
            return next(self._shares, [])


class _Worker:
    """A process that runs `share`."""

    def __init__(self, job: bytes) -> None:
        # In a session of its own: Ctrl-C is ours to answer.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "index.engines.whoosh.share"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            start_new_session=True,
        )
        self._job = job

    def ask(self, keys: Sequence[Key]) -> Any:
        """What the process answers to a share; an empty one is the last."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(self._job + pickle.dumps(keys))
            self._process.stdin.flush()
            # From a process that we started.
            answer = pickle.load(self._process.stdout)  # noqa: S301
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            code = self._process.wait()
            raise EngineError(
                f"a process that builds the search index ended with exit code {code}",
                "where memory is short, run: harvester index rebuild --processes 1",
            ) from error
        self._job = b""
        if isinstance(answer, Error):
            raise answer
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in filter(None, (self._process.stdin, self._process.stdout)):
            with suppress(BrokenPipeError):  # what was not sent to it
                pipe.close()
