"""Laws of dc:source: nothing raises, nothing vanishes, the order of languages does not matter."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from harvester.normalise import source
from harvester.normalise.dublin_core import Value
from harvester.normalise.places.labels import BEHIND, FRONT
from harvester.normalise.places.numerals import western
from harvester.normalise.text import fold
from index.record import Journal

_TERMS = st.sampled_from([None, "bibliographicCitation", "volume", "issue", "pages", "issn"])
_PIECES = st.sampled_from(
    ["Acta", "Речной журнал", "; ", ", ", " ", "Vol. ", "No. ", "№ ", "Том ", "巻 ", "12", "3",
     "2-3", "XII", "(2020)", "(18)", "2019", ": ", "Water", "5-10", "e123", "S1-S9", "pp. ", "С. ",
     "Pp ", "Suppl 2", "Especial", "0869-5873", "ISSN ", "10.5555/a.1", "12(3)", ". ", "/", "– ",
     "&amp;", "Spring", "In Press", "第", "号", "[", ")", "11 p."]
)  # fmt: skip
_TEXTS = st.one_of(st.lists(_PIECES, max_size=12).map("".join), st.text(max_size=60))
_LANGS = ["en", "ru", "de", "fr", "kk", "zh-Hans"]
_WORDS = re.compile(r"[0-9]+|[a-zа-я]{2,}")
_LABELS = {*FRONT, *BEHIND, "issn"}


def read(values: Sequence[Value]) -> source.Source:
    return source.read(values, serial=True, others=())


@given(st.lists(st.builds(Value, _TEXTS, st.sampled_from([None, *_LANGS]), _TERMS), max_size=5))
@settings(max_examples=300, deadline=None)
def test_nothing_raises_and_nothing_vanishes(values: list[Value]) -> None:
    """Each number and word that came is in the answer or in a flag, labels aside."""
    found = read(values)
    there = western(repr(found)).casefold()
    for value in values:
        for word in _WORDS.findall(western(html.unescape(fold(value.text))).casefold()):
            assert word in there or word in _LABELS


@given(st.text(max_size=300))
@example("1 " * 150)
@example("(" * 300)
@example("Vol. " * 60)
@example("1-" * 150)
@example("Acta; " + "X" * 280)
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(text: str) -> None:
    read([Value(text)])


_STATEMENT = st.builds(
    lambda name, volume, issue, pages: f"{name}; Vol {volume}, No {issue} (2020); {pages}",
    st.sampled_from(["Acta", "Акта", "Ž", "学"]),
    st.integers(1, 3), st.integers(1, 2), st.sampled_from(["1-2", "1–2", "3-4", "e5"]),
)  # fmt: skip


@given(st.lists(_STATEMENT, min_size=1, max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_languages_does_not_matter(texts: list[str], chance: object) -> None:
    values = [Value(text, lang) for text, lang in zip(texts, _LANGS, strict=False)]
    shuffled = list(values)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert read(shuffled) == read(values)


@given(_STATEMENT)
@settings(max_examples=50, deadline=None)
def test_the_same_in_two_languages_agrees(text: str) -> None:
    found = read([Value(text, "en"), Value(text, "ru")])
    once = read([Value(text, "en")])
    assert found.flags == ()
    assert found.journal is not None
    assert once.journal is not None
    assert replace(found.journal, titles=()) == replace(once.journal, titles=())


def test_no_values_no_journal() -> None:
    assert read([Value("  ")]).journal is None
    assert isinstance(read([Value("Acta")]).journal, Journal)
