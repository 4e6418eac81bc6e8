"""Did you mean: other spellings and layouts, offered only where they find more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import PLAIN
from index.engines.base import Filter
from index.engines.memory import MemoryEngine
from index.suggest.asking import Asking
from index.suggest.corrections import FEW, MOST, Correction, corrections
from index.testing.engine_places import document, put
from tests.index.suggest.conftest import Ask, asked

SHELF = (
    *(document(f"q{n}", "Quantum mechanics", lang="en") for n in range(30)),
    document("slip", "Quantun gravity", lang="en"),
    document("k1", "Физика плазмы в истории", creators=["Кистанов В.О."], lang="ru"),
    document("k2", "Вопросы физики и химии", lang="ru"),
    document("g", "Φυσική", lang="el"),
    document("j", "量子力学", lang="ja"),
    document("d", "Unterwasser Geräusche", abstract="neural networks", lang="de", source="t"),
)


def meant(asking: Asking, text: str) -> list[str]:
    return [each.query for each in corrections(asking, text, asking.hits([text])[0])]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("rbcnfyjd", ["кистанов"]),
        ("йгфтегь", ["quantum"]),
        ("йгфтегь mechanics", ["quantum mechanics"]),
        ("abpbrf gkfpvs", ["физика плазмы"]),
        ("d bcnjhbb", ["в истории"]),
        ("abpbrjq", ["физикой"]),  # held as an inflection only
        ("[bvbb", ["химии"]),
        ("title:abpbrf", ["title:физика"]),
        ('"gkfpvs d bcnjhbb"', ['"плазмы в истории"']),
        ("(bcnjhbb)", ["(истории)"]),
        ("fysikh", ["φυσικη"]),
        ("kistanof", []),  # found by how it sounds
        ("кистонов", ["кистанов"]),
        ("mechznics", ["mechanics"]),
        ("emchanics", ["mechanics"]),
        ("mechanisc", []),  # found as an inflection of some language
        ("quantim mechznics", ["quantum mechanics"]),
        ("title:mechznics", ["title:mechanics"]),
        ('"quantum mechznics"', ['"quantum mechanics"']),
        ("quantim -gravity", ["quantum -gravity"]),
        ("quantummechanics", ["quantum mechanics"]),
        ("quantun", ["quantum"]),  # one record has it: somebody's slip
        ("neurale networks", []),
        ("ab", []),
        ("zzzzzzz", []),
        ("mechznics1", []),
        ("10.5555/mechznics", []),
        ("физикой", []),
        ("plasma", []),
        ("量子刀学", []),
        ("", []),
        ("-mechznics", []),
        ("year:2020", []),
        ("😀 \0", []),
    ],
)
def test_what_finds_more_is_proposed(ask: Ask, typed: str, expected: list[str]) -> None:
    assert meant(ask(*SHELF), typed) == expected


def test_letters_at_random_are_no_name_in_another_layout(ask: Ask) -> None:
    """What only the looser rules of sounds take for a name: `bbzwq` is `иияцй` on other keys."""
    asking = ask(document("1", "Ice", creators=["Iazzi, M.", "Kistanov, V."]))
    assert asking.hits(["иияцй"]) == [1]
    assert meant(asking, "bbzwq") == []
    assert meant(asking, "rbcnfyjd") == ["кистанов"]


def test_each_has_its_count_and_they_are_few(ask: Ask) -> None:
    asking = ask(*SHELF, *(document(f"w{n}", f"{c}ord") for n, c in enumerate("lfwccbh")))
    found = corrections(asking, "xord", 0)
    assert len(found) == MOST
    assert [each.count for each in found] == asking.hits(each.query for each in found)
    assert corrections(asking, "mechznics", FEW) == ()
    assert corrections(asking, "mechznics", 0) == (Correction("mechanics", 30),)
    assert corrections(asking, "mechznics", 4) == (Correction("mechanics", 30),)


def test_they_are_counted_under_the_filters_of_the_search(ask: Ask) -> None:
    whole = ask(*SHELF)
    here = Filter("source", ("t",))
    narrow = Asking(whole.engine, PLAIN, whole.meant, whole.documents, (here,))
    assert corrections(narrow, "mechznics", 0) == ()
    assert corrections(narrow, "unterwaser", 0) == (Correction("unterwasser", 1),)


def test_who_gets_everything_wrong_is_not_corrected(ask: Ask) -> None:
    assert meant(ask(*SHELF), "quantim mechznics gravuty plazma unterwaser") == []


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=40), st.text(' quantmechis"()-:физка;[', max_size=30)))
def test_any_text_is_taken_and_proposals_find_more(text: str) -> None:
    engine = MemoryEngine(PLAIN)
    shelf = SHELF[28:]
    put(engine, *shelf)
    asking = asked(engine, shelf)
    total = asking.hits([text])[0]
    found = corrections(asking, text, total)
    assert [each.count for each in found] == asking.hits(each.query for each in found)
    assert all(each.count > total for each in found)
