"""Messages handed over: to a web server through Apprise, and to a program."""

from __future__ import annotations

import io
import logging
import sys
from pathlib import Path

import pytest

from harvester.errors import NotTold
from harvester.log import Forwarded, log_to
from harvester.service_settings import LogSection
from harvester.watch_settings import NotifySection
from harvester.watching.channels import AppriseChannel, CommandChannel, channels_of
from harvester.watching.notices import Message
from tests.sink import sink

MESSAGE = Message("one failing", "FAILING s\n  -> wait")
SECRET = "hunter2secret"


def apprise(where: str, base: Path, **environ: str) -> AppriseChannel:
    return AppriseChannel(where, base, environ)


def test_a_webhook_gets_it(tmp_path: Path) -> None:
    with sink() as there:
        apprise(there.url, tmp_path).send(MESSAGE)
    (got,) = there.got
    assert (got["title"], got["message"]) == (MESSAGE.title, MESSAGE.body)


def test_urls_stand_in_a_file_or_the_environment_one_a_line(tmp_path: Path) -> None:
    with sink() as one, sink() as other:
        (tmp_path / "urls").write_text(f"{one.url}\n\n{other.url}\n")
        apprise("file:urls", tmp_path).send(MESSAGE)
        apprise("env:HOOK", tmp_path, HOOK=other.url).send(MESSAGE)
    assert (len(one.got), len(other.got)) == (1, 2)


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("env:NONE", "[notify] urls: the environment has no NONE"),
        ("file:none", "none: No such file or directory"),
        ("env:EMPTY", "env:EMPTY: no URL stands there"),
        ("env:WRONG", "env:WRONG: a URL there is none that Apprise can use"),
    ],
)
def test_what_is_not_there_or_no_url_is_an_error_without_secrets(
    tmp_path: Path, where: str, words: str
) -> None:
    heard = io.StringIO()  # as the log of the service hears libraries
    log = log_to(LogSection(format="json", level="debug"), heard)
    handler = Forwarded(log)
    logging.getLogger().addHandler(handler)
    try:
        with pytest.raises(NotTold) as raised:
            apprise(where, tmp_path, EMPTY=" \n", WRONG=f"nosuch://x/{SECRET}").send(MESSAGE)
    finally:
        logging.getLogger().removeHandler(handler)
    assert words in raised.value.message
    assert SECRET not in str(raised.value) + heard.getvalue()


def test_what_is_not_delivered_is_an_error(tmp_path: Path) -> None:
    with sink() as there:
        there.status = 500
        with pytest.raises(NotTold, match=r"json://127\.0\.0\.1.*: not delivered: .*error=500"):
            apprise(there.url, tmp_path).send(MESSAGE)
    assert there.got == []


def test_a_program_gets_it_on_its_standard_input(tmp_path: Path) -> None:
    code = "import sys; open(sys.argv[2], 'w').write(sys.argv[1] + '|' + sys.stdin.read())"
    command = (sys.executable, "-c", code, "x {title}", str(tmp_path / "got"))
    CommandChannel(command).send(MESSAGE)
    assert (
        tmp_path / "got"
    ).read_text() == f"x {MESSAGE.title}|{MESSAGE.title}\n\n{MESSAGE.body}\n"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("/nowhere/mail",), "the command /nowhere/mail cannot be run: No such file"),
        ((sys.executable, "-c", "exit('no mail today')"), "ended with 1: no mail today"),
        ((sys.executable, "-c", "import time; time.sleep(60)"), "did not end within 0.2 s"),
    ],
)
def test_a_program_that_fails_is_an_error(command: tuple[str, ...], words: str) -> None:
    with pytest.raises(NotTold) as raised:
        CommandChannel(command, patience=0.2 if "sleep" in command[-1] else 30.0).send(MESSAGE)
    assert words in raised.value.message


def test_the_settings_name_them(tmp_path: Path) -> None:
    section = NotifySection.model_validate({"urls": ["env:A", "file:b"], "command": "mail ops"})
    assert [one.name for one in channels_of(section, tmp_path, {})] == [
        "env:A",
        "file:b",
        "command",
    ]
    assert channels_of(NotifySection(), tmp_path, {}) == []
