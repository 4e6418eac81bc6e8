"""Completions: what is offered for what was typed, and that it finds what it says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import PLAIN
from index.engines.memory import MemoryEngine
from index.record import Agent, Document, Text
from index.suggest.asking import Asking
from index.suggest.completions import MOST, Suggestion, suggestions
from index.testing.engine_laws import documents
from index.testing.engine_places import document, put
from tests.index.suggest.conftest import Ask, asked

MGU = "Вестник Московского университета"
SHELF = (
    document(
        "1",
        "Quantum mechanics of ice",
        creators=["Kistanov, V.O."],
        subjects=["Quantum mechanics"],
        journal="Journal of Quantum Matter",
    ),
    document(
        "2",
        "On quantum mechanisms",
        creators=["Кистанов В.О."],
        subjects=["quantum mechanics", "Ice"],
        journal=MGU,
    ),
    document(
        "3",
        "Механика квантов",
        creators=["Кистанов В.О.", "van der Waals, J."],
        subjects=["Foundations of quantum mechanics"],
        journal=MGU,
    ),
    document(
        "4",
        "Glass and ice",
        creators=["Müller, Anna", "Li, Wei"],
        subjects=["Glass"],
        journal="Annalen der Physik",
    ),
    document("5", "量子力学入門", creators=["田中, 太郎"], subjects=["量子力学"]),
)


def texts(found: tuple[Suggestion, ...], kind: str) -> list[str]:
    return [each.text for each in found if each.kind == kind]


@pytest.mark.parametrize(
    ("typed", "kind", "expected"),
    [
        ("quantum mec", "subject", ["Quantum mechanics", "Foundations of quantum mechanics"]),
        ("QUANTUM  MEC", "subject", ["Quantum mechanics", "Foundations of quantum mechanics"]),
        ("quantum mec", "title", ["On quantum mechanisms", "Quantum mechanics of ice"]),
        ("quantum mechanics ", "title", ["Quantum mechanics of ice"]),
        ("quan", "journal", ["Journal of Quantum Matter"]),
        ("вестник м", "journal", [MGU]),
        ("моск", "journal", [MGU]),
        ("kist", "creator", ["Кистанов В.О."]),
        ("кист", "creator", ["Кистанов В.О."]),
        ("kistanov v", "creator", ["Кистанов В.О."]),
        ("v kist", "creator", ["Кистанов В.О."]),
        ("kistanov a", "creator", []),
        ("van der w", "creator", ["van der Waals, J."]),
        ("waals", "creator", ["van der Waals, J."]),
        ("mull", "creator", ["Müller, Anna"]),
        ("anna mu", "creator", ["Müller, Anna"]),
        ("ли в", "creator", ["Li, Wei"]),
        ("量子", "title", ["量子力学入門"]),
        ("量子力", "subject", ["量子力学"]),
        ("田", "creator", ["田中, 太郎"]),
        ("g", "subject", ["Glass"]),
        ("g", "title", []),
        ("glass ", "subject", ["Glass"]),
        ("glas ", "subject", []),
    ],
)
def test_what_begins_or_holds_it_is_offered(
    ask: Ask, typed: str, kind: str, expected: list[str]
) -> None:
    asking = ask(*SHELF)
    found = suggestions(asking, typed, 10)
    assert sorted(texts(found, kind)) == sorted(expected)
    assert [each.count for each in found] == asking.hits(each.query for each in found)


def test_the_most_frequent_come_first_then_the_shortest(ask: Ask) -> None:
    found = suggestions(ask(*SHELF), "i", 10)
    assert [(each.text, each.count) for each in found] == [("Ice", 1)]
    found = suggestions(ask(*SHELF), "quantum", 10)
    assert found == tuple(sorted(found, key=lambda each: (-each.count, len(each.text), each.text)))
    assert found[0] == Suggestion("subject", "Quantum mechanics", 3, 'subject:"quantum mechanics"')


def test_kinds_take_turns_where_there_is_little_room(ask: Ask) -> None:
    many = [document(f"{n}", f"Red {n}", subjects=[f"Red {n}"], creators=[f"Red{n}, A."],
                     journal=f"Red {n}") for n in range(20)]  # fmt: skip
    found = suggestions(ask(*many), "red", 8)
    assert len(found) == 8
    assert {each.kind for each in found} == {"title", "creator", "journal", "subject"}
    assert len(suggestions(ask(*many), "red", 1)) == 1
    assert len(suggestions(ask(*many), "red", 10 * MOST)) <= MOST


@pytest.mark.parametrize("typed", ["", " ", "\0\x1b", "😀", "?!*", "\u0301", "ـ", "—", "xyzw"])
def test_what_says_nothing_has_no_completions(ask: Ask, typed: str) -> None:
    asking = ask(*SHELF)
    assert suggestions(asking, typed, 10) == ()
    assert suggestions(asking, "ice", 0) == suggestions(asking, "ice", -1) == ()


def test_only_values_of_documents_that_there_are(ask: Ask) -> None:
    asking = ask(*SHELF)
    with asking.engine.writer() as writer:
        for gone in SHELF[:3]:
            writer.delete(gone.key)
    for typed in ("kist", "quantum", "вестник", "механика"):
        assert suggestions(asking, typed, 10) == ()


def test_a_title_that_begins_so_comes_before_one_that_holds_it(ask: Ask) -> None:
    several = [document(f"{n}", f"A word on light {n}") for n in range(9)]
    several += [Document("s", "x", titles=(Text("Слова", "ru"), Text("Light of day", "en")))]
    found = suggestions(ask(*several, document("y", "Light waves")), "light", 2)
    assert "Light waves" in texts(found, "title")


def test_a_name_is_offered_however_its_letters_are_romanised(ask: Ask) -> None:
    asking = ask(
        Document("s", "1", creators=(Agent("Щербаков, Юрий", "Щербаков", "Юрий"),)),
        Document("s", "2", creators=(Agent("Харитонов, Я.", "Харитонов", "Я."),)),
    )
    for typed in ("shcherb", "Ščerb", "щерб", "yuri shch", "shcherbakov yu"):
        assert texts(suggestions(asking, typed, 5), "creator") == ["Щербаков, Юрий"], typed
    assert texts(suggestions(asking, "khar", 5), "creator") == ["Харитонов, Я."]


@settings(max_examples=60, deadline=None)
@given(st.lists(documents(), max_size=6), st.text(max_size=12), st.integers(1, 12))
def test_each_finds_as_much_as_it_says(shelf: list[Document], typed: str, limit: int) -> None:
    asking = _in_memory(shelf)
    words = [text.value[:5] for one in shelf for text in (*one.titles, *one.subjects)][:4]
    for text in (typed, *words):
        found = suggestions(asking, text, limit)
        assert len(found) <= limit
        assert all(each.count for each in found)
        assert [each.count for each in found] == asking.hits(each.query for each in found)


def _in_memory(shelf: list[Document]) -> Asking:
    engine = MemoryEngine(PLAIN)
    put(engine, *shelf)
    return asked(engine, tuple(shelf))
