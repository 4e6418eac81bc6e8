"""What is whole of a damaged index, as the beginning of a new one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from index.engines.whoosh.checking import damaged
from index.engines.whoosh.storage import LastingStorage, named_errors
from index.engines.whoosh.w3 import sums
from index.engines.whoosh.w3.checking import check, read_toc
from index.engines.whoosh.w3.writing.commit import write_toc
from index.errors import EngineDamaged


def salvage(folder: Path, into: Path) -> None:
    """Put the segments that are what was written, and nothing else, into an empty folder.

    Those that cannot be checked are left behind, because they may be the damage that somebody
    met. Raises `EngineDamaged` where the table of contents is broken, or where nothing is.
    """
    with named_errors(folder):
        report = check(folder)
        broken = {fault.segment for fault in report.faults}
        if None in broken:
            raise damaged(folder, report.faults)
        lost = {*broken, *report.unchecked}
        if not lost:
            raise EngineDamaged(f"what is wrong with the search index in {folder} is not known")
        toc, _ = read_toc(folder, report.generation)
        kept = [one for one in toc.segments if one.segment_id() not in lost]
        for segment in kept:
            _link(folder, into, segment.segment_id())
        storage = LastingStorage(into)
        write_toc(storage, toc, kept)
        storage.close_files()


def _link(folder: Path, into: Path, segment: str) -> None:
    """The files of a segment, which never change, in both folders."""
    for path in [*sums.files_of(folder, segment), folder / f"{segment}.{sums.ENDING}"]:
        try:
            os.link(path, into / path.name)
        except OSError:  # a file system without links
            shutil.copy2(path, into / path.name)
