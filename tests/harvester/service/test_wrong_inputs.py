"""Wrong input while the service runs: a clear error, and it goes on (issue 8, section 4.7)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import faults
from tests.door import Door, called, site
from tests.doors import door
from tests.faults import Fault
from tests.harvester.service.test_service import HEAD, source
from tests.provider import ScriptedServer
from tests.serving import serving, started, until

__all__ = ["door"]

FAST = 'every = "1s"'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ScriptedServer]:
    (tmp_path / "server").mkdir()
    with site(tmp_path / "server") as made:
        yield made


WRONG = [
    (
        'cron = "61 * * * *"',
        '[[source]] new cron = "61 * * * *": expected five crontab fields that fire some day',
    ),
    ('cron = "0 0 30 2 *"', "expected five crontab fields that fire some day"),
    (
        'quiet = "22:00-06:00,05:00-07:00"',
        '[[source]] new quiet = "22:00-06:00,05:00-07:00": expected "" or hours such as',
    ),
    ('quiet = "00:00-24:00"', "leave some of the day"),
    (
        'timezone = "Mars/Olympus"',
        '[[source]] new timezone = "Mars/Olympus": expected a timezone of the IANA list',
    ),
    ('[[source]]\nname = "s"\nurl = "http://x/"', ' = "s": the name of an earlier source'),
    ('[watch]\nlisten = "127.0.0.1"', '[watch] listen = "127.0.0.1": expected "" or an address'),
    ('[watch]\nlisten = "127.0.0.1:99999"', "expected \"\" or an address and a port"),
    ('[notify]\nurls = ["mailto://me:hunter2@x"]', "[notify] urls[0] = (not shown): expected a"),
    ('[notify]\ndigest = "daily"', '[notify] digest = "daily": expected "" or five crontab fields'),
    ('[notify]\ncommand = 5', "[notify] command = 5: expected a list of a program and its"),
    ("[[source", "config.toml:12: not valid TOML"),
]  # fmt: skip


def test_settings_that_are_wrong_are_told_with_their_line_and_the_old_ones_hold(
    config: Path, server: ScriptedServer
) -> None:
    config.write_text(HEAD + source(server.url, more=FAST))
    with serving(config) as here:
        for lines, words in WRONG:
            config.write_text(
                HEAD + source(server.url, more=FAST) + source(server.url, "new", lines)
            )
            said = len(here.log.find("the settings are wrong"))
            here.asks.reload()
            line = here.log.until("the settings are wrong", count=said + 1)
            assert words in line["event"]
            assert "config.toml:" in line["event"]
            assert "hunter2" not in str(line)
            assert here.troubles[-1] == (line["event"],)
        before = len(here.log.find("harvested", source="s"))
        here.log.until("harvested", count=before + 2, source="s")
        assert here.log.find("harvested", source="new") == []
        config.write_text(HEAD + source(server.url, more=FAST) + source(server.url, "new"))
        here.asks.reload()
        here.log.until("harvested", source="new")
    assert here.troubles[-1] == ()


@pytest.mark.parametrize(("lines", "words"), WRONG)
def test_the_same_at_the_start_and_by_the_check(door: Door, lines: str, words: str) -> None:
    door.config(
        HEAD + source("http://x.example/oai", "s") + source("http://x.example/", "new", lines)
    )
    said = door("config", "check")
    assert said.code == 2
    assert words in said.err
    assert door("run").code == 2


def test_a_secret_that_cannot_be_read_fails_that_source_alone(
    config: Path, server: ScriptedServer, tmp_path: Path
) -> None:
    (tmp_path / "secret").mkdir()  # a folder: not readable for root either
    closed = source(server.url, "closed", f'{FAST}\n[source.access]\nauth = "file:secret"\n')
    config.write_text(HEAD + source(server.url, more=FAST) + closed)
    with serving(config) as here:
        said = here.log.until("harvested", source="closed")
        here.log.until("harvested", count=3, source="s")
        (past,) = here.harvester.store.standings("closed")
        (tmp_path / "secret").rmdir()
        (tmp_path / "secret").write_text("me:hunter2")
        here.log.until("harvested", source="closed", status="ok")
    assert (said["status"], said["error"]) == ("failed", "settings")
    assert f"[[source]] closed access auth: {tmp_path}/secret: Is a directory" in said["why"]
    assert past.failures >= 1
    assert "hunter2" not in str(here.log.lines)


def test_a_source_that_is_removed_while_it_is_harvested_ends_well_and_is_not_begun_again(
    config: Path, server: ScriptedServer, tmp_path: Path
) -> None:
    (tmp_path / "slow").mkdir()
    with site(tmp_path / "slow", [Fault.once(faults.held(200), at=2)], host="127.0.0.2") as slow:
        config.write_text(HEAD + source(server.url, more=FAST) + source(slow.url, "slow", FAST))
        with serving(config) as here:
            until(lambda: len(slow.seen) == 2)
            config.write_text(HEAD + source(server.url, more=FAST))
            here.asks.reload()
            here.log.until("gone from the settings: this harvest is its last", source="slow")
            slow.let_go()
            here.log.until("harvested", source="slow", status="ok")
            before = len(here.log.find("harvested", source="s"))
            here.log.until("harvested", count=before + 3, source="s")
            assert len(here.log.find("harvested", source="slow")) == 1
            assert here.harvester.store.count("slow") == 10


def test_a_port_that_another_service_has_is_told_and_both_harvest(
    door: Door, server: ScriptedServer, tmp_path: Path
) -> None:
    """Two data folders with the same settings: the usual way to meet it."""
    door.config('[watch]\nlisten = "127.0.0.1:0"\n' + source(server.url))
    with started(door.folder, watch=True) as first:
        url = str(first.log.until("watching")["url"])
        other = door.config(
            f'[data]\ndir = "other"\n[watch]\nlisten = "{url.removeprefix("http://")}"\n'
            + source(server.url),
            "other.toml",
        )
        with started(door.folder, "--config", other, watch=True) as second:
            said = second.log.until("[watch] listen")
            assert said["event"].endswith("cannot be listened on: Address already in use")
            second.log.until("harvested", status="ok")
            screen = called("--config", other, "status", cwd=door.folder)
            assert f"service: {said['event']}" in screen.out.splitlines()
            assert screen.code == 0
