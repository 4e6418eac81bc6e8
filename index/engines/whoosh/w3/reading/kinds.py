"""Which documents of a segment a query matches: masks, put together by and, or, not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from whoosh import query as w
from whoosh.fields import FieldType
from whoosh.query.spans import SpanNear2

from index.engines.whoosh.w3.reading.arrays import NO_DOCS, Docs, Mask
from index.engines.whoosh.w3.reading.errors import NotKnown
from index.engines.whoosh.w3.reading.expand import (
    fuzzy_infos,
    prefix_run,
    range_run,
    regex_infos,
    wildcard_infos,
)
from index.engines.whoosh.w3.reading.matching import Matching, kind_of
from index.engines.whoosh.w3.reading.phrase import in_order, together
from index.engines.whoosh.w3.reading.queries import (
    Alias,
    Between,
    FirstFound,
    Forms,
    Fuzzy,
    Near,
    Wildcard,
)
from index.engines.whoosh.w3.reading.reader import Part, Term
from index.engines.whoosh.w3.reading.runs import Infos, union
from index.engines.whoosh.w3.reading.segment import Segment

_Made: TypeAlias = Callable[[Matching, Any], Mask]


def made(here: Matching, query: w.Query) -> Mask:
    """The documents that match, deleted ones included. Raises `NotKnown`."""
    known = _KINDS.get(kind_of(query))
    if known is None:
        raise NotKnown(repr(query))
    return known(here, query)


def _any(here: Matching, query: w.Or | w.Term) -> Mask:
    alternatives = here.question.alternatives(query)
    found = here.none()
    found[here.union(alternatives)] = True
    for other, _ in alternatives.others:
        found |= here.mask(other)
    return found


def _all(here: Matching, query: w.And | w.Require) -> Mask:
    masks = [here.mask(part) for part in query.subqueries]
    found: Mask = np.logical_and.reduce(masks) if masks else here.none()
    return found


def _maybe(here: Matching, query: w.AndMaybe) -> Mask:
    here.mask(query.b)  # what is not known has to show before anything is scored
    return here.mask(query.a)


def _every(here: Matching, query: w.Every) -> Mask:
    if query.fieldname is None:
        return ~here.none()
    return _union(here, here.segment.table.run(query.fieldname))


def _prefix(here: Matching, query: w.Prefix) -> Mask:
    field = _field(here, query)
    if field is None:
        return here.none()
    return _union(here, prefix_run(here.segment.table, query.fieldname, field.to_bytes(query.text)))


def _field(here: Matching, query: w.Query) -> FieldType | None:
    """The field of a query, if it is one that can hold such a text."""
    field = here.reader.field(query.fieldname)
    try:
        if field is not None:
            field.to_bytes(query.text)
    except ValueError:
        return None
    return field


def _term_range(here: Matching, query: w.TermRange) -> Mask:
    field = here.reader.field(query.fieldname)
    return _union(here, range_run(here.segment.table, field, query)) if field else here.none()


def _union(here: Matching, run: range) -> Mask:
    found = here.none()
    segment = here.segment
    found[
        segment.kept(("run", run.start, run.stop), lambda: union(segment, segment.table.infos(run)))
    ] = True
    return found


_Expand: TypeAlias = Callable[[Segment, FieldType, Any], Infos]


def _docs_of(segment: Segment, expand: _Expand, field: FieldType, query: w.Query) -> Docs:
    return union(segment, expand(segment, field, query))


def _expanded(expand: _Expand) -> _Made:
    """How a query matches that stands for terms which are chosen from the field's."""

    def expanded(here: Matching, query: w.Query) -> Mask:
        field, segment, found = _field(here, query), here.segment, here.none()
        if field is not None:
            find = partial(_docs_of, segment, expand, field, query)
            found[segment.kept((repr(query),), find)] = True
        return found

    return expanded


def _numeric_range(here: Matching, query: w.NumericRange) -> Mask:
    return here.mask(query._compile_query(here.reader))  # it looks at the schema only


def _near(here: Matching, query: w.Phrase | SpanNear2) -> Mask:
    found = here.none()
    terms = here.question.phrase(query)
    if terms and all(here.info(term) for term in terms):
        words = [(term.field, term.text) for term in terms]
        nearest, ordered = getattr(query, "mindist", 1), getattr(query, "ordered", True)
        key = "near", *words, nearest, query.slop, ordered
        find = partial(_near_docs, here, terms, nearest, query.slop, ordered)
        found[here.segment.kept(key, find)] = True
    return found


def _window(here: Matching, query: Near) -> Mask:
    found = here.none()
    terms = here.question.phrase(query)
    if terms and all(here.info(term) for term in terms):
        words = [(term.field, term.text) for term in terms]
        find = partial(_window_docs, here, terms, query.slop + len(terms) - 1)
        found[here.segment.kept(("window", *words, query.slop), find)] = True
    return found


def _window_docs(here: Matching, terms: Sequence[Term], window: int) -> Docs:
    docs = _in_all(here, terms)
    return together([here.spots(term, docs) for term in terms], window) if len(docs) else docs


def _between(here: Matching, query: Between) -> Mask:
    numbers = here.segment.numbers(query.fieldname, query.kind, 0)
    found: Mask = (numbers >= query.low) & (numbers <= query.high)
    return found


def _first_found(here: Matching, query: FirstFound) -> Mask:
    found = here.question.first(query, lambda part, asked: _exists(here, part, asked))
    return here.none() if found is None else here.mask(found)


def _exists(here: Matching, part: Part, query: w.Query) -> bool:
    """Whether a living document of a segment matches."""
    found = Matching(here.question, part, made).mask(query)
    return bool((found if part.live is None else found & part.live).any())


def _alias(here: Matching, query: Alias) -> Mask:
    return here.mask(here.question.named(query))


def _near_docs(
    here: Matching, terms: Sequence[Term], nearest: int, farthest: int, ordered: bool
) -> Docs:
    docs = _in_all(here, terms)
    words = [here.spots(term, docs) for term in terms] if len(docs) else [docs]
    found = in_order(words, nearest, farthest)
    return found if ordered else np.union1d(found, in_order(words[::-1], nearest, farthest))


def _in_all(here: Matching, terms: Sequence[Term]) -> Docs:
    """The documents of the segment that hold all of the terms, the rarest first."""
    rarest, *others = sorted(terms, key=lambda term: here.some(term).df)
    postings = here.postings(rarest)
    docs = postings.docs if postings else NO_DOCS
    for term in others:
        if len(docs):
            docs = here.chosen(term, docs).docs
    return docs


_KINDS: dict[type, _Made] = {
    w.Term: _any,
    w.Or: _any,
    Forms: _any,
    w.And: _all,
    w.Require: _all,
    w.AndMaybe: _maybe,
    w.AndNot: lambda here, query: here.mask(query.a) & ~here.mask(query.b),
    w.Not: lambda here, query: ~here.mask(query.query),
    w.ConstantScoreQuery: lambda here, query: here.mask(query.child),
    type(w.NullQuery): lambda here, query: here.none(),
    w.Every: _every,
    w.Prefix: _prefix,
    w.Wildcard: _expanded(wildcard_infos),
    w.Regex: _expanded(regex_infos),
    w.FuzzyTerm: _expanded(fuzzy_infos),
    Fuzzy: _expanded(fuzzy_infos),
    Wildcard: _expanded(wildcard_infos),
    Near: _window,
    Between: _between,
    Alias: _alias,
    FirstFound: _first_found,
    w.TermRange: _term_range,
    w.NumericRange: _numeric_range,
    w.DateRange: _numeric_range,
    w.Phrase: _near,
    SpanNear2: _near,
}
