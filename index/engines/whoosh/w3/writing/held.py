"""What a commit has to know of the segments that there are: which document stands under a key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeAlias, TypeVar

from whoosh.codec.whoosh3 import W3Segment

from index.engines.whoosh.w3.reading.columns import Strings
from index.engines.whoosh.w3.reading.held import COMPOUND, Files, let_go, segment_files
from index.engines.whoosh.w3.reading.table import TermTable
from index.engines.whoosh.w3.writing.files import LastingStorage
from index.engines.whoosh.w3.writing.rows import Row

NAME = "MAIN"  # Whoosh's name for the only index of a folder
_PIECE = 2000  # rows taken apart at a time

# Gives the rows of those keys that there still are.
Fetch: TypeAlias = Callable[[Sequence[str]], Iterable[Row]]
_T = TypeVar("_T")


class Held:
    """The files of segments, opened once and for one commit."""

    def __init__(self, storage: LastingStorage, key: str) -> None:
        self._folder, self._key = Path(storage.folder), key
        # A segment of loose files has twenty; to map them all takes longer than a hundred lookups.
        wanted = (".trm", f".{key}.col", COMPOUND)
        self._names = [name for name in storage.list() if name.endswith(wanted)]
        self._files: dict[str, Files] = {}

    def take_out(self, segments: Iterable[W3Segment], keys: Iterable[bytes]) -> None:
        """Mark the documents under these keys as deleted, by a look into a hash table each.

        A key stands for one living document: behind that no segment is asked for it. The largest
        comes first, so that small ones are hardly opened.
        """
        left = list(keys)
        for segment in sorted(segments, key=lambda one: -one.doc_count_all()):
            if left:
                left = self._not_in(segment, left)

    def _not_in(self, segment: W3Segment, keys: Iterable[bytes]) -> list[bytes]:
        """Those keys that no living document of the segment had."""
        terms = self._of(segment)[".trm"]
        table, others = TermTable(terms), []
        for key in keys:
            found = table.find(self._key, key)
            # The first document of a unique term is its only one.
            if found is None or segment.is_deleted(found.first):
                others.append(key)
            else:
                segment.delete_document(found.first)
        # Keys hash to anywhere: a build of 300,000 would soon hold the tables of all its segments.
        let_go(terms)
        return others

    def live_keys(self, segment: W3Segment) -> list[str]:
        """The keys of all live documents."""
        numbers = range(segment.doc_count_all())
        live = [at for at in numbers if not segment.is_deleted(at)]
        return [key.decode() for key in self.keys(segment, live)]

    def keys(self, segment: W3Segment, documents: Sequence[int]) -> list[bytes]:
        """The keys of these documents."""
        column = Strings(self._of(segment)[f".{self._key}.col"], segment.doc_count_all())
        return [column[at] for at in documents]

    def _of(self, segment: W3Segment) -> Files:
        name = segment.segment_id()
        if name not in self._files:
            self._files[name] = segment_files(self._folder, self._names, name)
        return self._files[name]


def pieces(items: Iterable[_T], size: int = _PIECE) -> Iterator[list[_T]]:
    """Some at a time."""
    rest = iter(items)
    while piece := list(islice(rest, size)):
        yield piece
