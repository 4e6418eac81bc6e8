"""Identifiers in a query: every dress of them, and titles that merely hold a number."""

from __future__ import annotations

import pytest

from index.query import And, Exact, Node, Not, Or, Phrase, Word, parse

DOI = Exact("doi", "10.1234/abc.5")
ISSN = Exact("issn", "0317-8471")
ORCID = Exact("orcid", "0000-0002-1825-0097")
OAI = Exact("id", "oai:journal.example.org:article/1")
URL = Exact("id", "https://journal.example.org/a/1")


@pytest.mark.parametrize(
    ("tree", "texts"),
    [
        (DOI, ["10.1234/AbC.5", "doi:10.1234/abc.5", "DOI: 10.1234/abc.5", "doi 10.1234/abc.5",
               "DOI 10.1234/ABC.5.", "https://doi.org/10.1234/abc.5", "http://dx.doi.org/10.1234/abc.5",
               "doi.org/10.1234/abc.5", "DOI: https://doi.org/10.1234/abc.5", '"10.1234/abc.5"',
               '"DOI: 10.1234/abc.5"', "«10.1234/abc.5».", "(10.1234/abc.5)", "[10.1234/abc.5]",
               "<https://doi.org/10.1234/abc.5>", "{10.1234/abc.5}", "(doi: 10.1234/abc.5).",
               "10.1234/abc.5,", "  10.1234/abc.5\n", "https://doi.org/10.1234%2Fabc.5",
               "info:doi/10.1234/abc.5", "（10.1234/abc.5）"]),
        (ISSN, ["0317-8471", "ISSN 0317-8471", "ISSN: 0317–8471", "issn:03178471", "ISSN 03178471",
                "(ISSN 0317-8471)", "0317-8471 (Print)", "ISSN,0317 8471", "eISSN 0317-8471."]),
        (ORCID, ["0000-0002-1825-0097", "0000–0002–1825–0097", "https://orcid.org/0000-0002-1825-0097",
                 "orcid.org/0000-0002-1825-0097", "ORCID: 0000-0002-1825-0097",
                 "ORCID iD 0000-0002-1825-0097", "0000,0002 1825:0097", "orcid:0000000218250097",
                 '"0000 0002 1825 0097"']),
        (OAI, ["oai:journal.example.org:article/1", '"oai:journal.example.org:article/1"',
               "OAI: oai:journal.example.org:article/1", "id:oai:journal.example.org:article/1",
               "<oai:journal.example.org:article/1>", "oai:journal.example.org:article/1."]),
        (URL, ["https://journal.example.org/a/1", "http://journal.example.org/a/1",
               "https://Journal.Example.org/a/1/", "URL: https://journal.example.org/a/1",
               "<https://journal.example.org/a/1>.", "(https://journal.example.org/a/1)",
               "“https://journal.example.org/a/1”", "https://journal.example.org/a/1.",
               "id:http://journal.example.org/a/1"]),
        (Exact("id", "SAMPAA"), ["EDN SAMPAA", "EDN: SAMPAA", "edn: sampaa", "(EDN: SAMPAA)",
                                 "https://elibrary.ru/SAMPAA"]),
        (Exact("id", "1207.1019"), ["arXiv:1207.1019", "arXiv:1207.1019v2", "ARXIV 1207.1019",
                                    "https://arxiv.org/abs/1207.1019",
                                    "arXiv:1207.1019 [math.GT]"]),
        (Exact("id", "9783161484100"), ["978-3-16-148410-0", "ISBN 978-3-16-148410-0",
                                        "ISBN: 9783161484100"]),
        (Exact("id", "12345678"), ["PMID 12345678", "PMID: 12345678"]),
    ],
)  # fmt: skip
def test_an_identifier_is_recognised_in_any_dress(tree: Node, texts: list[str]) -> None:
    assert {text: parse(text).tree for text in texts} == dict.fromkeys(texts, tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("light 10.1234/abc.5", And((Word("light"), DOI))),
        ("light DOI: 10.1234/abc.5", And((Word("light"), DOI))),
        ("light, EDN: SAMPAA.", And((Word("light"), Exact("id", "SAMPAA")))),
        ("(10.1234/abc.5) OR b", Or((DOI, Word("b")))),
        ("-0317-8471", Not(ISSN)),
        ("-10.1234/abc.5", Not(DOI)),
        ("light ORCID iD: 0000-0002-1825-0097", And((Word("light"), ORCID))),
        ("issn:0317-8471 year:2019", And((ISSN, Exact("year", "2019")))),
    ],
)
def test_identifiers_stand_among_words_and_brackets(text: str, tree: Node) -> None:
    assert parse(text).tree == tree


def test_several_identifiers_ask_for_each_of_them() -> None:
    other = Exact("doi", "10.1234/x")
    assert parse("10.1234/abc.5 10.1234/x").tree == Or((DOI, other))
    assert parse("DOI: 10.1234/abc.5, EDN: SAMPAA").tree == Or((DOI, Exact("id", "SAMPAA")))
    two = "orcid:0000-0002-1825-0097 issn:0317-8471"
    assert parse(two).tree == And((ORCID, ISSN))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("9783161484100", Or((Exact("id", "9783161484100"), Word("9783161484100")))),
        ("0000000218250097", Or((ORCID, Word("0000000218250097")))),
        ("SAMPAA", Or((Exact("id", "SAMPAA"), Word("sampaa")))),
        ("1207.1019", Or((Exact("id", "1207.1019"), And((Word("1207"), Word("1019")))))),
        ("journal.example.org/a", Or((Exact("id", "https://journal.example.org/a"),
            And((Word("journal"), Word("example"), Word("org"), Word("a")))))),
        ("on the 0317-8471 problem", And((Word("on"), Word("the"),
            Or((ISSN, And((Word("0317"), Word("8471"))))), Word("problem")))),
    ],
)  # fmt: skip
def test_what_may_be_an_identifier_is_looked_for_as_both(text: str, tree: Node) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    "text",
    ["1995-2004", "COVID-19 in 2019-2020", "10.5 million", "SAMPAA results", "pi is 3.1415",
     "1234-5678", "oai stands for", "doi", "issn numbers", "and/or", "e.g. this", "GPT-4"],
)  # fmt: skip
def test_a_number_or_a_label_alone_stays_words(text: str) -> None:
    tree = parse(text).tree
    assert all(isinstance(node, Word) for node in (tree.nodes if isinstance(tree, And) else [tree]))


def test_in_a_text_field_nothing_is_an_identifier() -> None:
    assert parse("title:0317-8471").tree == And((Word("0317", "title"), Word("8471", "title")))
    assert parse('title:"10.1234/x"').tree == Phrase(("10", "1234", "x"), "title")
