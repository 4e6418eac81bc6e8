"""Where a document answers a query."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import PLAIN
from index.engines.base import Query
from index.engines.memory import MemoryEngine
from index.highlight import WINDOW, Fragment, highlight
from index.query import parse
from index.record import Agent, Document, Journal, Text
from index.testing.engine_laws import documents, leaves, trees
from index.tree import (
    Boost,
    Constant,
    Exact,
    Fuzzy,
    Near,
    Node,
    Not,
    Phrase,
    Prefix,
    Wildcard,
    Word,
)


def marked(fragment: Fragment) -> str:
    return "".join(f"[{text}]" if matched else text for text, matched in fragment)


def shown(document: Document, query: str) -> dict[str, list[str]]:
    found = highlight(document, parse(query).tree, PLAIN)
    return {field: [marked(f) for f in fragments] for field, fragments in found.items()}


@pytest.mark.parametrize(
    ("query", "title", "expected"),
    [
        ("физика", "Успехи физики.", "Успехи [физики]."),
        ("universities", "The University", "The [University]"),
        ('"university"', "University, universities", "[University], universities"),
        ('"big dog"', "A big dog is big", "A [big dog] is big"),
        ("title:dog", "Dog", "[Dog]"),
        ("creator:dog", "Dog", "Dog"),
        ("-dog cat", "Dog & cat", "Dog & [cat]"),
        ("a OR (b c)", "a b d", "[a] [b] d"),
        ("東京大学", "新東京大学の", "新[東京大学]の"),
        ("strasse", "Die Straße <b>", "Die [Straße] <b>"),
        ("10.1234/x", "Dog", "Dog"),
        ("*", "Dog", "Dog"),
    ],
)
def test_the_words_that_matched_are_marked(query: str, title: str, expected: str) -> None:
    assert shown(Document("s", "1", titles=(Text(title),)), query) == {"title": [expected]}


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        ("Kistanow", "Кистанов В. О.", "[Кистанов] В. О."),
        ("Кистанов", "Kistanov, Valery", "[Kistanov], Valery"),
        ("Чаумартин", "François-Régis Chaumartin", "François-Régis [Chaumartin]"),
        ("author:Shcherbakov", "Щербаков А.", "[Щербаков] А."),
        ("Kistanov", "Kistenev V.", "Kistenev V."),
    ],
)
def test_names_that_were_found_by_sound_are_marked(query: str, name: str, expected: str) -> None:
    held = Document("s", "1", titles=(Text("Other"),), creators=(Agent(name),))
    assert shown(held, query) == {"title": ["Other"], "creator": [expected]}


def test_a_creator_is_shown_by_the_name_that_matched() -> None:
    agent = Agent("村上 春樹", variants=(Text("Murakami, Haruki", "en"),))
    document = Document("s", "1", creators=(agent, Agent("Petrov, P.")))
    assert shown(document, "murakami") == {"creator": ["[Murakami], Haruki", "Petrov, P."]}
    assert shown(document, "村上") == {"creator": ["[村上] 春樹", "Petrov, P."]}


def test_a_name_is_marked_in_the_letters_in_which_it_stands() -> None:
    document = Document("s", "1", creators=(Agent("Иванова, Анна"),))
    assert shown(document, "ivanova anna") == {"creator": ["[Иванова], [Анна]"]}
    assert shown(Document("s", "1", subjects=(Text("Иванова"),)), "ivanova") == {
        "subject": ["Иванова"]
    }


def test_journals_and_subjects_are_shown_too() -> None:
    document = Document(
        "s",
        "1",
        subjects=(Text("Physics of light"), Text("Optics")),
        journal=Journal((Text("Успехи физических наук", "ru"),)),
    )
    assert shown(document, "light") == {
        "subject": ["Physics of [light]", "Optics"],
        "journal": ["Успехи физических наук"],
    }
    assert shown(document, "journal:наука")["journal"] == ["Успехи физических [наук]"]


@pytest.mark.parametrize(
    ("node", "title", "expected"),
    [
        (Prefix("neuro"), "Neurology, a neurotic", "[Neurology], a [neurotic]"),
        (Prefix("l"), "L'eau", "[L'eau]"),
        (Wildcard("mod?l*"), "Modelling models, mode", "[Modelling] [models], mode"),
        (Wildcard("*"), "a b", "[a] [b]"),
        (Fuzzy("quantm"), "Quantum quantums", "[Quantum] quantums"),
        (Fuzzy("quantm", None, 2), "Quantum quantums quark", "[Quantum] [quantums] quark"),
        (Near(("a", "d"), 2), "d b a c c c d", "[d] b [a] c c c d"),
        (Near(("a", "d"), 3), "d b a c c c d", "[d] b [a] c c c [d]"),
        (Near(("a", "a"), 0), "b a", "b [a]"),
        (Near(("a", "d"), 1, None, True), "d a c d d", "d [a] c [d] d"),
        (Near(("a", "d", "e"), 1, None, True), "a d c c a c d e", "a d c c [a] c [d] [e]"),
        (Boost(Word("a"), 2.0), "a", "[a]"),
        (Constant(Word("a"), 2.0), "a", "[a]"),
        (Not(Word("a")), "a", "a"),
        (Exact("id", "a"), "a", "a"),
    ],
)
def test_every_kind_of_question_shows_where_it_is_answered(
    node: Node, title: str, expected: str
) -> None:
    document = Document("s", "1", titles=(Text(title),))
    (fragment,) = highlight(document, node, PLAIN)["title"]
    assert marked(fragment) == expected


def test_a_window_of_more_words_is_better_than_one_of_the_same_word_again() -> None:
    filler = "lorem ipsum dolor sit amet " * 40
    document = Document("s", "1", abstracts=(Text(f"light light light {filler} light dark"),))
    (fragment,) = highlight(document, parse("light dark").tree, PLAIN)["abstract"]
    assert marked(fragment).endswith("[light] [dark]")


def test_of_a_book_the_beginning_is_looked_at() -> None:
    """A hundred times the letters cost no more."""
    page, book = (
        Document("s", "1", abstracts=(Text("light " * number),)) for number in (4_000, 400_000)
    )
    assert calls(book) < 2 * calls(page)


def calls(document: Document) -> int:
    """How many functions are called to highlight a document."""
    counted = 0

    def count(*_: object) -> None:
        nonlocal counted
        counted += 1

    sys.setprofile(count)
    try:
        highlight(document, parse("light OR lights").tree, PLAIN)
    finally:
        sys.setprofile(None)
    return counted


@settings(max_examples=150, deadline=None)
@given(documents(), leaves)
def test_a_title_is_marked_where_an_engine_finds_it(document: Document, leaf: Node) -> None:
    """And nowhere else: what is shown is why it was found."""
    if isinstance(leaf, Word | Phrase | Near | Prefix | Wildcard | Fuzzy):
        engine = MemoryEngine(PLAIN)
        with engine.writer() as writer:
            writer.put(document)
        for field in ("title", "creator"):
            asked = replace(leaf, field=field)
            fragments = highlight(document, asked, PLAIN).get(field, ())
            matched = any(matched for fragment in fragments for _, matched in fragment)
            assert matched == bool(engine.search(Query(asked)).total)


@settings(max_examples=100, deadline=None)
@given(documents(), trees)
def test_no_tree_is_too_odd(document: Document, tree: Node) -> None:
    found = highlight(document, tree, PLAIN)
    shown = {field: ["".join(text for text, _ in f) for f in found[field]] for field in found}
    assert shown.get("title", []) == [text.value for text in document.titles]
    assert shown.get("creator", []) == [agent.name for agent in document.creators]


def test_the_best_window_of_the_best_abstract_is_shown() -> None:
    filler = "lorem ipsum dolor sit amet " * 40
    first = Text(f"light {filler}")
    second = Text(f"{filler} light and {filler} light before the dark light {filler}")
    document = Document("s", "1", abstracts=(first, second))
    (fragment,) = highlight(document, parse("light dark").tree, PLAIN)["abstract"]
    text = marked(fragment)
    assert text.count("[light]") == 2
    assert "[dark]" in text
    assert text.startswith("…")
    assert text.endswith("…")
    assert sum(len(piece) for piece, _ in fragment) <= WINDOW + 2


def test_a_short_abstract_is_shown_whole() -> None:
    document = Document("s", "1", abstracts=(Text("Of light."),))
    assert shown(document, "nothing") == {"abstract": ["Of light."]}


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.text(max_size=600), st.text(max_size=20))
def test_pieces_are_the_text_as_it_stands(title: str, abstract: str, query: str) -> None:
    document = Document("s", "1", titles=(Text(title),), abstracts=(Text(abstract),))
    found = highlight(document, parse(query).tree, PLAIN)
    assert "".join(text for text, _ in found["title"][0]) == title
    assert "".join(text for text, _ in found["abstract"][0]).strip("…") in abstract
