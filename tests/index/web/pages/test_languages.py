"""The languages of the interface: which one, and that each says everything."""

from __future__ import annotations

import re

import pytest

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
def test_a_translation_says_everything(path: object) -> None:
    name = path.stem  # type: ignore[attr-defined]
    catalog = merged(name, messages())
    for message in catalog:
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        if message.id and (ids[0] not in FLAGS.values() or any(strings)):
            assert all(strings), f"{name}: {ids[0]!r} is not translated"
            for string in strings:
                assert set(PLACES.findall(string)) <= set(PLACES.findall(ids[-1])), string
    assert path.read_bytes() == written(catalog), "run python -m tools.translations"  # type: ignore[attr-defined]


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
