"""Stock Whoosh on the files of a commit: for queries that we do not know, and to compare with."""

from __future__ import annotations

from array import array
from types import TracebackType
from typing import Self

import numpy as np
from whoosh import query as w
from whoosh.index import TOC, FileIndex

from index.engines.whoosh.w3.reading.arrays import Floats, Numbers
from index.engines.whoosh.w3.reading.commit import NAME, Commit
from index.engines.whoosh.w3.reading.storage import HeldStorage


class Stock:
    """A searcher of stock Whoosh. Not for two threads at once; close it."""

    def __init__(self, commit: Commit) -> None:
        files = {f"{id_}{name}": file for id_, own in commit.files.items()
                 for name, file in own.items()}  # fmt: skip
        files[TOC._filename(NAME, commit.generation)] = commit.toc
        self._searcher = FileIndex(HeldStorage(files)).searcher()

    def scored(self, query: w.Query) -> tuple[Numbers, Floats]:
        """Every match of the query, and its score.

        All of them, because Whoosh loses hits when it is asked for the best ten of an index of
        several segments (its `replace(minquality)` skips too much).
        """
        numbers, scores = array("q"), array("d")
        for leaf, offset in self._searcher.leaf_searchers():
            matcher = query.matcher(leaf, None)
            while matcher.is_active():
                numbers.append(offset + matcher.id())
                scores.append(matcher.score())
                matcher.next()
        return np.array(numbers, np.int64), np.array(scores, np.float64)

    def close(self) -> None:
        """Give the files back."""
        self._searcher.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
