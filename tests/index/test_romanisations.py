"""Romanisations: what words can stand for, how they are written, and that names meet."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import PLAIN, terms
from index.romanisations import readings, writings
from index.transliteration import skeleton
from index.words import tokens

# Well-known names, each as English, French, German, Polish, Czech and libraries write it.
_NAMES = """
Горбачёв Gorbachev Gorbachov Gorbatschow Gorbatchev Gorbaczow Gorbačov Gorbačëv Gorbachyov
Солженицын Solzhenitsyn Solschenizyn Soljenitsyne Sołżenicyn Solženicyn Solzhenicyn
Чайковский Tchaikovsky Tschaikowski Tchaïkovski Czajkowski Čajkovskij Chaykovskiy Chajkovskij
Пушкин Pushkin Puschkin Pouchkine Puszkin Puškin
Хрущёв Khrushchev Chruschtschow Khrouchtchev Chruszczow Chruščov Hruŝëv Xrushhyov Khruschev
Достоевский Dostoevsky Dostojewski Dostoïevski Dostoyevsky Dostoevskij Dostoyevskiy
Щербаков Shcherbakov Schtscherbakow Chtcherbakov Szczerbakow Ščerbakov Ŝerbakov Sherbakov
Жуков Zhukov Schukow Joukov Żukow Žukov Zukov
Ельцин Yeltsin Eltsin Jelzin Eltsine Jelcyn Jelcin El'cin Elʹcin
Зайцев Zaitsev Zaytsev Saizew Zaïtsev Zajcew Zajcev Zaitcev Zajczev
Соловьёв Solovyov Soloviev Solowjow Solovjov Sołowjow Solov'ëv Solovʹev Solov’yev Solov`yov
Тургенев Turgenev Turgenjew Tourgueniev Turgieniew Turgeněv
Подъячев Podyachev Podieiachev Podjatschew Podʺâčev
Эренбург Ehrenburg Erenburg Èrenburg
Ющенко Yushchenko Juschtschenko Iouchtchenko Juszczenko Juščenko Iushchenko
Грушевський Hrushevsky Hruschewskyj Hrouchevsky Hruszewski Hruševskyj Hrushevskyi Grushevsky
Зеленський Zelensky Zelenskyi Selenskyj Zelenskyy Zełenski Zelenskij
Лук'яненко Lukianenko Lukyanenko Luk'yanenko Lukjanenko Łukjanenko Loukianenko
Търновски Tarnovski Turnovski Tŭrnovski Tărnovski Tarnowski Tǎrnovski
Щърбанов Shtarbanov Shturbanov Štărbanov Schtarbanow Chtarbanov Shtŭrbanov
Кьосев Kyosev Kjosev Kiossev Kjossew
Хаджиев Hadzhiev Khadzhiev Hadjiev Chadschiew Hadžiev
Лукашэнка Lukashenka Łukašenka Lukaschenka Loukachenka Lukašenka
Ђорђевић Đorđević Djordjević Djordjevic
Милошевић Milošević Milosevic
Παπαδόπουλος Papadopoulos
Ασατρυάν Asatryan
Ասատրյան Asatryan
შევარდნაძე Shevardnadze
"""
_PAIRS = [
    (name, spelled)
    for name, *others in map(str.split, _NAMES.strip().splitlines())
    for spelled in others
]


def meets(asked: str, held: str, *, names: bool = True) -> bool:
    """Whether every word of the query finds one of the names."""
    hearing = "any" if names else "across"
    found = {term for token in tokens(held) for term in terms(token, None, sounded=True)}
    return all(
        not found.isdisjoint((*PLAIN.query_terms(token), *PLAIN.query_sounds(token, hearing)))  # type: ignore[arg-type]
        for token in tokens(asked)
    )


@pytest.mark.parametrize(("name", "spelled"), _PAIRS)
def test_a_name_and_its_romanisation_find_each_other(name: str, spelled: str) -> None:
    assert meets(spelled, name)
    assert meets(name, spelled)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Иванов", "Ivanenko"), ("Zotov", "Сизов"), ("Shukhov", "Сухов"), ("Petrov", "Петренко"),
     ("Kim", "Ким Ын"), ("Liu", "Лу"), ("Волков", "Voloshin"), ("Чехов", "Sechin")],
)  # fmt: skip
def test_other_names_are_not_found(one: str, other: str) -> None:
    assert not meets(one, other) or not meets(other, one)


def test_titles_come_as_libraries_write_them() -> None:
    for spelled in ("Voprosy", "voprosy"):
        assert meets(spelled, "Вопросы", names=False)
        assert meets("вопросы", spelled, names=False)
    assert meets("Российской", "Rossijskoj", names=False)
    assert meets("Сацыял", "Sacyjal", names=False)
    assert not meets("Schurnal", "Журнал", names=False)
    assert meets("Schurnal", "Журнал")


def test_readings_and_writings_begin_with_the_plain_one() -> None:
    meant = [skeleton(one) for one in readings("schukow", names=True)]
    assert meant[0] == skeleton("счуков")
    assert {skeleton("Шуков"), skeleton("Жуков")} <= set(meant)
    written = writings("жуков", names=True)
    assert written[0] == "жуков"
    assert {skeleton("Schukow"), skeleton("Joukov")} <= set(map(skeleton, written))
    assert writings("мама", names=True) == ["мама"]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="aceghijknosuvwyzščâ'ʺ", max_size=40), st.booleans())
def test_any_word_has_few_readings(word: str, names: bool) -> None:
    assert len(readings(word, names=names)) <= 1000
    assert len(PLAIN.query_sounds(word, "any" if names else "across")) <= 400
