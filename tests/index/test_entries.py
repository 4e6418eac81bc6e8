"""What facets show of a document: entries, their keys, what they are found by."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import names
from index.entries import MISSING, entries, folded, meant, split, term, title_key
from index.record import Agent, Coded, Document, Journal, Licence, Text
from index.tree import ALSO, ENTRIES


def person(name: str, family: str | None = None, given_: str | None = None) -> Document:
    return Document("s", "i", creators=(Agent(name, family, given_),))


def creator_key(document: Document) -> str:
    return split(entries(document)["creator_is"][0])[0]


@pytest.mark.parametrize(
    "spelling",
    ["Kistanov V.O.", "Кистанов Валерий", "V. Kistanow", "КИСТАНОВ, В. О.", "Kistanov, Valerii O."],
)
def test_a_person_has_one_key_in_every_spelling(spelling: str) -> None:
    key = names.key("Кистанов", "В. О.")
    assert creator_key(person("В. О. Кистанов", "Кистанов", "В. О.")) == key
    assert creator_key(person(spelling)) == key
    assert key in meant("creator", spelling)


def test_a_body_is_folded() -> None:
    body = Document("s", "i", creators=(Agent("Académie des Sciences", kind="organisation"),))
    assert entries(body)["creator_is"] == (term("academie des sciences", "Académie des Sciences"),)
    assert meant("creator", "ACADÉMIE des sciences") == ("academie des sciences",)


def test_a_name_in_another_script_is_found_too() -> None:
    agent = Agent("Tanaka, Taro", "Tanaka", "Taro", variants=(Text("田中, 太郎", "ja"),))
    found = entries(Document("s", "i", creators=(agent,)))
    assert [split(one)[1] for one in found["creator_is"]] == ["Tanaka, Taro"]
    other = meant("creator", "田中, 太郎")[0]
    assert found[ALSO] == (f"creator\x1f{other}\x1f{names.key('Tanaka', 'Taro')}",)


def test_a_document_holds_one_spelling_of_a_person() -> None:
    agents = (Agent("Kistanov, V.", "Kistanov", "V."), Agent("Кистанов В.", "Кистанов", "В."))
    found = entries(Document("s", "i", creators=agents))
    assert found["creator_is"] == (term(names.key("Kistanov", "V."), "Kistanov, V."),)


TITLES = (Text("Far Eastern Studies", "en"), Text("Проблемы Дальнего Востока", "ru"))


@pytest.mark.parametrize(
    ("journal", "key", "shown"),
    [
        (Journal(TITLES, issn="0131-2812", issns=("0131-2812",)), "0131-2812", TITLES[0].value),
        (Journal(TITLES[1:], eissn="2434-561X"), "2434-561X", TITLES[1].value),
        (Journal((), issns=("2434-561X",)), "2434-561X", "2434-561X"),
        (Journal(TITLES), title_key(TITLES[1].value), TITLES[0].value),
        (Journal(TITLES[::-1]), title_key(TITLES[1].value), TITLES[1].value),
        (Journal((Text("Vestnik RAN"),)), title_key("Вестник РАН"), "Vestnik RAN"),
    ],
)
def test_a_journal_is_its_issn_or_its_title(journal: Journal, key: str, shown: str) -> None:
    assert entries(Document("s", "i", journal=journal))["journal_is"] == (term(key, shown),)


def test_a_journal_is_found_by_all_of_its_titles() -> None:
    found = entries(Document("s", "i", journal=Journal(TITLES, "0131-2812", "2434-561X")))
    assert set(found[ALSO]) == {
        f"journal\x1f{key}\x1f0131-2812"
        for key in (*(title_key(text.value) for text in TITLES), "2434-561X")
    }
    assert meant("journal", "issn 0131-2812")[0] == "0131-2812"
    assert meant("journal", "ФАР Eastern Studies") == (title_key("Far Eastern Studies"),)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Quantum  Physics", "quantum physics.", True),
        ("X-ray", "X ray", True),
        ("Ёлка", "елка", True),
        ("Études", "etudes", True),
        ("Й", "И", False),
        ("C++", "C", False),
        ("C#", "C", False),
        ("कि", "का", False),
        ("日本", "日本、", True),
        ("?!", "", True),
    ],
)
def test_subjects_are_folded(one: str, other: str, same: bool) -> None:
    assert (folded(one) == folded(other)) is same


def test_a_value_that_is_coded_stands_once_under_its_label() -> None:
    document = Document(
        "s",
        "i",
        type=Coded("info:eu-repo/semantics/article", "http://purl.org/x", "journal article"),
        access=Coded("Members Only"),
        licence=Licence("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0", "CC BY 4.0"),
        languages=("en-US", "en", "pt-BR"),
    )
    found = entries(document)
    assert found["type_is"] == (term("journal article", "journal article"),)
    assert found["access_is"] == (term("members only", "Members Only"),)
    assert found["licence_is"] == (term("CC BY 4.0", "CC BY 4.0"),)
    assert found["language_is"] == (term("en", "en"), term("pt", "pt"))
    assert meant("type", "anything") == ()


@pytest.mark.parametrize(
    ("licence", "shown"),
    [
        (Licence("https://l.example/1", "MIT"), "MIT"),
        (Licence("https://l.example/1"), "https://l.example/1"),
    ],
)
def test_a_licence_without_a_label_is_its_name(licence: Licence, shown: str) -> None:
    assert entries(Document("s", "i", licence=licence))["licence_is"] == (term(shown, shown),)


def test_what_stands_for_nothing_is_no_entry() -> None:
    document = Document("s", "i", type=Coded(MISSING), subjects=(Text("?"), Text("")))
    found = entries(document)
    assert set(found) == {*ENTRIES.values(), ALSO}
    assert not any(found.values())


odd = st.text(st.characters(codec=None), max_size=30) | st.sampled_from(
    ["a\x1fb", "\ud800", "x" * 999]
)


@settings(max_examples=150, deadline=None)
@given(odd, odd, odd)
def test_every_term_can_be_held_and_taken_apart(name: str, subject: str, title: str) -> None:
    document = Document(
        "s",
        "i",
        creators=(Agent(name), Agent(subject, family=title, given=name)),
        subjects=(Text(subject), Text(title)),
        publishers=(Text(title),),
        journal=Journal((Text(title), Text(name))),
        type=Coded(subject),
    )
    for field, terms in entries(document).items():
        keys = [split(one)[0] for one in terms]
        assert field == ALSO or len(keys) == len(set(keys))
        for one in terms:
            assert one.encode()
            assert one.count("\x1f") == (2 if field == ALSO else 1)
            assert split(one)[0] not in ("", MISSING)


@settings(max_examples=150, deadline=None)
@given(odd)
def test_a_spelling_means_the_key_that_it_gives(name: str) -> None:
    for field, document in (
        ("creator", Document("s", "i", creators=(Agent(name),))),
        ("subject", Document("s", "i", subjects=(Text(name),))),
        ("publisher", Document("s", "i", publishers=(Text(name),))),
        ("journal", Document("s", "i", journal=Journal((Text(name),)))),
    ):
        keys = [split(one)[0] for one in entries(document)[ENTRIES[field]]]
        assert set(keys) <= set(meant(field, name))
