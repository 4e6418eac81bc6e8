"""One batch into the index by Whoosh's own writer: what is not ours to write fast goes this way."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from whoosh.codec.whoosh3 import W3Segment
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from index.analysis import Analysis
from index.engines.batch import Changes
from index.engines.whoosh.schema import KEY, key_text, row
from index.engines.whoosh.w3.writing.commit import seal_next, sweep
from index.engines.whoosh.w3.writing.files import LastingStorage
from index.record import Key


class LastingWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh ships no types
    """Whoosh's writer, whose segment is on the disk before anything names it."""

    def _commit_toc(self, segments: list[W3Segment]) -> None:
        self.storage.sync_segment(self.newsegment.segment_id())
        seal_next(self.storage, self.generation - 1, segments)
        super()._commit_toc(segments)


def write(folder: Path, changes: Changes, analysis: Analysis) -> None:
    """Apply a batch; the caller holds the lock. Nothing has happened where it raises."""
    storage = LastingStorage(folder)
    sweep(storage)
    try:
        # Loose files: Whoosh copies the members of a compound segment once more.
        writer = LastingWriter(FileIndex(storage), _lk=False, compound=False)
        _delete(writer, changes)
        for seen in filter(None, changes.values()):
            writer.add_document(**row(seen, analysis))
        writer.commit()
    except BaseException:
        # Half a segment must not fill a disk that is full already. Where even that fails, the
        # first error is the one to tell, and the next batch begins with sweeping.
        with suppress(OSError):
            sweep(storage)
        raise
    finally:
        storage.close_files()


def _delete(writer: LastingWriter, keys: Iterable[Key]) -> None:
    """Take out what stands under the keys, in one pass over the segments.

    `update_document` would search for each document by itself.
    """
    texts = [key_text(key) for key in keys]
    with closing(writer.reader()) as reader:
        for leaf, offset in reader.leaf_readers():
            for text in texts:
                if (KEY, text) in leaf:
                    # The lowest document of a unique term is its only one.
                    number = leaf.term_info(KEY, text).min_id()
                    if not leaf.is_deleted(number):
                        writer.delete_document(offset + number)
