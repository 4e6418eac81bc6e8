"""What operators are told in another language: all of it, and in English as on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from babel.messages.pofile import read_po

from harvester import sayings
from harvester.advice import Advice
from harvester.errors import HarvestError
from harvester.normalise import completeness
from harvester.said import said, several, verbatim
from harvester.web_ops.meanings import FIELDS, MEANINGS, STATUSES, TODOS
from harvester.web_ops.telling import Line, Telling
from index import errors
from index.record import Batch, RunError, Sweep, Unreadable
from index.web.pages.languages import FOLDER, translations
from index.web.pages.wording import Wording
from tests.harvester.web_ops.conftest import NOW, Desk, ran
from tests.visitor import text_of

REFUSED = RunError("blocked", "http://x.example.org/oai: HTTP 403, HTML", "ask to be let in")


def telling(language: str) -> Telling:
    return Telling(Wording(translations()[language], language))


def codes(kind: type[errors.Error]) -> Iterator[str]:
    yield kind.code
    for one in kind.__subclasses__():
        if one.__module__.split(".")[0] in ("index", "harvester"):
            yield from codes(one)


def test_every_code_has_a_meaning() -> None:
    assert issubclass(HarvestError, errors.Error)
    known = {code for code in codes(errors.Error) if not code.startswith("test")}
    assert known <= MEANINGS.keys()
    assert TODOS.keys() <= MEANINGS.keys()


def test_every_field_that_may_be_missing_has_a_name() -> None:
    assert FIELDS.keys() == completeness.FIELDS.keys()


def test_english_readers_get_the_words_of_the_command_line() -> None:
    tell = telling("en")
    assert [one.words for one in tell.advice(Advice(REFUSED))] == [REFUSED.message, REFUSED.hint]
    many = Advice(several("{number} entry", "{number} entries", 1204), None, verbatim("do {it}"))
    assert [one.words for one in tell.advice(many)] == [many.reason, many.todo]


def test_an_error_is_told_by_its_code_with_its_words_beneath() -> None:
    assert list(telling("ru").advice(Advice(REFUSED))) == [
        Line("сервер отказывается нам отвечать"),
        Line(REFUSED.message, "detail", english=True),
        Line(
            "попросите тех, кто обслуживает сервер, впустить этот сборщик и задайте в [harvest] "
            "contact и user_agent, чтобы они знали, кто обращается",
            "todo",
        ),
    ]


def test_a_code_nobody_knows_keeps_its_words() -> None:
    unknown = RunError("of-tomorrow", "something new", "do this")
    assert list(telling("ru").advice(Advice(unknown))) == [
        Line("something new", "why", english=True), Line("do this", "todo", english=True),
    ]  # fmt: skip


def test_numbers_and_sentences_within_sentences() -> None:
    tell = telling("ru")
    entries = several("{number} entry in quarantine", "{number} entries in quarantine", 1203)
    assert tell.said(entries) == "1\xa0203 места в карантине"
    words = sayings.STOPPED.format(why=sayings.SHRANK.format(before=90, now=8), source="demo")
    told = tell.kept(words)
    assert not told.english
    assert told.words == (
        "сверка остановлена: список сервера сократился: было записей 90, стало 8; ничего не "
        "удалено. Если так и должно быть: harvester sweep demo --accept"
    )
    assert tell.status("partial") == "частично"
    assert STATUSES["ok"] == "ok"
    assert tell.said(said("no sentence of ours")) == "no sentence of ours"


def sick(desk: Desk) -> None:
    """Sources that are wrong in every way that there is something to say about."""
    store = desk.index.store
    ran(desk, "alpha", timedelta(hours=2), "blocked", error=REFUSED)
    unread = Unreadable("page", "not-well-formed", "line 3: x", b"<", "u")
    store.apply("alpha", Batch(quarantined=(unread,)), None, NOW)
    warned = (
        sayings.CLOCK_AHEAD.format(seconds=4000), sayings.NO_RECORDS, "words of a version to come",
    )  # fmt: skip
    ran(desk, "beta", timedelta(hours=2), "partial", warnings=warned)
    ran(desk, "gamma", timedelta(hours=2), "ok")
    number = store.start_sweep("gamma", NOW)
    why = sayings.LACKS.format(lost=50, ours=90)
    store.finish_sweep(Sweep(number, "gamma", "stopped", NOW, NOW, missing=3, why=why))


@pytest.mark.parametrize("path", ["/sources", "/sources/alpha", "/sources/beta", "/sources/gamma"])
def test_no_english_is_left_on_a_page_in_russian(desk: Desk, path: str) -> None:
    sick(desk)
    page = desk.visitor("ru").page(path)
    for marked in page.cssselect("[lang=en], code, nav[aria-label]"):
        marked.drop_tree()
    seen = " ".join(" ".join(page.itertext()).split())
    with (FOLDER / "ru.po").open("rb") as file:
        held = read_po(file, locale="ru")
    left = {
        piece
        for message in held
        if message.id
        for text in (message.id if isinstance(message.id, tuple) else (message.id,))
        if text != message.string
        for piece in re.split(r"%\(\w+\)s|\{\w+\}|</?b>", text)
        if len(piece) > 5 and re.search(rf"\b{re.escape(piece.strip())}\b", seen)
    }
    assert left == set()


@pytest.mark.parametrize("path", ["/sources", "/sources/alpha"])
def test_what_stays_english_says_so(desk: Desk, path: str) -> None:
    sick(desk)
    page = desk.visitor("ru").page(path)
    marked = " ".join(text_of(one) for one in page.cssselect("[lang=en]"))
    assert REFUSED.message in marked
    assert "сервер отказывается нам отвечать" in text_of(page)
