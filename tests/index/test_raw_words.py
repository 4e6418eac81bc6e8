"""Many texts at once: the same tokens and terms as one by one."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.analysis import PLAIN, fold, terms
from index.folding import _fold
from index.stems import _ALGORITHMS, _UNSTEMMED, dialect
from index.words import _IGNORED, _RAW, BORDER, normal, raw_words, tokens

ODD = (
    "aB1กิか月\u3099'’ʼ\u0301\u0308\u0338ıİßéё _\"()-.<=>…«»·‗№ﾞ한\u1112\u00ad\u200d\ufdfa\0\n\u00a0"
    "Cc+#.Net`℡⁈№\u02b9\u02bb\u2032\xb4"
)
texts = st.text() | st.text(alphabet=ODD)
languages = st.sampled_from(
    [None, *_UNSTEMMED, *(code for by in _ALGORITHMS.values() for code in by)]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(texts, min_size=1, max_size=5))
@example(["A\xad#", "№C#", "a.net.NET", "C#℡", "Dobrovolʹskij, ʻUlūm", "C+\u200d+", "⁈.net"])
def test_tokens_of_the_pieces_are_the_tokens_of_the_texts(many: list[str]) -> None:
    found: list[list[str]] = [[]]
    for raw in raw_words(many):
        if raw == BORDER:
            found.append([])
        else:
            found[-1] += tokens(raw)
    assert found == [tokens(text) for text in many]


def test_what_ends_a_piece_ends_a_word_whatever_stands_beside_it() -> None:
    borders = [chr(c) for c in range(0x20000) if not _RAW.match(chr(c))]
    beside = ["", "a", "é", "月", "か", "1", "'", "\u0301", "\u0338", "\u3099", "\u200d", "ﾞ"]
    assert len(borders) > 60
    for sign in borders:
        for before, after in itertools.product(beside, beside):
            apart = tokens(f"xx{before}") + tokens(f"{after}y")
            assert tokens(f"xx{before}{sign}{after}y") == apart, hex(ord(sign))


@settings(max_examples=500, deadline=None)
@given(st.lists(texts | st.text(alphabet="aB1'` \t\x1c.-+#cNnet\0\x7f"), max_size=6))
@example(["C++ and a.NET", "x", "", "c#", "e\u0301", "C++"])
def test_texts_of_ascii_are_cut_as_all_others(many: list[str]) -> None:
    """Wherever they stand; those that come first have a shorter way."""
    sound = [text.replace(BORDER, " ") for text in many]
    for mark in _IGNORED:
        sound = [text.replace(mark, "") for text in sound]
    assert raw_words(many) == _RAW.findall(f" {BORDER} ".join(sound))


def test_texts_that_hold_the_border_stay_apart() -> None:
    assert raw_words([f"a{BORDER}b", BORDER, "c"]) == ["a", "b", BORDER, BORDER, "c"]
    assert raw_words(["", "x y", ""]) == [BORDER, "x", "y", BORDER]


@settings(max_examples=300, deadline=None)
@given(texts, languages, st.sampled_from(["", "-Latn", "-BR"]))
def test_a_dialect_gives_every_token_the_same_terms(
    text: str, language: str | None, more: str
) -> None:
    spoken = language and language + more
    for token in [*tokens(text), "running", "книгами", "l'analyse", "τρέχοντας", "كتابها"]:
        for sounded in (False, True):
            assert terms(token, spoken, sounded) == terms(token, dialect(spoken), sounded)


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [("en", None), ("ru", None), (None, None), ("zz", None), ("en-GB", None), ("de", "de"),
     ("uk", "uk"), ("sr", "sr"), ("fa", "fa"), ("PT-br", "pt")],
)  # fmt: skip
def test_most_languages_need_no_dialect_of_their_own(
    spoken: str | None, expected: str | None
) -> None:
    assert dialect(spoken) == expected


def test_places_leave_out_what_folds_to_nothing() -> None:
    assert PLAIN.places(["大学の", "Running"], None) == [
        [("大学", "大", "学"), ("学の", "学", "の")],
        [("running", "~run")],
    ]
    assert PLAIN.places(["大学", "Книги", "y2"], "en", True) == [
        [("大学", "大", "学")],
        [("книги", "~книг", "^^knigi")],
        [("y2",)],
    ]
    assert PLAIN.places(["\u0640"], "ar") == [[]]  # a stroke that makes Arabic words longer


@settings(max_examples=500, deadline=None)
@given(texts | st.text(st.characters(min_codepoint=0x61, max_codepoint=0x52F)))
def test_the_short_way_to_fold_is_the_long_way(text: str) -> None:
    for word in [text, *tokens(text)]:
        assert fold(word) == (word.lower() if word.isascii() else _fold(normal(word)))


def test_letters_of_scripts_without_blanks_fold_the_same_in_pairs() -> None:
    letters = [chr(c) for c in range(0x3041, 0xD7A4) if chr(c).isalpha()]
    pairs = ["".join(pair) for pair in itertools.pairwise(letters)]
    assert [word for word in [*letters, *pairs] if fold(word) != _fold(normal(word))] == []


@settings(max_examples=300, deadline=None)
@given(
    st.lists(texts | st.sampled_from(["Straße", "l'été", "книгами", "Čeština", "Cox"])),
    languages,
    st.booleans(),
)
def test_places_of_many_are_the_terms_of_their_tokens(
    many: list[str], language: str | None, sounded: bool
) -> None:
    wanted = [[terms(token, language, sounded) for token in tokens(raw)] for raw in many]
    assert PLAIN.places(many, language, sounded) == [
        [one for one in each if one] for each in wanted
    ]


def test_runs_of_han_have_the_terms_of_their_pairs() -> None:
    """Each letter beside its neighbour, and beside itself."""
    letters = [chr(code) for code in range(0x4E00, 0xA000)]
    runs = ["".join(letters[at : at + 64]) for at in range(0, len(letters), 61)]
    runs += [2 * letter for letter in letters[::7]]
    wanted = [[terms(token, "zh") for token in tokens(run)] for run in runs]
    assert PLAIN.places(runs, "zh") == wanted
