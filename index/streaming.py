"""Streams of all hits, and single records by key and by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from index.engines.base import Match, Query
from index.identifiers import recognise
from index.meaning import understood
from index.opened import Opened
from index.query import Exact, Or
from index.questions import NONE, Values, query_of
from index.ranking import ranked
from index.record import Document, Key, Record
from index.results import Hit

_KEYS = 500  # of a stream in an order that are asked for at a time
# Documents that are read at a time: 500 take 5 MB for each export that runs, 100 take 0.6 and are
# read as fast (107,573 records).
_TOGETHER = 100


class Streaming(Opened):
    """What is given as it stands: unscored, unmarked, to the last one."""

    def scan(
        self,
        text: str,
        *,
        filters: Values | None = None,
        exclude: Values | None = None,
        sort: str | None = None,
    ) -> Iterator[Hit]:
        """All full matches as a stream, by key; memory stays flat.

        With `sort` they come in that order, page by page, each page from the newest state of the
        index. Hits of a stream are neither scored nor highlighted. Raises `UsageError` at once,
        `EngineError`.
        """
        return (
            Hit(record.source, record.identifier, 0.0, False, {}, record.document)
            for record in self.records(text, filters=filters, exclude=exclude, sort=sort)
            if record.document
        )

    def records(
        self,
        text: str,
        *,
        filters: Values | None = None,
        exclude: Values | None = None,
        sort: str | None = None,
    ) -> Iterator[Record]:
        """What `scan` gives, as records with provenance and times."""
        found = understood(text).tree
        tree = ranked(found) if sort == "relevance" else found
        asked = query_of(tree, filters or NONE, sort or "relevance", 0, 0, exclude or NONE)
        return self._live(self._in_order(asked) if sort else self._scan(asked))

    def get(self, source: str, identifier: str) -> Record | None:
        """The record with its document, provenance and times; None where there is none."""
        return self.store.get(Key(source, identifier))

    def raw(self, record: Record) -> bytes | None:
        """The XML of a record as it was harvested; None for a tombstone of what we never had."""
        return self.store.raw(record.content_hash) if record.content_hash else None

    def find(self, name: str) -> list[Key]:
        """The keys that an OAI identifier names, or else a DOI, URL or another identifier."""
        keys = self.store.find(name)
        known = recognise(name)
        if keys or known is None:
            return keys
        field = "doi" if known.scheme == "doi" else "id"
        tree = Or((Exact(field, known.value), Exact("id", known.value)))
        return self._ask(lambda engine: list(engine.scan(Query(tree))))

    def _documents_of(self, matches: Sequence[Match]) -> dict[Key, Document]:
        records = self.store.get_many([match.key for match in matches]) if matches else {}
        live = ((key, one.document) for key, one in records.items() if not one.deleted)
        return {key: document for key, document in live if document}

    def _in_order(self, asked: Query) -> Iterator[Key]:
        page = replace(asked, limit=_KEYS)
        while True:
            answer = self._answer(page)
            yield from (match.key for match in answer.matches)
            if answer.next is None:
                return
            page = replace(page, cursor=answer.next)

    def _live(self, keys: Iterator[Key]) -> Iterator[Record]:
        """The records of those keys; what was deleted since the last sync is left out."""
        while some := list(islice(keys, _TOGETHER)):
            records = self.store.get_many(some)
            found = (records[key] for key in some if key in records)
            yield from (record for record in found if record.document and not record.deleted)


def hit_of(match: Match, document: Document) -> Hit:
    """A full match as a hit without marks."""
    return Hit(match.key.source, match.key.identifier, match.score, False, {}, document)
