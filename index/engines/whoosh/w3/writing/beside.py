"""Merges that are too big for a commit: made beside the index, taken over by the next commit.

    MAIN.merge/         the merge under way, or done
      MAIN_<segment>.…  the new segment
      done              what it takes the place of; its coming into being is the end of the work
    MAIN_MERGELOCK      held by who merges; the kernel frees it when its holder dies

Who merges takes no lock that a commit waits for: it reads the keys of the documents, gets their
rows, and writes. What was deleted meanwhile is deleted in the new segment when it is taken over; a
merge of segments that are not there any more is thrown away.
"""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import Schema
from whoosh.index import TOC
from whoosh.util.filelock import FileLock

from index.engines.whoosh.w3.checking import assure
from index.engines.whoosh.w3.writing.files import LastingStorage, lasting, sync
from index.engines.whoosh.w3.writing.held import NAME, Fetch, Held, pieces
from index.engines.whoosh.w3.writing.rows import Plan
from index.engines.whoosh.w3.writing.segment import Builder
from index.engines.whoosh.w3.writing.tiers import FOREGROUND, Size, heavy
from index.engines.whoosh.w3.writing.words import Lexicon

MOST = 30_000  # documents of a merge: some ten seconds
_FOLDER = f"{NAME}.merge"
_DONE = "done"


@dataclass(frozen=True, slots=True)
class _Done:
    """A merge: the segment that was made, from which, and what was deleted in those by then."""

    made: W3Segment
    dead: Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class _Begun:
    """What a merge needs to know of the index; by then nothing of it is locked."""

    plan: Plan
    keys: list[str]
    dead: Mapping[str, frozenset[int]]


def pressing(segments: Sequence[W3Segment]) -> list[W3Segment]:
    """The segments that are to be merged beside the commits; none where nothing presses."""
    sizes = [Size(one.doc_count(), one.deleted_count()) for one in segments]
    return [segments[at] for at in heavy(sizes, FOREGROUND, MOST)]


def ready(folder: Path) -> bool:
    """Whether a merge is done and waits to be taken over."""
    return (folder / _FOLDER / _DONE).exists()


def state(folder: Path) -> str:
    """What goes on in the index of the folder, whoever does it, in words."""
    if ready(folder):
        return "done, waits for the next commit"
    return "under way" if (folder / _FOLDER).exists() else "none under way"


def merge(
    storage: LastingStorage, plan_of: Callable[[Schema], Plan], lexicon: Lexicon, fetch: Fetch
) -> None:
    """Make one segment of those that press; nothing where somebody else does it, or has done it."""
    folder = Path(storage.folder) / _FOLDER
    with _lock(storage) as mine:
        begun = _begun(storage, plan_of) if mine and not ready(folder.parent) else None
        if begun is None:
            return
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        builder = Builder(begun.plan, lexicon, folder)
        for piece in pieces(fetch(begun.keys)):
            builder.add(piece)
        _finish(folder, _Done(builder.write(NAME), begun.dead))


def _begun(storage: LastingStorage, plan_of: Callable[[Schema], Plan]) -> _Begun | None:
    try:
        toc = TOC.read(storage, NAME)
        plan = plan_of(toc.schema)
        chosen, held = pressing(toc.segments), Held(storage, plan.key)
        assure(Path(storage.folder), chosen)
        keys = [key for one in chosen for key in held.live_keys(one)]
    except FileNotFoundError:
        return None  # a commit has taken the files away; it asks for a merge again
    dead = {one.segment_id(): frozenset(one.deleted_docs()) for one in chosen}
    return _Begun(plan, keys, dead) if chosen else None


def _finish(folder: Path, done: _Done) -> None:
    half = folder / f"{_DONE}.half"
    with lasting(half) as file:
        pickle.dump(done, file)
    half.rename(folder / _DONE)
    sync(folder)


def taken_over(
    storage: LastingStorage, segments: Sequence[W3Segment], plan: Plan
) -> tuple[list[W3Segment], list[bytes]]:
    """The segments after a merge that is done, and keys to take out of the new one.

    The caller holds the write lock, and deletes those keys in the last of the segments. What a
    merge that died has left is removed.
    """
    folder = Path(storage.folder)
    found = _read(folder / _FOLDER / _DONE)
    if found is None:
        _remove_dead(storage, folder / _FOLDER)
        return list(segments), []
    old = [one for one in segments if one.segment_id() in found.dead]
    if len(old) < len(found.dead):
        shutil.rmtree(folder / _FOLDER)
        return list(segments), []
    held = Held(storage, plan.key)
    gone = [
        key
        for one in old
        for key in held.keys(one, sorted(set(one.deleted_docs()) - found.dead[one.segment_id()]))
    ]
    # First of all: who finds it behind a crash would take over a segment of which some files were
    # moved already, and then swept up.
    (folder / _FOLDER / _DONE).unlink()
    sync(folder / _FOLDER)
    for path in (folder / _FOLDER).glob(f"{NAME}_*"):
        path.rename(folder / path.name)
    sync(folder)
    shutil.rmtree(folder / _FOLDER)
    return [*(one for one in segments if one not in old), found.made], gone


def _read(path: Path) -> _Done | None:
    try:
        with path.open("rb") as file:
            # Ours, in a folder of ours: who can write it can write the table of contents too.
            found: _Done = pickle.load(file)  # noqa: S301
    except FileNotFoundError:
        return None
    return found


def _remove_dead(storage: LastingStorage, folder: Path) -> None:
    if folder.exists():
        with _lock(storage) as mine:
            if mine and not ready(folder.parent):
                shutil.rmtree(folder)


@contextmanager
def _lock(storage: LastingStorage) -> Iterator[bool]:
    """Whether nobody merges; until the block is left, nobody else can begin."""
    held: FileLock = storage.lock(f"{NAME}_MERGELOCK")
    mine = held.acquire()
    try:
        yield mine
    finally:
        if mine:
            held.release()
