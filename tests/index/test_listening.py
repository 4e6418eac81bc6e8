"""What is heard of a text is what a look at every word of it finds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import listening
from index.analysis import PLAIN
from index.fields import SOUNDED
from index.listening import Token
from index.query import parse
from index.testing.engine_laws import leaves, trees, words
from index.tree import Node
from index.wanted import Place, wanted
from index.words import spans

ODD = "aB1'’ʼ\u0301ßё _-.…月か한ـ大ﾞ\u00adCc+#.Net"
texts = st.lists(words | words | st.text(alphabet=ODD, max_size=4), max_size=12).map(" ".join)
languages = st.sampled_from([None, "en", "de", "ru", "uk", "fr-CA"])


def every_place(tree: Node, field: str, text: str, language: str | None) -> list[Place]:
    tokens = [
        Token(start, end, terms)
        for start, end, token in spans(text)
        if (terms := PLAIN.terms(token, language, field in SOUNDED))
    ]
    found = (find(tokens) for find in wanted(tree, field, PLAIN).finders)
    return sorted(Place(*span, leaf) for leaf, some in enumerate(found) for span in some)


@settings(max_examples=200, deadline=None)
@given(trees | leaves, st.sampled_from(["title", "abstract", "creator"]), texts, languages)
def test_nothing_that_answers_is_passed_over(
    tree: Node, field: str, text: str, language: str | None
) -> None:
    found = wanted(tree, field, PLAIN).places((text, language))
    assert found == every_place(tree, field, text, language)


@pytest.mark.parametrize(
    "query", ["light", "lig*", "li*ht", "lighd~", '"light of stars"', '"stars light"~3', "свет"]
)
def test_each_kind_of_leaf_is_heard(query: str) -> None:
    text = "C++ and the light of stars, l'свет, a light-year"
    found = wanted(parse(query).tree, "title", PLAIN).places((text, "en"))
    assert found
    assert found == every_place(parse(query).tree, "title", text, "en")


def test_what_is_known_of_words_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_KEPT", 40)
    monkeypatch.setattr(listening, "_known", {})
    want = wanted(parse("word7").tree, "abstract", PLAIN)
    for start in range(0, 200, 20):
        text = " ".join(f"word{number}" for number in range(start, start + 20))
        assert len(want.places((f"word7 {text}", None))) == 1 + (start == 0)
        assert sum(map(len, listening._known.values())) <= 40 + 21
