"""dc:creator and dc:contributor -> agents: what is beside the golden cases."""

from __future__ import annotations

import pytest

from harvester.normalise import contributors, creators, holders, variants
from harvester.normalise.agents import Reading
from harvester.normalise.dublin_core import Value
from index.record import Agent, Flag, Text
from tests.harvester.normalise.samples import document, values

NUMBER = "0000-0002-1825-0097"
OTHER = "0000-0001-5109-3700"


def _codes(flags: tuple[Flag, ...]) -> list[str]:
    return [flag.code for flag in flags]


def test_an_orcid_may_stand_in_the_attribute_id() -> None:
    (found,), flags = creators.read([Value("Anna Lesnaya", id=f"https://orcid.org/{NUMBER}")])
    assert (found.orcid, flags) == (NUMBER, ())


@pytest.mark.parametrize(
    ("written", "code"),
    [("0000-0002-1825-0098", "orcid-check-digit"), ("person-17", "name-identifier-not-read")],
)
def test_any_other_attribute_is_kept_in_a_flag(written: str, code: str) -> None:
    (found,), flags = creators.read([Value("Anna Lesnaya", id=written)])
    assert found.orcid is None
    assert flags == (Flag(code, "creator", written),)


def test_two_people_of_one_name_are_told_apart_by_orcid() -> None:
    found, _ = creators.read([Value("Wang, Wei", id=NUMBER), Value("Wang, Wei", id=OTHER)])
    assert [agent.orcid for agent in found] == [NUMBER, OTHER]


def test_one_orcid_is_one_person_whatever_the_languages_say() -> None:
    found, _ = creators.read(
        [
            Value("Li, Na", "en", id=NUMBER),
            Value("李, 娜", "zh_CN", id=NUMBER),
            Value("Wu, Q", "en"),
        ]
    )
    assert [agent.name for agent in found] == ["Li, Na", "Wu, Q"]
    assert found[0].variants == (Text("李, 娜", "zh-Hans"),)


def test_two_orcids_are_two_people_whatever_their_places_say() -> None:
    found, _ = creators.read([Value("Li, Na", "en", id=NUMBER), Value("李, 娜", "zh_CN", id=OTHER)])
    assert [agent.orcid for agent in found] == [NUMBER, OTHER]


def test_an_orcid_beside_several_names_is_kept_in_a_flag() -> None:
    found, flags = creators.read(values(f"Allen, Ray; Fulcher, Bobby; {NUMBER}"))
    assert [agent.orcid for agent in found] == [None, None]
    assert _codes(flags) == ["name-several", "orcid-alone"]
    assert NUMBER in flags[1].raw


def test_an_orcid_in_an_empty_element_is_not_lost() -> None:
    assert creators.read([Value(" ", id=NUMBER)]) == ((), (Flag("orcid-alone", "creator", NUMBER),))


def test_a_body_and_a_person_at_one_place_are_two() -> None:
    given = [Value("田中, 清", "ja"), Value("University of the North", "en")]
    assert len(creators.read(given, ("ja",))[0]) == 2


def test_languages_of_other_lengths_are_matched_by_key_alone() -> None:
    given = [Value("王, 晓明", "zh_CN"), Value("Wang, Xiaoming", "en"), Value("Li, Na", "en")]
    names = [agent.name for agent in creators.read(given, ("zh-Hans",))[0]]
    assert names == ["王, 晓明", "Wang, Xiaoming", "Li, Na"]


def test_an_unusual_romanisation_is_matched_by_its_place() -> None:
    given = [Value("Хрущёв, Никита", "ru"), Value("Chruschtschow, Nikita", "de")]
    (found,), _ = creators.read(given, ("ru",))
    assert found.variants == (Text("Chruschtschow, Nikita", "de"),)


def test_who_is_of_one_place_and_matches_there_is_not_taken_for_a_namesake() -> None:
    given = [
        Value("Ким, С.", "ru"), Value("Ким, С.А.", "ru"),
        Value("Kim, S.", "en"), Value("Kim, S.A.", "en"),
    ]  # fmt: skip
    found, _ = creators.read(given, ("ru",))
    assert [agent.variants[0].value for agent in found] == ["Kim, S.", "Kim, S.A."]


def test_what_one_language_lacks_comes_from_the_other() -> None:
    found = variants.merge(
        [
            Reading((Agent("Лесная А.", "Лесная", "А.", "person"),), "ru"),
            Reading((Agent("Lesnaya A.", "Lesnaya", "A.", "person", (), NUMBER, "Unb"),), "en"),
        ],
        ("ru",),
    )
    assert found == (
        Agent("Лесная А.", "Лесная", "А.", "person", (Text("Lesnaya A.", "en"),), NUMBER, "Unb"),
    )


def test_nobody_is_no_agent() -> None:
    assert variants.merge([], ("ru",)) == ()


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Copyright (c) 2023 М.М. Горбунов-Посадов", ["М.М. Горбунов-Посадов"]),
        ("Авторские права (c) 2023 Лесная А.А.", ["Лесная А.А."]),
        ("© Кистанов В.О., 2025", ["Кистанов В.О."]),
        ("Copyright (c) 2021 Anna Lesnaya; Peter Gora", ["Anna Lesnaya", "Peter Gora"]),
        ("Copyright (c) 2021 Lesnaya, Anna", ["Lesnaya, Anna"]),
        ("Copyright (c) 2024 Russian Academy of Sciences", []),
        ("http://creativecommons.org/licenses/by/4.0/", []),
        ("All rights reserved", []),
    ],
)
def test_a_statement_of_rights_names_its_holders(statement: str, expected: list[str]) -> None:
    assert list(holders.read(values(statement))) == expected


def test_a_holder_in_the_same_script_is_no_variant() -> None:
    (found,), _ = creators.read(values("Lesnaya A."), (), values("© Lesnaya Anna 2020"))
    assert found.variants == ()


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        ("Yvonne Pachmayer for the ALICE Collaboration", "the ALICE Collaboration"),
        ("Lesnaya, Anna, University of the North", "University of the North"),
        ("Lesnaya, Anna; Moscow, Russia", "Moscow, Russia"),
        ("Unité Mathématique (MIG) ; Unb", None),
        ("Lesnaya, Anna; copyright Peter Gora", None),
        ("Anna Lesnaya (Peter Gora)", None),
        ("Anna Lesnaya / Peter Gora", None),
    ],
)
def test_an_affiliation_is_a_body_or_a_place(text: str, affiliation: str | None) -> None:
    found, _ = creators.read(values(text))
    assert found[0].affiliation == affiliation


def test_two_scripts_of_one_name_may_stand_side_by_side() -> None:
    (found,), _ = creators.read(values("Иванов И.И. / Ivanov I.I."))
    assert (found.name, found.variants) == ("Иванов И.И.", (Text("Ivanov I.I."),))


def test_contributors_are_people_and_flagged_as_such() -> None:
    people, sponsors, flags = contributors.read(values("Gora, Peter", "unknown"), ojs=False)
    assert people == (Agent("Gora, Peter", "Gora", "Peter", "person"),)
    assert sponsors == ()
    assert flags == (Flag("name-nobody", "contributor", "unknown"),)


def test_sponsors_of_ojs_are_kept_as_written() -> None:
    found = contributors.read(values("Fund for Rivers", "0", lang="en"), ojs=True)
    assert found == (
        (),
        (Text("Fund for Rivers", "en"),),
        (Flag("name-nobody", "contributor", "0"),),
    )


def test_a_document_has_the_flags_of_its_names() -> None:
    done = document(("creator", "Solovyov А.N."), ("contributor", "0"))
    assert {flag.code for flag in done.flags} == {"name-mixed-script", "name-nobody"}


def test_a_name_and_its_repaired_spelling_in_one_list_are_one_person() -> None:
    (found,), _ = creators.read(values("Кoryakin S.N.", "Koryakin S.N."))
    assert (found.name, found.variants) == ("Кoryakin S.N.", (Text("Koryakin S.N."),))


@pytest.mark.parametrize("written", ["Smith J.1", "Smith J.¹,²", "Smith J.*", "Smith J. †"])
def test_what_marks_a_footnote_goes_and_is_kept_in_a_flag(written: str) -> None:
    (found,), flags = creators.read(values(written))
    assert (found.name, found.family, found.given) == ("Smith J.", "Smith", "J.")
    assert flags == (Flag("name-footnote", "creator", written),)
