"""Our tree -> Whoosh's query objects. Pure; its query parser is never used."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from whoosh import query as w

from index.analysis import MARKS, Analysis
from index.engines.base import Filter
from index.engines.patterns import exact_forms, exact_pattern
from index.engines.whoosh.schema import DATE
from index.engines.whoosh.w3.reading import queries
from index.engines.whoosh.w3.reading.queries import (
    Alias,
    Between,
    Close,
    FirstFound,
    Forms,
    Place,
    Shape,
)
from index.engines.whoosh.without import Without
from index.entries import BETWEEN, meant, other_start, plain, start
from index.fields import MISSING, STEM_WEIGHT, WEIGHTS, days, keyword, reach, weighed
from index.function_words import is_function_word
from index.ranking import FEW, FLOOR, K1, NEAR_FIELDS, NEARNESS, SAID, USUAL, B
from index.tree import (
    ALSO,
    ENTRIES,
    KEYWORD_FIELDS,
    WORD_FIELDS,
    And,
    Boost,
    Constant,
    Dates,
    Everything,
    Exact,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
    Years,
)

_SHAPE = Shape(K1, B, FLOOR, USUAL, FEW, NEARNESS)


def compiled(tree: Node, analysis: Analysis) -> w.Query:
    """What Whoosh has to match for a tree."""
    return _node(tree, analysis)


def close(near: Near, analysis: Analysis) -> Close:
    """Two words that are preferred near each other."""
    fields = NEAR_FIELDS if near.field is None else (near.field,)
    first, second = (_word(word, fields, analysis, sounds=False) for word in near.words)
    return Close(first, second, near.slop)


def filtering(wanted: Filter) -> w.Query:
    """The documents that hold one of a filter's values, whether it is to exclude them or not."""
    return w.Or([_keyword(wanted.field, value) for value in wanted.values])


def any_word(words: Iterable[str], fields: Iterable[str]) -> w.Query:
    """Documents that hold any of the exact words in any of the fields."""
    return w.Or([w.Term(f, word, boost=WEIGHTS[f]) for f in fields for word in words])


def _node(node: Node, analysis: Analysis) -> w.Query:
    match node:
        case And(nodes):
            return _all(nodes, analysis)
        case Or(nodes):
            return w.Or([_node(part, analysis) for part in nodes])
        case Not(inner):
            return Without(w.Every(), _node(inner, analysis))
        case Boost(inner, factor):
            return w.And([_node(inner, analysis)], boost=factor)
        case Constant(inner, score):
            return w.ConstantScoreQuery(_node(inner, analysis), score)
        case Exact(field, value):
            return _keyword(field, value)
        case Everything():
            return w.Every()
        case Years(first, last):
            return _years(first, last)
        case Dates(first, last):
            return Between(DATE, "i", *days(first, last))
        case _:
            return _words(node, analysis)


def _words(node: Word | Phrase | Near | Prefix | Wildcard | Fuzzy, analysis: Analysis) -> w.Query:
    fields = _fields(node.field)
    match node:
        case Word(text):
            return _word(text, fields, analysis)
        case Phrase(words):
            return _phrase(exact_forms(words, analysis), fields, 0)
        case Near(words, slop, _, ordered):
            terms = exact_forms(words, analysis)
            return _phrase(terms, fields, slop) if ordered else _near(terms, fields, slop)
        case Prefix(text):
            return _alike(exact_forms((text,), analysis), fields, w.Prefix)
        case Wildcard(pattern):
            letters = exact_pattern(pattern, analysis)
            return _alike([letters], fields, lambda f, text: queries.Wildcard(f, text, MARKS))
        case Fuzzy(text, _, edits):
            found = exact_forms((text,), analysis)
            return _alike(found, fields, lambda f, word: queries.Fuzzy(f, word, edits, MARKS))


@lru_cache(maxsize=1 << 11)
def _word(text: str, fields: tuple[str, ...], analysis: Analysis, sounds: bool = True) -> Forms:
    places = [_place(text, field, analysis, sounds) for field in fields]
    return Forms(places, _place(text, SAID, analysis), _SHAPE, is_function_word(text))


def _place(text: str, field: str, analysis: Analysis, sounds: bool = False) -> Place:
    forms = weighed(text, field, analysis)
    least = 0 if sounds else STEM_WEIGHT
    return Place(field, WEIGHTS[field], tuple(form for form in forms if form[1] >= least))


def _phrase(terms: list[str], fields: tuple[str, ...], slop: int) -> w.Query:
    if len(terms) < 2:
        return any_word(terms, fields)
    # Whoosh counts places from one word to the next: neighbours are one apart.
    apart = reach(2, slop) + 1
    return w.Or([w.Phrase(f, terms, apart, boost=WEIGHTS[f]) for f in fields])


def _near(terms: list[str], fields: tuple[str, ...], slop: int) -> w.Query:
    words = tuple(dict.fromkeys(terms))
    if len(words) < 2:
        return any_word(words, fields)
    most = reach(len(words), slop)
    return w.Or([queries.Near(f, words, most, WEIGHTS[f]) for f in fields])


def _alike(
    texts: list[str], fields: tuple[str, ...], made: Callable[[str, str], w.Query]
) -> w.Query:
    """A query that stands for many words: they count alike, by the field where they stand."""
    return w.Or([w.ConstantScoreQuery(made(f, text), WEIGHTS[f]) for f in fields for text in texts])


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
        return Without(w.Every(), w.Every(ENTRIES.get(field, field)))
    if field in ENTRIES:
        return FirstFound([w.Prefix(ENTRIES[field], start(plain(value))), _spelled(field, value)])
    if field in ENTRIES.values():
        return w.Prefix(field, start(plain(value)))
    return w.Term(field, keyword(field, value))


def _spelled(field: str, spelling: str) -> w.Query:
    """Documents with an entry that has this spelling."""
    if field in KEYWORD_FIELDS:
        return w.Term(field, keyword(field, spelling))
    keys, held = meant(field, spelling), ENTRIES[field]
    found = [w.Prefix(held, start(key)) for key in keys]
    return w.Or([*found, *(Alias(ALSO, other_start(field, k), held, BETWEEN) for k in keys)])


def _fields(field: str | None) -> tuple[str, ...]:
    return WORD_FIELDS if field is None else (field,)
