"""Where a document answers a query."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import PLAIN
from index.highlight import WINDOW, Fragment, highlight
from index.query import parse
from index.record import Agent, Document, Text


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


def test_a_creator_is_shown_by_the_name_that_matched() -> None:
    agent = Agent("Иванова, Анна", variants=(Text("Ivanova, Anna", "en"),))
    document = Document("s", "1", creators=(agent, Agent("Petrov, P.")))
    assert shown(document, "ivanova") == {"creator": ["[Ivanova], Anna", "Petrov, P."]}
    assert shown(document, "анна") == {"creator": ["Иванова, [Анна]", "Petrov, P."]}


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
