"""Text -> tree: literal by default, never an error."""

from __future__ import annotations

import pytest

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
)
from index.query_limits import (
    MAX_LEAVES,
    MAX_LETTERS,
    MAX_PATTERNS,
    MAX_TOLD,
    MAX_TOLD_LETTERS,
)
from index.tree import Dates, Fuzzy, Near, Prefix, Wildcard


def both(*words: str, field: str | None = None) -> And:
    return And(tuple(Word(word, field) for word in words))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Физика", Word("физика")),
        ("quantum  field\ttheory", both("quantum", "field", "theory")),
        ("light light", Word("light")),
        ("light -dark", And((Word("light"), Not(Word("dark"))))),
        ("light NOT dark", And((Word("light"), Not(Word("dark"))))),
        ("-dark", Not(Word("dark"))),
        ("NOT NOT a", Word("a")),
        ("a OR b", Or((Word("a"), Word("b")))),
        ("a b OR c", Or((both("a", "b"), Word("c")))),
        ("a (b OR c)", And((Word("a"), Or((Word("b"), Word("c")))))),
        ("a AND b", both("a", "b")),
        ("a AND(b)", both("a", "b")),
        ("(a)OR(b)", Or((Word("a"), Word("b")))),
        ("(a) (b OR c", And((Word("a"), Or((Word("b"), Word("c")))))),
        ("（a OR b） c", And((Or((Word("a"), Word("b"))), Word("c")))),
        ("-(a b)", Not(both("a", "b"))),
        ("+a +(b)", both("a", "b")),
        ("author:Кистанов", Word("кистанов", "creator")),
        ('title:"On Light"', Phrase(("on", "light"), "title")),
        ("TITLE:light", Word("light", "title")),
        ("title：光", Word("光", "title")),
        ("title:well-known", both("well", "known", field="title")),
        ("lang:ru", Exact("language", "ru")),
        ('set:"a b"', Exact("set", "a b")),
        ('set:"a ""b"""', Exact("set", 'a "b"')),
        ("set:«a b»", Exact("set", "a b")),
        ("set:a:b", Exact("set", "a:b")),
        ("social-economic", both("social", "economic")),
        ("東京大学", Phrase(("東京", "京大", "大学"))),
        ("\u200fa\u200e OR\u200f b", Or((Word("a"), Word("b")))),
        ("a or b", both("a", "or", "b")),
        ("мир И война ИЛИ НЕ", both("мир", "и", "война", "или", "не")),
    ],
)  # fmt: skip
def test_syntax_has_its_meaning(text: str, tree: Node) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    "text",
    ['"a b"', "“a b”", "„a b“", "„a b”", '„a b"', "”a b”", "«a b»", "»a b«", "»a b»", "‹a b›",
     "›a b‹", "「a b」", "『a b』", "《a b》", "〈a b〉", "〝a b〟", "＂a b＂", "‘a b’", "'a b'",
     "‚a b‘", "`a b'", "``a b''", "“a b\"", "('a b')"],
)  # fmt: skip
def test_quotes_of_every_kind_hold_a_phrase(text: str) -> None:
    assert parse(text).tree == Phrase(("a", "b"))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('"Quantum Field" theory', And((Phrase(("quantum", "field")), Word("theory")))),
        ('"word"', Phrase(("word",))),
        ('צה"ל "אחת שתיים"', And((Word("צה"), Word("ל"), Phrase(("אחת", "שתיים"))))),
        ("'don't stop' don't", And((Phrase(("don't", "stop")), Word("don't")))),
        ("rock 'n' roll", And((Word("rock"), Phrase(("n",)), Word("roll")))),
        ("students' views' ' x", both("students", "views", "x")),
        ('5" and 3" disks', both("5", "and", "3", "disks")),
        ('the "quick fox', both("the", "quick", "fox")),
        ("«О „малом“ свете»", Phrase(("о", "малом", "свете"))),
        ('"東京大学"の研究', And((Phrase(("東京", "京大", "大学")), Phrase(("の研", "研究"))))),
        ('a" "b c"', And((Word("a"), Phrase(("b", "c"))))),
    ],
)  # fmt: skip
def test_a_quote_inside_of_a_word_opens_nothing(text: str, tree: Node) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("title:(a b)", both("a", "b", field="title")),
        ("title:(a OR author:b)", Or((Word("a", "title"), Word("b", "creator")))),
        ('title:("a b" -c)', And((Phrase(("a", "b"), "title"), Not(Word("c", "title"))))),
        ("title:(a (b OR c))", And((Word("a", "title"),
                                   Or((Word("b", "title"), Word("c", "title")))))),
        ("title:(a b) c", And((Word("a", "title"), Word("b", "title"), Word("c")))),
        ("-title:(a b)", Not(both("a", "b", field="title"))),
        ("title:（a b）", both("a", "b", field="title")),
        ("language:(ru OR en)", Or((Exact("language", "ru"), Exact("language", "en")))),
        ("year:(2019 OR >=2022)", Or((Exact("year", "2019"), Years(2022, None)))),
        ('set:("a b" OR c)', Or((Exact("set", "a b"), Exact("set", "c")))),
        ("title:(10.1234/x)", both("10", "1234", "x", field="title")),
        ("title:(a b", both("a", "b", field="title")),
        ("title:()", Everything()),
        ("title:(neuro* \"a b\"~2)", And((Prefix("neuro", "title"),
                                         Near(("a", "b"), 2, "title")))),
    ],
)  # fmt: skip
def test_a_field_asks_a_whole_bracket(text: str, tree: Node) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("exact:Studies", Phrase(("studies",))),
        ("exact:(a OR b)", Or((Phrase(("a",)), Phrase(("b",))))),
        ('exact:"a b"', Phrase(("a", "b"))),
        ("title:exact:a", Phrase(("a",), "title")),
        ("exact:title:a", Phrase(("a",), "title")),
        ("EXACT:(title:a b)", And((Phrase(("a",), "title"), Phrase(("b",))))),
        ("exact:well-known", And((Phrase(("well",)), Phrase(("known",))))),
        ("exact:neuro*", Prefix("neuro")),
        ("exact:year:2019", Exact("year", "2019")),
        ("exact:10.1234/x", Exact("doi", "10.1234/x")),
    ],
)
def test_exact_words_are_meant_as_they_stand(text: str, tree: Node) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("neuro*", Prefix("neuro")),
        ("(Neuró*),", Prefix("neuró")),
        ("neuro**", Prefix("neuro")),
        ("neuro*?", Prefix("neuro")),
        ("neuro＊", Prefix("neuro")),
        ("ней*", Prefix("ней")),
        ("東京*", Prefix("東京")),
        ("p53*", Prefix("p53")),
        ("title:neuro*", Prefix("neuro", "title")),
        ("neuro-psych*", And((Word("neuro"), Prefix("psych")))),
        ("organi?ation", Wildcard("organi?ation")),
        ("Organi?ati*", Wildcard("organi?ati*")),
        ("creator:ki*tanov", Wildcard("ki*tanov", "creator")),
        ("quantm~", Fuzzy("quantm")),
        ("quantm~2", Fuzzy("quantm", edits=2)),
        ("quantm~9", Fuzzy("quantm", edits=2)),
        ("light~2", Fuzzy("light", edits=1)),
        ("light~0", Phrase(("light",))),
        ("title:quantm~", Fuzzy("quantm", "title")),
        ('"a b"~5', Near(("a", "b"), 5)),
        ('title:"a b"~0', Near(("a", "b"), 0, "title")),
        ('"a b"~2>', Near(("a", "b"), 2, None, True)),
        ('"a b"~5000', Near(("a", "b"), 99)),
        ('"word"~5', Phrase(("word",))),
        ("«a b»~3", Near(("a", "b"), 3)),
    ],
)
def test_patterns_stand_for_words(text: str, tree: Node) -> None:
    assert parse(text).tree == tree
    assert parse(text).literal == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("n*", "n"),
        ("*ology", "ology"),
        ("*", "*"),
        ("a?b", "a b"),
        ("f**k", "f k"),
        ("M*A*S*H", "m a s h"),
        ("C*-algebras", "c algebras"),
        ("co*l*o*r", "co l o r"),
        ("What is life?", "what is life"),
        ("at~", "at"),
        ("2019~", "2019"),
        ("word~0.8", "word 0 8"),
        ("~word", "word"),
        ("東京大*", '"東京大"'),
        ("東京大学~", '"東京大学"'),
        ('"neuro* net"', '"neuro net"'),
        ("x^2 + y^2", "x 2 y"),
        ("10^6 cells", "10 6 cells"),
    ],
)
def test_what_is_no_pattern_is_words(text: str, words: str) -> None:
    assert parse(text).interpreted_as == words


@pytest.mark.parametrize(
    ("text", "words", "literal"),
    [
        ("Light: a subtitle?", "light a subtitle", ()),
        ("foo:bar", "foo bar", ("foo:bar",)),
        ("https: what", "https what", ()),
        ("source:", "source", ("source:",)),
        ("title: light", "title:light OR (title light)", ()),
        ("author: Ivanov A.", "(creator:ivanov OR (author ivanov)) a", ()),
        ("year: 2019", "year:2019 OR (year 2019)", ()),
        ('title: "a b" c', '(title:"a b" OR (title "a b")) c', ()),
        ("Date: unknown", "date unknown", ("Date:",)),
        ("a title: OR b", '(a title) OR b', ("title:",)),
        ("year:soon", "year soon", ("year:soon",)),
        ("year:(soon)", "soon", ("soon",)),
        ('title:"…" x', "title x", ('title:"…"',)),
        ("word(s) f(x)", "word s f x", ()),
        ("a - b -- c --d", "a b c d", ()),
        ("at -80 °C", "at 80 c", ("-80",)),
        ("(R)-limonene", "r limonene", ()),
        ('5" disk', "5 disk", ('5"',)),
        ('"unbalanced quote', "unbalanced quote", ('"unbalanced',)),
        ("((a) b", "a b", ("(",)),
        ("a)) b ()", "a b", (")",)),
        ("OR", "or", ("OR",)),
        ("AND a OR", "and a or", ("OR", "AND")),
        ("a NOT", "a not", ("NOT",)),
        ("a -()", "a", ("-",)),
        ("a AND OR b", "a or b", ("OR",)),
        ("SELECT * FROM t; --", "select from t", ()),
        ("/re[gex]+/ i", "re gex i", ("/re[gex]+/",)),
        ("a && b || c", "a b c", ("&&", "||")),
        ("don't C++", "don't c", ()),
        ("EFFECT OF LIGHT OR DARK ON THE GROWTH OF PEAS NOT BEANS",
         "effect of light or dark on the growth peas not beans", ("OR", "NOT")),
    ],
)  # fmt: skip
def test_what_cannot_be_syntax_is_words(text: str, words: str, literal: tuple[str, ...]) -> None:
    parsed = parse(text)
    assert (parsed.interpreted_as, parsed.literal) == (words, literal)


@pytest.mark.parametrize(
    "text",
    ["DNA OR RNA", "東京 大学 研究 物理 図書館 化学 OR 観察",
     '"HEART ATTACK" OR "A STROKE OF SUCH A KIND"', "(HEART ATTACK OF SUCH A KIND) OR STROKE"],
)  # fmt: skip
def test_capitals_may_be_operators(text: str) -> None:
    assert isinstance(parse(text).tree, Or)


def test_a_pattern_is_none_in_a_field_of_values() -> None:
    parsed = parse("source:herald* doi:*")
    assert parsed.tree == And((Exact("source", "herald*"), Not(Exact("doi", "(none)"))))
    assert parsed.literal == ("herald*",)


def test_what_becomes_longer_than_can_be_read_is_shortened() -> None:
    """One letter, the blessing, is four words; a hundred phrases of it are beyond the bound."""
    parsed = parse(" ".join(f'"{"ﷺ" * 24} w{n}"' for n in range(300)))
    assert len(parsed.interpreted_as) <= MAX_LETTERS
    assert isinstance(parsed.tree, And)
    assert 1 < len(parsed.tree.nodes) < MAX_LEAVES
    assert parse(parsed.interpreted_as).tree == parsed.tree


def test_what_is_told_is_bounded() -> None:
    parsed = parse(" ".join(f"foo{n}x:{'y' * 100}" for n in range(50)))
    assert len(parsed.literal) == MAX_TOLD
    assert {len(piece) for piece in parsed.literal} == {MAX_TOLD_LETTERS}


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("year:2023", Exact("year", "2023")),
        ("year:2019..2024", Years(2019, 2024)),
        ("year:2019…2024", Years(2019, 2024)),
        ("year:2019-2024", Years(2019, 2024)),
        ("year:2024..2019", Years(2019, 2024)),
        ("year:>=2020", Years(2020, None)),
        ("year:≥2020", Years(2020, None)),
        ("year:>2020", Years(2021, None)),
        ("year:<2020", Years(None, 2019)),
        ("year:<=2020", Years(None, 2020)),
        ("year:2019..", Years(2019, None)),
        ("year:..2019", Years(None, 2019)),
        ("date:2019-05", Exact("date", "2019-05")),
        ("date:2019–2024", Dates("2019", "2024")),
        ("date:2019-2024", Dates("2019", "2024")),
        ("date:2019-05..2020", Dates("2019-05", "2020")),
        ("date:2019-05..2019", Dates("2019-05", "2019")),
        ("date:2020..2019-05", Dates("2019-05", "2020")),
        ("date:2019-05-17..", Dates("2019-05-17", None)),
        ("date:>=2019-05", Dates("2019-05", None)),
        ("date:>2019", Dates("2020", None)),
        ("date:>2019-12", Dates("2020-01", None)),
        ("date:<2019-01", Dates(None, "2018-12")),
        ("date:>2019-12-31", Dates("2020-01-01", None)),
        ("date:<2020-03-01", Dates(None, "2020-02-29")),
        ("doi:*", Not(Exact("doi", "(none)"))),
        ("-issn:*", Exact("issn", "(none)")),
        ('year:"(none)"', Exact("year", "(none)")),
        ('set:"*"', Exact("set", "*")),
    ],
)
def test_years_dates_and_what_is_there_at_all(text: str, tree: Node) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    "text", ["year:..", "year:2019-05..2020", "year:>9999", "date:<0001", "date:2019-13..2020",
             "date:>2019-02-30", "year:٢٠١٩", "year:19"]
)  # fmt: skip
def test_what_is_no_year_is_words(text: str) -> None:
    parsed = parse(text)
    assert not isinstance(parsed.tree, Years | Dates | Exact)
    assert parsed.literal == (text,)


@pytest.mark.parametrize("text", ["", "  ", "...", "*", "?!", '"', "()", "-", '""', "🚀", "\0"])
def test_a_query_of_no_words_is_everything(text: str) -> None:
    parsed = parse(text)
    assert (parsed.tree, parsed.interpreted_as) == (Everything(), "*")


@pytest.mark.parametrize(
    "text",
    ['"東京大学の研究"', "a OR (b -c)", "-(a OR b)", "year:>=0987 title:x", 'set:"a b" id:"c(d)"',
     'neuro* colo?r light~ quantum~2 "a b"~5', "date:2019-05..2020 NOT 80", "title:a -year:2019"],
)  # fmt: skip
def test_interpreted_as_reads_as_a_person_would_write_it(text: str) -> None:
    assert parse(text).interpreted_as == text


def test_too_many_leaves_and_patterns_are_left_out() -> None:
    words = parse(" ".join(f"w{n}" for n in range(1000))).tree
    assert isinstance(words, And)
    assert len(words.nodes) == MAX_LEAVES
    patterns = parse(" ".join(f"neuro{n}*" for n in range(30)))
    assert isinstance(patterns.tree, And)
    kinds = [isinstance(node, Prefix) for node in patterns.tree.nodes]
    assert kinds == [True] * MAX_PATTERNS + [False] * (30 - MAX_PATTERNS)
    assert patterns.literal[0] == f"neuro{MAX_PATTERNS}*"
