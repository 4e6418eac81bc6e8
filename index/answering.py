"""Answers to what people type: hits page by page, counts, explanations, streams of all hits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from time import perf_counter

from index.engines.base import (
    Bucket,
    Facet,
    FacetOrder,
    FacetWish,
    Query,
)
from index.explaining import Explanation, explained, scores_of
from index.highlight import Fragment, highlight
from index.meaning import Meaning, meant, understood
from index.paging import Page, paged
from index.questions import NONE, Values, filter_field, query_of
from index.ranking import ranked
from index.record import Document, Key
from index.relaxing import Question, Relaxed, relaxed
from index.results import Hit, Results
from index.streaming import hit_of
from index.suggest.suggesting import Suggesting


class Answering(Suggesting):
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
        explain: bool = False,
        highlights: bool = True,
    ) -> Results:
        """Search; any text has a meaning, which `interpreted_as` tells.

        `limit`, `offset` count hits; `cursor` is the `next` of the page before, from which they
        count. `filters`: field -> values, any of which will do; `exclude`: none of which may stand
        there. `sort`: relevance, newest, oldest, title, first-seen. `facets`: fields whose values
        are counted, each without its own filters; `histogram`: so are years. `explain`: hits say
        why they are hits. Without `highlights` a page takes a third of the time. Raises
        `UsageError` for what is none of these, `EngineError`.
        """
        began = perf_counter()
        meaning = understood(text)
        asked = replace(
            query_of(meaning.tree, filters or NONE, sort, limit, offset, exclude or NONE),
            facets=tuple(FacetWish(filter_field(name)) for name in facets),
            histogram=histogram,
            cursor=cursor,
        )
        page = paged(self._answer, asked, meaning.partial)
        hits = self._hits(page, meaning, explain, highlights)
        less = Question(meaning.parsed.tree, dict(filters or {}), dict(exclude or {}))
        return Results(
            total=page.full.total,
            total_partial=page.total_partial,
            interpreted_as=meaning.parsed.interpreted_as,
            literal=meaning.parsed.literal,
            next=page.next,
            facets={facet.field: _counts(facet.buckets) for facet in page.full.facets},
            labels={facet.field: _labels(facet.buckets) for facet in page.full.facets},
            histogram=_counts(page.full.histogram),
            hits=hits,
            relax=() if page.full.total else self._relaxed(less),
            did_you_mean=()
            if offset or cursor
            else self._corrected(text, page.full.total, asked.filters),
            took=perf_counter() - began,
        )

    def facets(
        self,
        text: str,
        fields: Sequence[str],
        *,
        limit: int = 10,
        order: FacetOrder = "count",
        filters: Values | None = None,
        exclude: Values | None = None,
    ) -> tuple[Facet, ...]:
        """Count the values of fields in all full matches, each without its own filters.

        The first `limit` of each by `order` (count, value). Raises `UsageError`, `EngineError`.
        """
        wishes = tuple(FacetWish(filter_field(name), limit, order) for name in fields)
        asked = _uncounted(text, filters, exclude)
        return self._answer(replace(asked, facets=wishes)).facets

    def histogram(
        self, text: str, *, filters: Values | None = None, exclude: Values | None = None
    ) -> tuple[Bucket, ...]:
        """Count all full matches by year, rising; those without one come last.

        Raises `UsageError`, `EngineError`.
        """
        return self._answer(replace(_uncounted(text, filters, exclude), histogram=True)).histogram

    def explain(self, text: str, source: str, identifier: str) -> Explanation | None:
        """Why a record answers a text, and why so well; None where it does not, even in part."""
        meaning, key = understood(text), Key(source, identifier)
        scores = scores_of(self._answer, [key])
        found = explained(ranked(meaning.tree), key, scores)
        if found or meaning.partial is None:
            return found
        return explained(meaning.partial, key, scores, partial=True)

    def _hits(
        self, page: Page, meaning: Meaning, explain: bool, highlights: bool
    ) -> tuple[Hit, ...]:
        """The matches with their documents; what was deleted since the last sync is left out."""
        documents = self._documents_of([*page.matches, *page.partial])
        full = [match for match in page.matches if match.key in documents]
        rest = [match for match in page.partial if match.key in documents]
        hits = [
            replace(
                hit_of(match, documents[match.key]),
                partial=part,
                highlights=self._marked(documents[match.key], meaning) if highlights else {},
            )
            for part, matches in ((False, full), (True, rest))
            for match in matches
        ]
        return tuple(self._explained(hits, meaning) if explain and hits else hits)

    def _marked(self, document: Document, meaning: Meaning) -> Mapping[str, tuple[Fragment, ...]]:
        return highlight(document, meaning.tree, self._analysis)

    def _explained(self, hits: Sequence[Hit], meaning: Meaning) -> Iterator[Hit]:
        keys = [Key(hit.source, hit.identifier) for hit in hits]
        scores = scores_of(self._answer, keys)
        for key, hit in zip(keys, hits, strict=True):
            tree = (meaning.partial if hit.partial else None) or ranked(meaning.tree)
            why = explained(tree, key, scores, score=hit.score or None, partial=hit.partial)
            yield replace(hit, explanation=why)

    def _relaxed(self, asked: Question) -> tuple[Relaxed, ...]:
        def count(one: Question) -> int:
            query = query_of(meant(one.tree), one.filters, "newest", 0, 0, one.exclude)
            return self._answer(query).total

        return relaxed(asked, count)


def _uncounted(text: str, filters: Values | None, exclude: Values | None) -> Query:
    """What is asked where no hits are wanted: in the order that costs nothing."""
    tree = understood(text).tree
    return query_of(tree, filters or NONE, "newest", 0, 0, exclude or NONE)


def _counts(buckets: Sequence[Bucket]) -> dict[str, int]:
    return {bucket.value: bucket.count for bucket in buckets}


def _labels(buckets: Sequence[Bucket]) -> dict[str, str]:
    return {bucket.value: bucket.shown for bucket in buckets if bucket.shown != bucket.value}
