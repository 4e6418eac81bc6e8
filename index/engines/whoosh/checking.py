"""Looking whether the files of an index are what was written, beside the questions."""

from __future__ import annotations

import os
import threading
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from index.engines.health import Damage, Health
from index.engines.whoosh.w3.checking import Fault, Report, check, mark
from index.engines.whoosh.w3.reading import Closed
from index.errors import EngineDamaged

# Bytes of an index that is looked through before its first answer: that takes some 10 ms, less
# than opening it. Of a bigger one the answers before the end of the pass are not vouched for.
AT_ONCE = 32 << 20
_NICE = 10  # of the thread: everything else goes first
HINT = "run: harvester index sync (it builds what is damaged anew from the store)"


class Checking:
    """One pass over the files, begun by the first question; safe to be shared by threads."""

    def __init__(self, folder: Path, at_once: int | None = None) -> None:
        """`at_once`: bytes up to which the first question waits for it."""
        self._folder = folder
        self._at_once = AT_ONCE if at_once is None else at_once
        self._lock = threading.Lock()
        self._begun = False
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._faults: tuple[Fault, ...] = ()

    def begin(self, segments: Collection[str]) -> None:
        """Begin, if that has not been done. `segments` are those of the index."""
        if self._begun:
            return
        with self._lock:
            if self._begun or self._stop.is_set():
                return
            if _size(self._folder, segments) <= self._at_once:
                # Closed meanwhile by another thread: no sign of damage, and the question has its
                # files.
                with suppress(Closed):
                    self._pass()
            else:
                self._thread = threading.Thread(target=self._beside, name="index-check")
                self._thread.start()
            self._begun = True

    def assure(self, segments: Collection[str]) -> None:
        """Raise `EngineDamaged` where one of these segments is known to be damaged."""
        if self._faults:
            found = [one for one in self._faults if one.segment is None or one.segment in segments]
            if found:
                raise damaged(self._folder, found)

    def wait(self) -> None:
        """Until the pass is over."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def close(self) -> None:
        """End it."""
        self._stop.set()
        with self._lock:
            self.wait()

    def _beside(self) -> None:
        # Linux knows the priority of a thread; elsewhere it runs like any other.
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        # What cannot even be listed is told by the next question, which fails with it.
        with suppress(Closed, OSError):
            self._pass()

    def _pass(self) -> None:
        report = check(self._folder, self._watch)
        # A folder that is gone was replaced: its readers hear of it elsewhere.
        if report.faults and self._folder.exists():
            mark(self._folder, report.faults)
            self._faults = report.faults

    def _watch(self, _: int) -> None:
        if self._stop.is_set():
            raise Closed("the search index is closed")


def health(folder: Path) -> Health:
    """Look at every file now; leaves word of what is damaged for the next writer."""
    report = check(folder)
    mark(folder, report.faults)
    return _health(report)


def _health(report: Report) -> Health:
    damages = tuple(Damage(one.file, one.what) for one in report.faults)
    return Health(report.files, report.bytes, damages, report.unchecked)


def damaged(folder: Path, faults: Collection[Fault] | Collection[Damage]) -> EngineDamaged:
    """The error that tells of these."""
    first, *others = map(str, faults)
    more = f", and {len(others)} more" if others else ""
    return EngineDamaged(f"the search index in {folder} is damaged: {first}{more}", HINT)


def _size(folder: Path, segments: Collection[str]) -> int:
    size = 0
    # What a commit has taken away meanwhile is not of the index any more.
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for one in entries:
            if one.name.split(".")[0] in segments:
                size += one.stat().st_size
    return size
