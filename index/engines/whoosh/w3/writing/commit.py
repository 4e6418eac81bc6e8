"""A commit: new segments, documents taken out of old ones, one new table of contents.

Who commits holds the write lock from before the first file on: stock Whoosh removes the files of
segments that no table of contents names. Nothing is seen before the table of contents is renamed
into place; what a crash leaves is swept up by the next commit.
"""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from whoosh.codec.whoosh3 import W3Segment
from whoosh.index import TOC, FileIndex, clean_files
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from index.engines.whoosh.w3 import sums
from index.engines.whoosh.w3.checking import assure, read_toc
from index.engines.whoosh.w3.reading.seals import Seal, seal_of
from index.engines.whoosh.w3.writing.beside import taken_over
from index.engines.whoosh.w3.writing.files import LastingStorage, write_sums
from index.engines.whoosh.w3.writing.held import NAME, Fetch, Held, pieces
from index.engines.whoosh.w3.writing.rows import Plan, Row
from index.engines.whoosh.w3.writing.segment import Builder
from index.engines.whoosh.w3.writing.tiers import FOREGROUND, Size, folded
from index.engines.whoosh.w3.writing.words import Lexicon

_FULL = 110_000  # documents of a segment; then the next one begins


class Commit:
    """Changes of an index that become visible together; the caller holds its lock."""

    def __init__(
        self,
        storage: LastingStorage,
        before: TOC,
        plan: Plan,
        lexicon: Lexicon,
        fetch: Fetch | None,
    ) -> None:
        """`before` is what `sweep` gave; without `fetch` merges are left to Whoosh."""
        self._storage, self._folder = storage, Path(storage.folder)
        self._plan, self._lexicon, self._fetch = plan, lexicon, fetch
        self._before = before
        self._segments, gone = taken_over(storage, before.segments, plan)
        self._held = Held(storage, plan.key)
        if gone:
            self._held.take_out(self._segments[-1:], gone)
        self._new = Builder(plan, lexicon, self._folder)

    def change(self, gone: Sequence[str], rows: Sequence[Row]) -> None:
        """Take the documents of these keys out, and put rows in, in place of earlier ones.

        Each key comes once in a call; between calls the last one counts.
        """
        keys = [*gone, *(row.key for row in rows)]
        if any(key in self._new.keys for key in keys):
            self._finish_segment()
        self._held.take_out(self._segments, map(str.encode, keys))
        self._put(rows)

    def finish(self) -> None:
        """Make it visible, on the disk."""
        self._fold()
        self._finish_segment()
        self._segments = [one for one in self._segments if one.doc_count()]
        write_toc(self._storage, self._before, self._segments)

    @property
    def segments(self) -> Sequence[W3Segment]:
        """What the index is made of."""
        return self._segments

    def _put(self, rows: Iterable[Row]) -> None:
        for piece in pieces(rows):
            self._new.add(piece)
            if len(self._new) >= _FULL or self._new.full:
                self._finish_segment()

    def _finish_segment(self) -> None:
        if len(self._new):
            self._segments.append(self._new.write(NAME))
            self._held = Held(self._storage, self._plan.key)
        self._new = Builder(self._plan, self._lexicon, self._folder)

    def _fold(self) -> None:
        """Write small and worn segments anew, together with what comes."""
        sizes = [Size(one.doc_count(), one.deleted_count()) for one in self._segments]
        chosen = [self._segments[at] for at in folded(sizes, len(self._new), FOREGROUND)]
        if not chosen:
            return
        assure(self._folder, [one for one in chosen if one.doc_count()])
        self._segments = [one for one in self._segments if one not in chosen]
        if self._fetch is None:
            self._segments.append(merged_by_stock(self._storage, self._before.schema, chosen))
        else:
            self._put(self._fetch([key for one in chosen for key in self._held.live_keys(one)]))


def sweep(storage: LastingStorage) -> TOC:
    """Remove what a commit has left that did not come to its end; gives the last that did."""
    toc = last_toc(storage)
    clean_files(storage, NAME, toc.generation, toc.segments)
    folder = Path(storage.folder)
    shutil.rmtree(folder / f"{NAME}.tmp", ignore_errors=True)
    for half in folder.glob(f"_{NAME}_*.toc.*"):
        half.unlink()
    return toc


def last_toc(storage: LastingStorage) -> TOC:
    """The table of contents that counts. Raises `Damaged`, and what broken bytes raise."""
    generation = TOC._latest_generation(storage, NAME)
    if generation < 0:
        return TOC.read(storage, NAME)  # tells what is missing
    return read_toc(Path(storage.folder), generation)[0]


def write_toc(storage: LastingStorage, before: TOC, segments: list[W3Segment]) -> None:
    """Make these segments the index, in place of what was `before`."""
    toc = TOC(before.schema, segments, before.generation + 1)
    seal_next(storage, before.generation, segments)
    toc.write(storage, NAME)
    clean_files(storage, NAME, toc.generation, segments)


def seal_next(storage: LastingStorage, generation: int, segments: Sequence[W3Segment]) -> None:
    """Prepare the seal of the table of contents that follows on this generation.

    Segments that Whoosh has written get their sums now. What an earlier seal says of a segment
    stands, so that a sum file that was lost or exchanged meanwhile is not taken for a right one.
    """
    folder = Path(storage.folder)
    ids = [segment.segment_id() for segment in segments]
    known: Seal = {}
    with suppress(FileNotFoundError):
        known = seal_of((folder / TOC._filename(NAME, generation)).read_bytes()) or {}
    storage.seal = {id_: known[id_] if id_ in known else _sums_crc(folder, id_) for id_ in ids}


def _sums_crc(folder: Path, segment: str) -> int:
    try:
        content = (folder / f"{segment}.{sums.ENDING}").read_bytes()
    except FileNotFoundError:
        content = write_sums(folder, segment)
    return zlib.crc32(content)


def merged_by_stock(
    storage: LastingStorage, schema: object, segments: Sequence[W3Segment]
) -> W3Segment:
    """One segment of the live documents of these, made by Whoosh: slow, but needs no rows."""
    writer = SegmentWriter(FileIndex(storage), _lk=False, compound=False)
    for segment in segments:
        reader = SegmentReader(storage, schema, segment)
        writer.add_reader(reader)
        reader.close()
    merged = writer._finalize_segment()
    writer._finish()
    storage.sync_segment(merged.segment_id())
    return merged
