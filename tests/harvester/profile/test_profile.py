"""What a profile says of documents."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.profile import FieldProfile, FlagProfile, documents_of, profile
from harvester.profile.fields import FIELDS, values_of
from harvester.profile.odd import oddness
from harvester.profile.profile import Odd
from index.record import (
    Agent,
    Batch,
    Coded,
    Date,
    Document,
    Flag,
    Identifier,
    Journal,
    Licence,
    Link,
    Text,
)
from index.store import open_store
from tests.records import article, gone
from tests.world import START

FULL = Document(
    "s",
    "full",
    ("set",),
    (Text("Title", "en"), Text("Titel", "de")),
    (Agent("A. Author", orcid="0000-0002-1825-0097"),),
    (Agent("B"),),
    (Text("F"),),
    (Text("S"),),
    (Coded("05C15", scheme="MSC"), Coded("x")),
    (Text("A"),),
    (Text("P"),),
    Date("2020", "2020", 2020, "year"),
    type=Coded("art", "uri", "article"),
    version=Coded("v", "uri"),
    access=Coded("a"),
    languages=("en",),
    identifiers=(Identifier("doi", "10.5555/x", "10.5555/X"),),
    journal=Journal(
        (Text("J"),), "0869-5873", issns=("0869-5873",), volume="1", issue="2", pages="3"
    ),
    licence=Licence("https://x.example/", "CC-BY-4.0"),
    rights=(Text("R"),),
    links=(Link("https://x.example", "landing"),),
    relations=(Identifier("url", "u", "u"),),
    coverage=(Text("C"),),
    formats=("text/html",),
)


def test_every_field_is_counted() -> None:
    assert values_of(FULL) == {
        "titles": ("Title", "Titel"), "creators": ("A. Author",),
        "orcids": ("0000-0002-1825-0097",), "contributors": ("B",), "funders": ("F",),
        "subjects": ("S",), "classifications": ("MSC 05C15", "? x"), "abstracts": ("A",),
        "publishers": ("P",), "year": ("2020",), "type": ("article",), "version": ("uri",),
        "access": ("a",), "languages": ("en",), "identifiers": ("doi",), "doi": ("10.5555/x",),
        "journal": ("J",), "issn": ("0869-5873",), "volume": ("1",), "issue": ("2",),
        "pages": ("3",), "licence": ("CC-BY-4.0",), "rights": ("R",), "links": ("landing",),
        "relations": ("url",), "coverage": ("C",), "formats": ("text/html",), "sets": ("set",),
    }  # fmt: skip
    assert not any(values_of(Document("s", "empty")).values())


def test_shares_values_and_the_most_common() -> None:
    documents = [
        Document("s", "1", titles=(Text("a"), Text("b")), completeness=50),
        Document("s", "2", titles=(Text("a"),), completeness=25),
        Document("s", "3", completeness=0),
    ]
    found = profile("s", documents, 2026)
    assert (found.source, found.records, found.completeness) == ("s", 3, 25.0)
    assert found.fields["titles"] == FieldProfile(2, 3, 2, (("a", 2), ("b", 1)), ())


def test_long_values_are_told_apart_and_shown_short() -> None:
    texts = tuple(Text("a" * 200 + end) for end in "xyx")
    found = profile("s", [Document("s", "1", abstracts=texts)], 2026).fields["abstracts"]
    assert (found.values, found.distinct) == (3, 2)
    assert found.top == (("a" * 120 + "…", 2), ("a" * 120 + "…", 1))


def test_flags_are_counted_by_documents() -> None:
    flags = (Flag("issn-check-digit", "source", "1"), Flag("issn-check-digit", "source", "2"))
    found = profile(
        "s", [Document("s", "1", flags=flags), Document("s", "2", flags=flags[:1])], 2026
    )
    assert found.flags == {"issn-check-digit": FlagProfile(2, (("source: 1", 2), ("source: 2", 1)))}


def test_odd_values_come_with_their_records() -> None:
    documents = [Document("s", f"{n}", titles=(Text("N/A"),)) for n in range(5)]
    (odd,) = profile("s", documents, 2026).fields["titles"].odd
    assert odd == Odd("a placeholder", 5, (("0", "N/A"), ("1", "N/A"), ("2", "N/A")))


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("titles", "Без названия", "a placeholder"),
        ("creators", "—", "no word in it"),
        ("titles", "???????? ??????", "letters lost"),
        ("titles", "?", "no word in it"),
        ("titles", "Why???", None),
        ("abstracts", "H<sub>2</sub>O", "markup left"),
        ("abstracts", "A &amp; B", "markup left"),
        ("abstracts", "p < 0.05 and q > 3", None),
        ("titles", "T" * 501, "very long"),
        ("titles", "T" * 500, None),
        ("abstracts", "A" * 5000, None),
        ("year", "2028", "in the future"),
        ("year", "2027", None),
        ("rights", "none", None),
    ],
)
def test_what_can_hardly_be_meant(field: str, value: str, reason: str | None) -> None:
    assert oddness(field, value, 2027) == reason


@given(st.sampled_from(sorted(set(FIELDS) - {"year"})), st.text())
def test_oddness_never_raises(field: str, value: str) -> None:
    assert oddness(field, value, 2026) is None or value


def test_only_live_documents_of_the_source_are_walked(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "index.db", create=True)) as store:
        for name in ("r", "s", "t"):
            store.declare(name, "", "oai_dc", declared=False, now=START)
            items = tuple(article(n, source=name) for n in range(3))
            store.apply(name, Batch(items, (gone(1),)), None, START)
        found = [(one.source, one.identifier[-1]) for one in documents_of(store, "s")]
    assert found == [("s", "0"), ("s", "2")]
