"""Names across scripts: parsing, the key, and whether two names are one person's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import lookalikes, names
from index.names import Name
from index.organisations import is_acronym, is_organisation
from index.transliteration import ascii_letters, initial, skeleton, skeletons


@pytest.mark.parametrize(
    "spellings",
    [
        "Щербаков Shcherbakov Sherbakov Ščerbakov Scherbakov Ŝerbakov",
        "Чайковский Tchaikovsky Chaikovskii Čajkovskij Czajkowski",
        "Валерий Valerii Valery Valeriy Valerij",
        "Наталія Nataliia Natalia Nataliya Natalija",
        "Соловьёв Solovyov Soloviev Solov'ev Solov’yov",
        "Акаев Akayev Akaev",
        "Müller Mueller Muller",
        "Jörg Joerg",
        "Евгений Yevgeny Evgenii Evgenij",
        "Хачатурян Khachaturian Khachaturyan",
        "Виктор Viktor Victor",
        "Попов Popov Popoff",
        "Юрий Yuri Iurii Jurij",
        "Цветаева Tsvetaeva Cvetaeva Tzvetaeva",
        "Потоцкий Pototsky Potocki",
        "Жуков Zhukov Žukov",
        "Łukasz Lukasz",
        "Παπαδόπουλος Παπαδοπουλος",
    ],
)
def test_every_spelling_of_a_word_has_one_skeleton(spellings: str) -> None:
    assert len({skeleton(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ivanov", "Ivanova"),
        ("Ivanov", "Ivanin"),
        ("Xu", "Hu"),
        ("Xu", "Xue"),
        ("Petrov", "Petrenko"),
        ("Жданов", "Зданов"),
    ],
)
def test_other_words_have_other_skeletons(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text() | st.text("aeiouykhszctwfxйьщœ\n'1-")))
def test_skeletons_of_many_words_are_those_of_each(words: list[str]) -> None:
    assert skeletons(words) == list(map(skeleton, words))


def test_han_has_no_sound_of_its_own() -> None:
    assert skeleton("田中") == "田中"
    assert names.key("田中", "清") != names.key("Tanaka", "Kiyoshi")


def test_letters_and_first_sounds() -> None:
    assert ascii_letters("Crespo López-Urrutia") == "crespolopezurrutia"
    assert skeleton("12 –") == ""
    firsts = [initial(word) for word in ("Ю.", "Yu.", "Iu.", "Y.", "J.")]
    assert firsts == ["i"] * 5
    assert [initial(word) for word in ("Хасан", "Kh.", "H.")] == ["h"] * 3
    assert [initial(word) for word in ("Е.", "Ye.", "E.")] == ["e"] * 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Кистанов", "В.О."), ("Kistanov", "Valerii O.")),
        (("van der Stappen", "A. Frank"), ("Stappen", "A.F.")),
        (("Горбунов-Посадов", "М.М."), ("Gorbunov Posadov", "M. M.")),
        (("Müller", "Jörg"), ("Mueller", "J.")),
        (("Plato", None), ("PLATO", "")),
    ],
)
def test_a_person_has_one_key(one: tuple[str, str | None], other: tuple[str, str | None]) -> None:
    assert names.key(*one) == names.key(*other)


def test_a_key_is_in_lower_case_and_tells_people_apart() -> None:
    assert names.key("Кистанов", "В.О.") == "kistanov v"
    assert names.key("Щ", "Щ") == names.key("Щ", "Щ").lower()
    assert names.key("Ivanov", "I.") != names.key("Ivanov", "P.")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Кистанов В.О.", "Kistanov, Valerii O.", True),
        ("Кистанов В.О.", "Kistanov, Valerii P.", False),
        ("Кузьменков А.Ю.", "Kuzmenkov A.Y.", True),
        ("Ivanov, Ivan", "Иванов, Игорь", False),
        ("Иванов, Александр", "Ivanov, Alexander", True),
        ("Ivanov I.", "Ivanova I.", False),
        ("Plato", "Plato", False),
    ],
)
def test_two_names_are_one_persons_where_all_parts_agree(
    one: str, other: str, expected: bool
) -> None:
    assert names.same(names.parse(one), names.parse(other)) is expected


def test_a_source_may_write_the_family_first() -> None:
    assert names.parse("Mező Jolán").family == "Jolán"
    assert names.parse("Mező Jolán", family_first=True) == Name("person", "Mező", "Jolán")
    assert names.parse("Nagy J.", family_first=True).family == "Nagy"


@pytest.mark.parametrize(
    ("text", "family", "given"),
    [
        ("Brenda D. Wingfield", "Wingfield", "Brenda D."),
        ("Ivanov M.A.", "Ivanov", "M.A."),
        ("Garcia Lopez M.A.", "Garcia Lopez", "M.A."),
        ("Linné, Carl von.", "von Linné", "Carl"),
        ("Wharton, Lt. Col. Harry C.", "Wharton", "Harry C."),
        ("Grant Smith MSc PhD", "Smith", "Grant"),
        ("Johnson, Mary, active 19th century", "Johnson", "Mary"),
        ("Beita de", None, None),
        ("Sá, Rodrigo Almeida de", "de Sá", "Rodrigo Almeida"),
        ("Hall, Pauline de la Motte", "Hall", "Pauline de la Motte"),
        ("George Church", "Church", "George"),
        ("S. Centro", "Centro", "S."),
        ("Koby Crammer", "Crammer", "Koby"),
        ("Goverdovskiy Andrey", "Goverdovskiy", "Andrey"),
        ("Иванов Пётр Ильич", "Иванов", "Пётр Ильич"),
        ("Bagirov Elchin Rauf ogly", "Bagirov", "Elchin Rauf ogly"),
        ("Carvalho, Ana de", "de Carvalho", "Ana"),
        ("José Ortega y Gasset", "Ortega y Gasset", "José"),
        ("Prof. Ó hIfearnáin, Tadhg", "Ó hIfearnáin", "Tadhg"),
        ("司马迁", "司马", "迁"),
        ("M. Sousa S.", None, None),
        ("Иван Борис", None, None),
        ("Αλέξης Παπαδόπουλος Νίκος", None, None),
    ],
)
def test_a_name_is_split_where_its_border_is_certain(
    text: str, family: str | None, given: str | None
) -> None:
    assert names.parse(text) == Name("person", family, given)


@pytest.mark.parametrize(
    "text",
    [
        "Jack E. Boucher, Historic American Buildings Photo", "a, b, c d", "x" * 300,
        "One Two Three Four Five Six Seven Eight Nine", "A, " + "B " * 8, "Jones, 17 Main Street",
        "chandler dana", "Heering's Stereoscopic Views", "", ",", "(Klein)", "Dr. X", "W - D Tooke",
    ],
)  # fmt: skip
def test_what_is_no_name_is_left_whole(text: str) -> None:
    assert names.parse(text) == Name()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("State of Delaware", True), ("Anna State", False), ("Hall House", True),
        ("Bank für Sozialwirtschaft", True), ("Zabel-Worley Co.", True), ("The Press", True),
        ("Xim Cerdá-Company", False), ("Governatori, Guido", False), ("Winston Churchill", False),
        ("Museveni, Yoweri", False), ("Collection processed by Ann", False), ("Archive.org", False),
        ("Justitieministeriet", True), ("Institut de l'Elevage", True), ("編集部", True),
    ],
)  # fmt: skip
def test_a_body_is_told_by_what_bodies_are_called(text: str, expected: bool) -> None:
    assert is_organisation(text) is expected


def test_an_acronym_is_no_roman_numeral() -> None:
    assert [is_acronym(text) for text in ("НИИТИАГ, Москва", "CNRS", "XIII", "IT", "Cnrs")] == [
        True, True, False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Кoryakin S.N.", "Koryakin S.N."),
        ("Chernov М.Е.", "Chernov M.E."),
        ("Mӧller, Klaus", "Möller, Klaus"),
        ("Саакян Cурен", "Саакян Сурен"),
        ("Кистанов В.О.", None),
        ("Koryakin S.N.", None),
        ("Müller", None),
        ("Ivanov Щ.", None),
        ("Aа", None),
    ],
)
def test_a_lookalike_is_repaired_where_all_letters_allow(text: str, expected: str | None) -> None:
    assert lookalikes.repaired(text) == expected


def test_scripts_are_told_apart() -> None:
    assert lookalikes.is_mixed("Кoryakin")
    assert not lookalikes.is_mixed("Иванов Ivanov")
    texts = ["Ivanov", "Müller", "Иванов", "田中", "Ivanov 田中田中田中", "Иванов I", ""]
    assert [lookalikes.script(text) for text in texts] == [
        "latin", "latin", "cyrillic", "other", "other", "cyrillic", "latin",
    ]  # fmt: skip
