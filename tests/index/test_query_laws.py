"""Laws of the query language: any text has a meaning, and what is written reads back."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from index.query import (
    And,
    Everything,
    Exact,
    Node,
    Not,
    Or,
    Phrase,
    Word,
    Years,
    all_of,
    any_of,
    negated,
    parse,
    write,
)
from index.query_identifiers import identified, names_one
from index.query_limits import LONG_FUZZY, MAX_LETTERS
from index.tree import KEYWORD_FIELDS, TEXT_FIELDS, Dates, Fuzzy, Near, Prefix, Wildcard

SIGNS = [
    "(", ")", "（", "[", "]", " ", "-", "+", "OR", " AND ", "NOT ", '"', "«", "»", "'", "’",
    "„", "“", "`", "~", "~2", "~5>", "*", "?", "^2", "&&", "title:", "title:(", "year:",
    "doi:", "id:", "set:", "exact:", "language:(", "foo:", "：", "10.1234/x", "0317-8471",
    "03178471", "9783161484100", "2019", "2019-05", "..", ">=", "<", "か", "東京", "a", "Bé",
    "neuro", "0000-0002-1825-0097", "0000", " 0002 1825 0097", "oai:a:b", "https://x.y/z",
    "x.org/y", "issn ", "pmid 12", "DOI: ", "EDN ABCDEF", "ABCDEF", "1207.1019", "\u0e31",
    "\u200f", "\0", "ß", "İ", "ﷺ", "צה\"ל", "don't", "-80", "/", ".", ",", "(none)",
]  # fmt: skip
typed = st.text() | st.lists(st.sampled_from(SIGNS) | st.text(max_size=3), max_size=16).map("".join)


@settings(max_examples=600, deadline=None)
@given(typed)
@example('"0317 8471"')
@example('pmid (12) "doi 10.1234/x"')
@example("(a b OR c " * 30)
@example("9783161484100 " * 90)
def test_any_text_parses_and_what_is_understood_reads_back(text: str) -> None:
    parsed = parse(text)
    again = parse(parsed.interpreted_as)
    assert again.tree == parsed.tree
    assert again.interpreted_as == parsed.interpreted_as == write(parsed.tree)
    assert len(parsed.interpreted_as) <= MAX_LETTERS


letters = st.sampled_from(
    ["свет", "light", "don't", "océan", "p53", "का", "42", "3d", "neuro", "أثر"]
)
fields = st.sampled_from([None, *TEXT_FIELDS])
phrases = st.lists(letters | st.just("東"), min_size=1, max_size=4).map(tuple)
long_words = st.sampled_from(["свет", "light", "océan", "neurons", "ежегодник"])
years = st.integers(1, 9999)
dates = st.dates().flatmap(
    lambda day: st.sampled_from([day.isoformat()[:length] for length in (4, 7, 10)])
)
values = st.text(min_size=1).filter(lambda value: value.isprintable() and value == value.strip())


def fuzzy(word: str, field: str | None, edits: int) -> Fuzzy:
    return Fuzzy(word, field, edits if len(word) >= LONG_FUZZY else 1)


def span(
    kind: Callable[..., Node], ends: st.SearchStrategy[int] | st.SearchStrategy[str]
) -> st.SearchStrategy[Node]:
    """Ranges closed, open at the beginning, open at the end."""
    pairs = st.tuples(ends, ends).map(sorted)
    return st.one_of(
        pairs.map(lambda pair: kind(*pair)),
        ends.map(lambda end: kind(end, None)),
        ends.map(lambda end: kind(None, end)),
    )


leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Word, letters, fields),
    st.builds(Phrase, phrases, fields),
    st.builds(Near, phrases.filter(lambda words: len(words) > 1), st.integers(0, 99), fields,
              st.booleans()),
    st.builds(Prefix, st.sampled_from(["neuro", "東京", "co", "don't"]), fields),
    st.builds(Wildcard, st.sampled_from(["colo?r", "ne*ron*", "ор?ан", "a1?*b"]), fields),
    st.builds(fuzzy, long_words, fields, st.integers(1, 2)),
    st.builds(Exact, st.sampled_from(["set", "source"]), values),
    st.sampled_from([Exact("doi", "10.1234/x"), Exact("issn", "0317-8471"), Exact("year", "0987"),
                     Exact("date", "2019-05"), Exact("id", "oai:a:b"), Exact("doi", "(none)")]),
    span(Years, years),
    span(Dates, dates.filter(lambda end: len(end) == 4)),
    st.builds(Dates, dates, st.none()),
)  # fmt: skip
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(all_of),
        st.lists(inner, min_size=1, max_size=4).map(any_of),
        inner.map(negated),
    ),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(trees)
@example(Or((Phrase(("東", "東")), Phrase(("東", "東", "東")))))
def test_any_tree_that_can_be_written_reads_back(tree: Node) -> None:
    # What stands apart in the tree and is an identifier side by side is read as one; so are lists.
    assume(identified(write(tree)) is None or isinstance(tree, Exact))
    assume(not any(map(_is_list, _inside(tree))))
    parsed = parse(write(tree))
    assert (parsed.tree, parsed.literal) == (tree, ())


def _is_list(node: Node) -> bool:
    return isinstance(node, And) and all(map(names_one, node.nodes))


def _inside(node: Node) -> list[Node]:
    match node:
        case And(nodes) | Or(nodes):
            return [node, *(part for each in nodes for part in _inside(each))]
        case Not(inner):
            return [node, *_inside(inner)]
        case _:
            return [node]


def test_everything_is_written_as_a_star() -> None:
    assert parse(write(Everything())).tree == Everything()


@pytest.mark.parametrize("field", [*TEXT_FIELDS, *KEYWORD_FIELDS])
def test_every_field_of_the_promises_is_asked(field: str) -> None:
    value = "2019" if field in ("year", "date") else "abc"
    tree = parse(f"{field}:{value}").tree
    assert isinstance(tree, Word | Exact)
    assert tree.field == field


FLOODS = {
    "words": "word ", "letters": "a", "blanks": "a \t", "brackets": "(", "closing": ")",
    "both": "(a) ", "open": "(a ", "quotes": '"', "phrases": '"a b" ', "opened": '"a «',
    "singles": "'a ", "dashes": "-", "denied": "-(", "operators": "NOT ",
    "choices": "x OR ", "nothing": "\0", "stop words": "the of ", "fields": "title:",
    "groups": "title:(", "keywords": 'set:"', "values": "set:(a ", "exact": "exact:",
    "colons": ":", "unknown": "foo:bar ", "doi": "10.1234/", "dois": "10.1234/a ",
    "urls": "http://", "oai": "oai:", "issn": "0000-", "label": "issn ",
    "orcid": "orcid - ", "dashes and digits": "-8", "hosts": "a.b.", "stars": "*",
    "prefixes": "ab* ", "wild": "ab*?", "joined": "ab*-", "fuzzy": "abc~ ", "tildes": "~",
    "questions": "a?b", "near": '"a b"~5 ', "Han": "東", "Thai": "ก", "marks": "\u0301",
    "ligatures": "ﷺ", "emoji": "🚀", "halves": "\ud83d", "direction": "\u200f",
    "years": "year:2019..", "commas": "a,", "dots": "..", "slashes": "/a",
    "apostrophes": "a'", "capitals": "ABCDEF ", "capital operators": "A OR ",
    "Cyrillic": "слово ", "one word": "a-", "plus": "+", "sql": "' OR 1=1 --",
    "regex": "(a+)+$", "percent": "%2f", "braces": "{[<", "deep": "(a OR (b -",
    "doubled": 'set:""',
}  # fmt: skip


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_floods_take_bounded_time(flood: str) -> None:
    """Measured: 40 ms at worst; what is quadratic in a pattern takes seconds, see CPU time."""
    text = (flood * MAX_LETTERS)[:MAX_LETTERS]
    start = time.process_time()
    parsed = parse(text)
    assert time.process_time() - start < 2
    assert parse(parsed.interpreted_as).tree == parsed.tree


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_work_grows_with_the_length_and_no_faster(flood: str) -> None:
    short, long = ((flood * size)[:size] for size in (2_000, 4_000))
    once, twice = calls(lambda: parse(short)), calls(lambda: parse(long))
    assert twice < 2.6 * once + 2_000


def calls(act: Callable[[], object]) -> int:
    """How many functions are called, in Python and in C."""
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    act()  # what is looked up once is not counted
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count
