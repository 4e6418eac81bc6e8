"""Sentences with places: their English, and how kept words are read back as what they were."""

from __future__ import annotations

import re

import pytest

from harvester.said import Said, read, said, several, verbatim
from harvester.sayings import KEPT, LACKS, STOPPED

PLACE = re.compile(r"\{(\w+)\}")


def test_the_english_of_a_sentence() -> None:
    assert str(said("no service runs: {command}", command="harvester run")) == (
        "no service runs: harvester run"
    )
    assert str(several("{number} entry", "{number} entries", 1)) == "1 entry"
    assert str(several("{number} entry", "{number} entries", 1204)) == "1,204 entries"
    assert str(verbatim("{odd} words")) == "{odd} words"
    assert str(said("it stopped: {why}", why=said("{n} gone", n=3))) == "it stopped: 3 gone"


@pytest.mark.parametrize("text", KEPT)
def test_kept_words_are_read_back(text: str) -> None:
    places = {name: f"<{name}>" for name in PLACE.findall(text)}
    again = read(text.format(**places), KEPT)
    assert again == Said(text, tuple((name, verbatim(value)) for name, value in places.items()))


def test_a_sentence_within_a_sentence() -> None:
    words = STOPPED.format(why=LACKS.format(lost=50, ours=90), source="demo")
    again = read(words, KEPT)
    assert (again.text, dict(again.places)["why"].text) == (STOPPED, LACKS)  # type: ignore[union-attr]
    assert str(again) == words


def test_other_words_are_nobodys_sentence() -> None:
    assert read("HTTP 503 {from} a proxy", KEPT) == verbatim("HTTP 503 {from} a proxy")
    assert read("", KEPT) == verbatim("")


@pytest.mark.parametrize("within", ["it cannot be fetched: ", "a promised, b came: "])
@pytest.mark.parametrize("times", [100, 3000])
def test_words_without_end_are_read_or_left_as_they_are(within: str, times: int) -> None:
    """A chain of 3,000 was as many calls within one another: more than Python allows."""
    assert str(read(within * times + "x", KEPT)) == within * times + "x"
