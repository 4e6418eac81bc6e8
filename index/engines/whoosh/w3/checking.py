"""Are the files of an index what was written? Every one is read and compared with its sum."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from whoosh.codec.whoosh3 import W3Segment
from whoosh.index import TOC

from index.engines.whoosh.w3 import sums
from index.engines.whoosh.w3.reading.commit import NAME, newest_generation
from index.engines.whoosh.w3.reading.errors import Damaged
from index.engines.whoosh.w3.reading.seals import NOT_WRITTEN, Seal, seal_of
from index.engines.whoosh.w3.reading.storage import HeldStorage
from index.engines.whoosh.w3.sums import Sum, Watch, sum_of, unpacked, unwatched

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that is not as it has to be; `what` goes on where its name ends a sentence's begin."""

    file: str
    what: str
    segment: str | None = None

    def __str__(self) -> str:
        return f"{self.file} {self.what}"


@dataclass(frozen=True, slots=True)
class Report:
    """What was found: faults, segments without sums, and how much was read."""

    generation: int
    faults: tuple[Fault, ...]
    unchecked: tuple[str, ...]
    files: int
    bytes: int


@dataclass(slots=True)
class _Count:
    """How much was read, and who is told of it."""

    watch: Watch
    files: int = 0
    bytes: int = 0

    def add(self, length: int) -> None:
        self.watch(length)
        self.bytes += length


def check(folder: Path, watch: Watch = unwatched) -> Report:
    """Look at every file of the newest commit.

    Of segments that a commit has taken away meanwhile nothing is told.
    """
    count = _Count(watch)
    for _ in range(_TRIES):
        generation = newest_generation(folder)
        faults, unchecked = _checked(folder, generation, count)
        if not faults or newest_generation(folder) == generation:
            break
        if None not in {fault.segment for fault in faults}:
            faults = [fault for fault in faults if fault.segment in _segments(folder)]
            break
    return Report(generation, tuple(faults), tuple(unchecked), count.files, count.bytes)


def _segments(folder: Path) -> set[str]:
    """The segments of the newest commit; none where it is replaced right now."""
    try:
        toc, _ = read_toc(folder, newest_generation(folder))
    except (Damaged, FileNotFoundError):
        return set()
    return {segment.segment_id() for segment in toc.segments}


def _checked(folder: Path, generation: int, count: _Count) -> tuple[list[Fault], list[str]]:
    name = TOC._filename(NAME, generation)
    if generation < 0:
        return [Fault(f"_{NAME}_*.toc", "is missing")], []
    try:
        toc, seal = read_toc(folder, generation)
    except (Damaged, OSError) as error:
        return [Fault(name, _words(error))], []
    count.files += 1
    ids = [one.segment_id() for one in toc.segments]
    without = [id_ for id_ in ids if id_ not in seal and not _sums(folder, id_).exists()]
    faults = [
        fault
        for id_ in ids
        if id_ not in without
        for fault in segment_faults(folder, id_, seal.get(id_), count.add)
    ]
    count.files += sum(len(sums.files_of(folder, id_)) for id_ in ids if id_ not in without)
    return faults, without


def read_toc(folder: Path, generation: int) -> tuple[TOC, Seal]:
    """A table of contents with its seal, looked at before it is read.

    Raises `Damaged`, whose words go on where the name of the file begins a sentence; `OSError`.
    """
    path = folder / TOC._filename(NAME, generation)
    content = path.read_bytes()
    seal = seal_of(content)
    try:
        return TOC.read(HeldStorage({path.name: memoryview(content)}), NAME), seal or {}
    except Exception as error:
        # Whoosh's own, without a seal: broken bytes of a pickle raise anything.
        raise Damaged("cannot be read") from error


def segment_faults(
    folder: Path, segment: str, listed: int | None, watch: Watch = unwatched
) -> Iterator[Fault]:
    """What is wrong with the files of a segment; `listed` is what the seal says of its sums."""
    path = _sums(folder, segment)
    try:
        content = path.read_bytes()
        if listed not in (None, zlib.crc32(content)):
            raise Damaged(NOT_WRITTEN)
        wanted = unpacked(content)
    except (Damaged, OSError) as error:
        yield Fault(path.name, _words(error), segment)
        return
    for one in wanted:
        what = _wrong(folder, one, watch)
        if what:
            yield Fault(one.name, what, segment)


def assure(folder: Path, segments: Iterable[W3Segment]) -> None:
    """Look at these segments before they are written anew: damage must not pass for whole.

    Raises `Damaged`; the segment is marked for who mends.
    """
    for segment in segments:
        id_ = segment.segment_id()
        if _sums(folder, id_).exists():
            faults = list(segment_faults(folder, id_, None))
            mark(folder, faults)
            if faults:
                raise Damaged(str(faults[0]))


def mark(folder: Path, faults: Iterable[Fault]) -> None:
    """Leave word of damage beside the segments, for the next process that opens the index."""
    for fault in faults:
        if fault.segment is not None:
            # Where it cannot be written, who reads next finds the damage anew.
            with suppress(OSError):
                (folder / f"{fault.segment}.{sums.MARK}").write_text(f"{fault}\n", "utf-8")


def marked(folder: Path) -> tuple[Fault, ...]:
    """What is damaged of an index in which somebody has met damage; else nothing is looked at.

    A disk that could not be read may be readable again, a file may have come back from a copy:
    then the word of it goes.
    """
    marks = list(folder.glob(f"*.{sums.MARK}"))
    faults = check(folder).faults if marks else ()
    broken = {fault.segment for fault in faults}
    for path in marks:
        if path.stem not in broken:
            with suppress(OSError):
                path.unlink()
    return faults


def _wrong(folder: Path, wanted: Sum, watch: Watch) -> str | None:
    try:
        found = sum_of(folder / wanted.name, watch)
    except OSError as error:
        return _words(error)
    if found.length < wanted.length:
        return f"ends after {found.length:,} of {wanted.length:,} bytes"
    return None if found == wanted else NOT_WRITTEN


def _words(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "is missing"
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror}"
    return str(error)


def _sums(folder: Path, segment: str) -> Path:
    return folder / f"{segment}.{sums.ENDING}"
