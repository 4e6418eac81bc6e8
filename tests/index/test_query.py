"""Text -> tree: literal by default, never an error, and back to the same tree."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
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
    parse,
    write,
)


def both(*words: str) -> And:
    return And(tuple(Word(word) for word in words))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Физика", Word("физика")),
        ("quantum  field\ttheory", both("quantum", "field", "theory")),
        ("light light", Word("light")),
        ('"Quantum Field" theory', And((Phrase(("quantum", "field")), Word("theory")))),
        ("«О свете»", Phrase(("о", "свете"))),
        ("„Über Licht“", Phrase(("über", "licht"))),
        ('"word"', Phrase(("word",))),
        ("light -dark", And((Word("light"), Not(Word("dark"))))),
        ("light NOT dark", And((Word("light"), Not(Word("dark"))))),
        ("-dark", Not(Word("dark"))),
        ("NOT NOT a", Word("a")),
        ("a OR b", Or((Word("a"), Word("b")))),
        ("a b OR c", Or((both("a", "b"), Word("c")))),
        ("a (b OR c)", And((Word("a"), Or((Word("b"), Word("c")))))),
        ("a AND b", both("a", "b")),
        ("-(a b)", Not(both("a", "b"))),
        ("author:Кистанов", Word("кистанов", "creator")),
        ('title:"On Light"', Phrase(("on", "light"), "title")),
        ("TITLE:light", Word("light", "title")),
        ("title:well-known", And((Word("well", "title"), Word("known", "title")))),
        ("lang:ru", Exact("language", "ru")),
        ('set:"a b"', Exact("set", "a b")),
        ('set:"a ""b"""', Exact("set", 'a "b"')),
        ("set:a:b", Exact("set", "a:b")),
        ("social-economic", both("social", "economic")),
        ("東京大学", Phrase(("東京", "京大", "大学"))),
        ("東京大学 title:日本語", And((Phrase(("東京", "京大", "大学")),
                                  Phrase(("日本", "本語"), "title")))),
    ],
)  # fmt: skip
def test_syntax_has_its_meaning(text: str, tree: Node) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Title: a subtitle?", "title a subtitle"),
        ("foo:bar", "foo bar"),
        ("https: what", "https what"),
        ("source:", "source"),
        ("year:soon", "year soon"),
        ('title:"…" x', "title x"),
        ("word(s) f(x)", "word s f x"),
        ("a - b -- c --d", "a b c d"),
        ('5" disk', "5 disk"),
        ('"unbalanced quote', "unbalanced quote"),
        ("((a) b", "a b"),
        ("a)) b ()", "a b"),
        ("OR", "or"),
        ("AND a OR", "and a or"),
        ("a NOT", "a not"),
        ("a AND OR b", "a or b"),
        ("SELECT * FROM t; --", "select from t"),
        ("/re[gex]+/ wild*", "re gex wild"),
        ("don't C++", "don't c"),
    ],
)
def test_what_cannot_be_syntax_is_words(text: str, words: str) -> None:
    assert parse(text).interpreted_as == words


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("10.1234/AbC.5", "doi", "10.1234/abc.5"),
        ("https://doi.org/10.1000/xyz(1)", "doi", "10.1000/xyz(1)"),
        ("doi: 10.1234/x", "doi", "10.1234/x"),
        ("doi:10.1234/X", "doi", "10.1234/x"),
        ('"10.1234/x"', "doi", "10.1234/x"),
        ("0317-8471", "issn", "0317-8471"),
        ("ISSN 0317-8471", "issn", "0317-8471"),
        ("issn:03178471", "issn", "0317-8471"),
        ("0000–0002–1825–0097", "orcid", "0000-0002-1825-0097"),
        ("https://orcid.org/0000-0002-1825-0097", "orcid", "0000-0002-1825-0097"),
        ("oai:journal.example.org:article/1", "id", "oai:journal.example.org:article/1"),
        ("id:oai:journal.example.org:1", "id", "oai:journal.example.org:1"),
        ("https://journal.example.org/1?a=b", "id", "https://journal.example.org/1?a=b"),
        ("0000,0002 1825:0097", "orcid", "0000-0002-1825-0097"),
    ],
)
def test_an_identifier_is_recognised_in_any_dress(text: str, field: str, value: str) -> None:
    assert parse(text).tree == Exact(field, value)


def test_identifiers_stand_among_words_and_brackets() -> None:
    assert parse("light 10.1234/x").tree == And((Word("light"), Exact("doi", "10.1234/x")))
    assert parse("(10.1234/x) OR b").tree == Or((Exact("doi", "10.1234/x"), Word("b")))
    assert parse("-0317-8471").tree == Not(Exact("issn", "0317-8471"))


def test_a_bare_number_is_looked_for_as_both() -> None:
    number = "9783161484100"
    assert parse(number).tree == Or((Exact("id", number), Word(number)))


def test_years_that_look_like_an_issn_are_words() -> None:
    assert parse("1995-2004").tree == both("1995", "2004")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("year:2023", Exact("year", "2023")),
        ("year:2019..2024", Years(2019, 2024)),
        ("date:2019–2024", Years(2019, 2024)),
        ("year:>=2020", Years(2020, None)),
        ("year:>2020", Years(2021, None)),
        ("year:<2020", Years(None, 2019)),
        ("year:2019..", Years(2019, None)),
        ("date:2019-05", Exact("date", "2019-05")),
        ("year:..", And((Word("year"),))),
    ],
)
def test_years(text: str, tree: Node) -> None:
    assert parse(text).tree == (tree.nodes[0] if isinstance(tree, And) else tree)


@pytest.mark.parametrize("text", ["", "  ", "...", "*", "?!", '"', "()", "-", '""', "🚀"])
def test_a_query_of_no_words_is_everything(text: str) -> None:
    parsed = parse(text)
    assert (parsed.tree, parsed.interpreted_as) == (Everything(), "everything")


@pytest.mark.parametrize(
    "text",
    ['"東京大学の研究"', "a OR (b -c)", "-(a OR b)", "year:>=0987 title:x", 'set:"a b" id:"c(d)"'],
)
def test_interpreted_as_reads_as_a_person_would_write_it(text: str) -> None:
    assert parse(text).interpreted_as == text


def test_everything_is_written_as_a_star() -> None:
    assert parse(write(Everything())).tree == Everything()


PARTS = st.sampled_from(
    ["(", ")", " ", "-", "OR", " AND ", "NOT ", '"', "«", "title:", "year:", "doi:", "id:", "set:",
     "10.1234/x", "0317-8471", "03178471", "9783161484100", "2019", "..", ">=", "か", "東京", "a",
     "Bé", "0000-0002-1825-0097", "0000", " 0002 1825 0097", "oai:a:b", "https://x.y/z", "*", "'",
     "issn ", "pmid 12", "\u0e31", "ß", "İ", "EDN ABCDEF", "»"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.text() | st.lists(PARTS | st.text(max_size=3), max_size=14).map("".join))
def test_any_text_parses_and_its_tree_reads_back(text: str) -> None:
    tree = parse(text).tree
    assert parse(write(tree)).tree == tree


@pytest.mark.parametrize(
    "text",
    ["a " * 5000, "(" * 10_000, ")" * 10_000, '"' * 10_000, "a" + ")" * 9999, "-" * 10_000,
     "NOT " * 2500, "(a " * 3000, "10.1234/" + "(" * 9000, "title:" * 1600, "東" * 10_000,
     "a-" * 5000, "0" * 10_000, "0000-" * 2000, "oai:" * 2500, "x OR " * 2000, "w1 " * 100_000,
     '"' + "word " * 1990 + '"', "\0" * 10_000, " ".join(f"w{n}" for n in range(1000))],
)  # fmt: skip
def test_long_queries_take_bounded_time(text: str) -> None:
    """Measured: 0.2 s at worst on a slow machine; quadratic behaviour would take minutes."""
    start = time.process_time()
    tree = parse(text).tree
    assert time.process_time() - start < 5
    assert len(write(tree)) < 12_000
    assert parse(write(tree)).tree == tree
