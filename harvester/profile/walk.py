"""The live documents of one source, one after another; memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator

from index.record import Document, Key
from index.store.base import RecordStore

_TOGETHER = 500


def documents_of(store: RecordStore, source: str) -> Iterator[Document]:
    """Every live document of the source, by identifier."""
    after = Key(source, "")
    while found := store.documents(after, _TOGETHER):
        for document in found:
            if document.source != source:
                return
            yield document
        after = found[-1].key
