"""What a commit consists of: the table of contents, and the files of the segments that it names."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import Schema
from whoosh.index import TOC

from index.engines.whoosh.w3.reading.errors import Restless
from index.engines.whoosh.w3.reading.held import Files, segment_files
from index.engines.whoosh.w3.reading.seals import seal_of
from index.engines.whoosh.w3.reading.storage import HeldStorage

NAME = "MAIN"  # Whoosh's name for the only index of a folder
_TOC = re.compile(rf"_{NAME}_(\d+)\.toc")
_TRIES = 20


@dataclass(frozen=True)
class Commit:
    """A generation, and all of its files by segment id and what follows it in their names."""

    generation: int
    toc: memoryview
    schema: Schema
    segments: tuple[W3Segment, ...]
    files: Mapping[str, Files]


def newest_generation(folder: Path) -> int:
    """The number of the last commit, -1 where there is none (or no folder)."""
    try:
        names = _names(folder)
    except FileNotFoundError:
        return -1
    return _newest(names)


def read_commit(folder: Path, held: Mapping[str, Files]) -> Commit:
    """Hold the files of the newest commit; those of segments in `held` are taken from there.

    A commit may come between our reading of the table of contents and of the files that it names,
    and take those away: then the next one is read. Raises `Restless` where that does not end,
    `FileNotFoundError` where there is no commit.
    """
    for _ in range(_TRIES):
        names = _names(folder)
        generation = _newest(names)
        if generation < 0:
            raise FileNotFoundError("it has no table of contents")
        try:
            commit = _read(folder, names, generation, held)
        except Exception:
            if newest_generation(folder) in (generation, -1):
                raise
            continue
        if newest_generation(folder) == generation:
            return commit
    raise Restless(f"{folder} is written all the time")


def _names(folder: Path) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries]


def _newest(names: list[str]) -> int:
    found = (_TOC.fullmatch(name) for name in names if name.startswith("_"))
    return max((int(match[1]) for match in found if match), default=-1)


def _read(folder: Path, names: list[str], generation: int, held: Mapping[str, Files]) -> Commit:
    path = folder / TOC._filename(NAME, generation)
    toc = memoryview(path.read_bytes())
    seal_of(toc)  # a pickle is looked at before it is read
    content = TOC.read(HeldStorage({path.name: toc}), NAME)
    ids = [segment.segment_id() for segment in content.segments]
    files = {id_: held[id_] if id_ in held else segment_files(folder, names, id_) for id_ in ids}
    return Commit(generation, toc, content.schema, tuple(content.segments), files)
