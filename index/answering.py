"""Answers to what people type: hits page by page, counts, and one record by its names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import perf_counter

from index.engines.base import Answer, Bucket, FacetWish, Match, Query
from index.highlight import highlight
from index.identifiers import recognise
from index.opened import Opened
from index.paging import paged
from index.partial import partly
from index.query import Exact, Node, Or, Parsed, parse
from index.questions import NONE, Values, keyword_field, query_of
from index.record import Key, Record
from index.results import Hit, Results


class Answering(Opened):
    """What readers ask. Searches see what was brought into the index by the last `sync`."""

    def search(
        self,
        text: str,
        *,
        limit: int = 10,
        offset: int = 0,
        cursor: str | None = None,
        filters: Values | None = None,
        exclude: Values | None = None,
        sort: str = "relevance",
        facets: Sequence[str] = (),
        histogram: bool = False,
    ) -> Results:
        """Search; any text has a meaning, which `interpreted_as` tells.

        `limit`, `offset` count hits; `cursor` is the `next` of the page before, from which they
        count. `filters`: field -> values, any of which will do; `exclude`: none of which may stand
        there. `sort`: relevance, newest, oldest, title. `facets`: fields whose values are counted,
        each without its own filters; `histogram`: so are years. Raises `UsageError` for what is
        none of these, `EngineError`.
        """
        began = perf_counter()
        parsed = _understood(text)
        asked = replace(
            query_of(parsed.tree, filters or NONE, sort, limit, offset, exclude or NONE),
            facets=tuple(FacetWish(keyword_field(name)) for name in facets),
            histogram=histogram,
            cursor=cursor,
        )
        page = paged(self._answer, asked, partly(parsed.tree))
        return Results(
            total=page.full.total,
            total_partial=page.total_partial,
            interpreted_as=parsed.interpreted_as,
            took=perf_counter() - began,
            next=page.next,
            facets={facet.field: _counts(facet.buckets) for facet in page.full.facets},
            histogram=_counts(page.full.histogram),
            hits=(
                *self._hits(page.matches, parsed.tree, partial=False),
                *self._hits(page.partial, parsed.tree, partial=True),
            ),
        )

    def _answer(self, query: Query) -> Answer:
        return self._ask(lambda engine: engine.search(query))

    def _hits(self, matches: Sequence[Match], tree: Node, *, partial: bool) -> Iterator[Hit]:
        """The matches with their documents; what was deleted since the last sync is left out."""
        records = self.store.get_many([match.key for match in matches]) if matches else {}
        for match in matches:
            record = records.get(match.key)
            if record and record.document and not record.deleted:
                yield Hit(
                    source=match.key.source,
                    identifier=match.key.identifier,
                    score=match.score,
                    partial=partial,
                    highlights=highlight(record.document, tree, self._analysis),
                    document=record.document,
                )

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


def _understood(text: str) -> Parsed:
    return parse(text)


def _counts(buckets: Sequence[Bucket]) -> dict[str, int]:
    return {bucket.value: bucket.count for bucket in buckets}
