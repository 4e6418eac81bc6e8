"""The languages of the interface: which one, and that each says everything."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from index.record import FLAGS
from index.relaxing import Relaxed
from index.web.pages.languages import language_name, own_name, translations, wanted
from index.web.pages.wording import RELAXED, Wording
from tools.translations import FOLDER, merged, messages, written

PLACES = re.compile(r"%\(\w+\)s|\{\w+\}|</?b>")


@pytest.mark.parametrize(
    ("cookie", "accept", "language"),
    [
        (None, None, "en"), (None, "ru", "ru"), (None, "ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        (None, "de,en;q=0.5,ru;q=0.7", "ru"), (None, "en;q=0.1,ru;q=0", "en"), ("ru", "en", "ru"),
        ("xx", "ru", "ru"), (None, "*", "en"), (None, ";;q=,,=", "en"), (None, "ru;q=x", "en"),
        (None, "en-GB;level=1", "en"),
    ],
)  # fmt: skip
def test_the_language_of_a_reader(cookie: str | None, accept: str | None, language: str) -> None:
    assert wanted(cookie, accept) == language


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.po")), ids=lambda path: path.stem)
def test_a_translation_says_everything(path: Path) -> None:
    """What flags mean may come later: until then it is said in English."""
    held = read_po(io.BytesIO(path.read_bytes()), locale=path.stem)
    flags = set(FLAGS.values())
    ids = {first(one.id) for one in held if one.id}
    assert ids - flags == {first(one.id) for one in messages() if one.id} - flags, (
        "run python -m tools.translations"
    )
    for message in held:
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and (first(message.id) not in flags or any(strings)):
            assert all(strings), f"{first(message.id)!r} is not translated"
            for string in strings:
                assert set(PLACES.findall(string)) <= set(PLACES.findall(last(message.id))), string


def test_the_tool_keeps_translations_and_takes_new_words() -> None:
    said = messages()
    said.add("something new")
    catalog = merged("ru", said)
    assert catalog.get("Search").string == "Поиск"
    assert not catalog.get("something new").string
    again = read_po(io.BytesIO(written(catalog)), locale="ru")
    assert {one.id for one in again} == {one.id for one in catalog}
    assert again.num_plurals == 3


def first(said: str | tuple[str, ...]) -> str:
    return said if isinstance(said, str) else said[0]


def last(said: str | tuple[str, ...]) -> str:
    return said if isinstance(said, str) else said[-1]


def test_names_of_languages() -> None:
    assert own_name("ru") == "Русский"
    assert language_name("pt-BR", "en") == "Portuguese (Brazil)"
    assert language_name("zh-Hans", "ru") == "китайский (упрощенная)"
    assert language_name("not a tag", "en") == "not a tag"


def test_words_for_values() -> None:
    word = Wording(translations()["ru"], "ru")
    assert word.value("type", "journal article") == "статья в журнале"
    assert word.value("type", "something of theirs") == "something of theirs"
    assert word.value("language", "de") == "немецкий"
    assert word.value("year", "2019..2021") == "2019–2021"
    assert word.value("creator", "kistanov v", {"creator": {"kistanov v": "Кистанов В."}}) == (
        "Кистанов В."
    )
    assert word.value("source", "(none)") == "не указано"


def test_words_for_proposals() -> None:
    word = Wording(translations()["en"], "en")
    for kind in RELAXED:
        one = Relaxed(kind, "{tea} %s", "tea", {}, {}, 1)  # type: ignore[arg-type]
        assert ("{tea} %s" in word.relaxed(one)) == (kind != "any")
