"""Our tree -> Whoosh's query objects. Pure; its query parser is never used."""

from __future__ import annotations

from collections.abc import Iterable

from whoosh import query as w

from index.analysis import Analysis
from index.engines.base import Filter
from index.engines.whoosh.without import Without
from index.fields import MISSING, STEM_WEIGHT, WEIGHTS, keyword
from index.tree import TEXT_FIELDS, And, Everything, Exact, Node, Not, Or, Phrase, Word, Years


def compiled(tree: Node, analysis: Analysis) -> w.Query:
    """What Whoosh has to match for a tree."""
    return _node(tree, analysis)


def filtering(wanted: Filter) -> w.Query:
    """The documents that hold one of a filter's values, whether it is to exclude them or not."""
    return w.Or([_keyword(wanted.field, value) for value in wanted.values])


def any_word(words: Iterable[str], fields: Iterable[str]) -> w.Query:
    """Documents that hold any of the exact words in any of the fields."""
    return w.Or([w.Term(f, word, boost=WEIGHTS[f]) for f in fields for word in words])


def _node(node: Node, analysis: Analysis) -> w.Query:
    match node:
        case Everything():
            return w.Every()
        case Word(text, field):
            return _word(analysis.query_terms(text), field)
        case Phrase(words, field):
            return _phrase([t for word in words for t in analysis.query_terms(word)[:1]], field)
        case Exact(field, value):
            return _keyword(field, value)
        case Years(first, last):
            return _years(first, last)
        case And(nodes):
            return _all(nodes, analysis)
        case Or(nodes):
            return w.Or([_node(part, analysis) for part in nodes])
        case Not(inner):
            return Without(w.Every(), _node(inner, analysis))


def _word(terms: tuple[str, ...], field: str | None) -> w.Query:
    weights = [1.0, *([STEM_WEIGHT] * (len(terms) - 1))]
    pairs = list(zip(terms, weights, strict=False))
    return w.Or(
        [
            w.Term(f, term, boost=WEIGHTS[f] * weight)
            for f in _fields(field)
            for term, weight in pairs
        ]
    )


def _phrase(terms: list[str], field: str | None) -> w.Query:
    if not terms:
        return w.NullQuery
    if len(terms) == 1:
        return any_word(terms, _fields(field))
    return w.Or([w.Phrase(f, terms, boost=WEIGHTS[f]) for f in _fields(field)])


def _years(first: int | None, last: int | None) -> w.Query:
    low, high = max(0, first or 0), 9999 if last is None else min(last, 9999)
    # Years are held with four digits, so their text sorts as they do.
    return w.TermRange("year", f"{low:04}", f"{high:04}") if low <= high else w.NullQuery


def _all(nodes: tuple[Node, ...], analysis: Analysis) -> w.Query:
    wanted = [_node(part, analysis) for part in nodes if not isinstance(part, Not)]
    unwanted = [_node(part.node, analysis) for part in nodes if isinstance(part, Not)]
    base = w.And(wanted) if wanted else w.Every()
    return Without(base, w.Or(unwanted)) if unwanted else base


def _keyword(field: str, value: str) -> w.Query:
    if value == MISSING:
        return Without(w.Every(), w.Every(field))
    return w.Term(field, keyword(field, value))


def _fields(field: str | None) -> tuple[str, ...]:
    return TEXT_FIELDS if field is None else (field,)
