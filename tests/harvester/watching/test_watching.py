"""A service that is watched: its pages, and who is told, through real sockets."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families as parsed

from harvester.open import Harvester
from harvester.watching import board
from harvester.watching.http import serving as pages_at
from tests import faults
from tests.door import site
from tests.faults import Fault
from tests.harvester.service.test_service import HEAD, source
from tests.harvester.watching.test_http import ask
from tests.provider import ScriptedServer
from tests.serving import Here, serving, until
from tests.sink import Sink, sink

WATCH = '[watch]\nlisten = "127.0.0.1:0"\nevery = 1\n'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ScriptedServer]:
    (tmp_path / "server").mkdir()
    with site(tmp_path / "server") as made:
        yield made


@pytest.fixture
def told() -> Iterator[Sink]:
    with sink() as made:
        yield made


def url_of(here: Here) -> str:
    return str(here.log.until("watching")["url"])


def status(here: Here) -> dict[str, Any]:
    """`/status.json`, as soon as there is one."""
    url = url_of(here)
    _, media_type, body = until(lambda: (said := ask(url, "/status.json"))[0] == 200 and said)
    assert media_type == "application/json"
    return dict(json.loads(body))


def state_of(here: Here, name: str) -> str:
    return str({one["source"]: one["state"] for one in status(here)["sources"]}[name])


def samples(here: Here) -> dict[str, float]:
    """`/metrics`, as Prometheus reads it."""
    code, media_type, body = ask(url_of(here), "/metrics")
    assert (code, media_type) == (200, "text/plain; version=0.0.4; charset=utf-8")
    return {
        " ".join([one.name, *(f"{name}={word}" for name, word in sorted(one.labels.items()))]): (
            one.value
        )
        for family in parsed(body.decode())
        for one in family.samples
    }


def test_pages_tell_of_harvests_as_they_end(config: Path, server: ScriptedServer) -> None:
    config.write_text(HEAD + WATCH + source(server.url))
    with serving(config, watch=True) as here:
        url = url_of(here)
        assert ask(url, "/livez") == (200, "text/plain; charset=utf-8", b"alive\n")
        until(lambda: ask(url, "/readyz")[0] == 200)
        here.log.until("indexed")
        until(lambda: state_of(here, "s") == "healthy")
        said = status(here)
        (one,) = said["sources"]
        assert (one["records"], one["last_run"]["new"], said["ready"]) == (10, 10, True)
        assert (said["states"], said["service"]["owner"]) == ({"healthy": 1}, "here 1 1.0")
        until(lambda: samples(here).get("harvester_index_documents") == 10)
        metrics = samples(here)
    expected = {
        "harvester_harvest_runs_total source=s status=ok": 1,
        "harvester_records_total outcome=new source=s": 10,
        "harvester_http_requests_total code=200 source=s": len(server.seen),
        "harvester_index_commit_duration_seconds_count": 1,
        "harvester_sources state=healthy": 1,
        "harvester_store_records source=s state=live": 10,
    }
    assert {name: metrics.get(name) for name in expected} == expected


def test_errors_and_retries_are_counted_by_their_codes(config: Path, tmp_path: Path) -> None:
    busy = [
        Fault.once(faults.status(503), at=1),
        Fault.once(faults.oai_error("badResumptionToken"), at=2),
    ]
    head = "[harvest]\nretries = 1\nretry_wait = 0\n"
    (tmp_path / "busy").mkdir()
    with site(tmp_path / "busy", busy) as server:
        config.write_text(head + WATCH + source(server.url))
        with serving(config, watch=True) as here:
            here.log.until("harvested")
            metrics = samples(here)
    assert metrics["harvester_http_requests_total code=503 source=s"] == 1
    assert metrics["harvester_http_retries_total reason=busy"] == 1
    assert metrics["harvester_oai_errors_total code=badResumptionToken source=s"] == 1


def test_failing_and_recovered_are_told_once_each_also_over_restarts(
    config: Path, server: ScriptedServer, told: Sink
) -> None:
    notify = f'[notify]\nurls = ["{told.url}"]\n'
    fast = 'every = "1s"\nmax_backoff = "1s"'
    config.write_text(HEAD + WATCH + notify + source("http://127.0.0.1:9/", more=fast))
    with serving(config, watch=True) as here:
        until(lambda: told.titles)
        here.log.until("harvested", count=3)
    with serving(config, watch=True) as here:
        here.log.until("harvested", count=2)
        until(lambda: samples(here)["harvester_sources state=failing"] == 1)
        assert len(told.titles) == 1
        config.write_text(HEAD + WATCH + notify + source(server.url, more=fast))
        here.asks.reload()
        until(lambda: len(told.titles) == 2)
        sent = f"harvester_notifications_total channel={told.url} outcome=sent"
        until(lambda: samples(here)[sent] == 1)
    assert told.titles == ["harvester here: 1 failing", "harvester here: 1 recovered"]
    assert "FAILING s, since " in told.got[0]["message"]
    assert "-> check the url, and that the server is up" in told.got[0]["message"]


def test_a_disk_that_is_full_is_told_and_that_it_is_not(
    config: Path, server: ScriptedServer, told: Sink
) -> None:
    notify = f'[notify]\nurls = ["{told.url}"]\n'
    config.write_text(HEAD + WATCH + notify + source(server.url))
    free = [1_000_000]
    with serving(config, room=lambda folder: free[0], watch=True) as here:
        until(lambda: told.titles)
        assert "disk" in status(here)["service"]["troubles"]
        free[0] = 10**12
        until(lambda: len(told.titles) == 2)
    assert "SERVICE no harvest begins" in told.got[0]["message"]
    assert told.titles[1] == "harvester here: 1 recovered"


def test_a_notifier_that_fails_hurts_no_harvest_and_is_itself_told(
    config: Path, server: ScriptedServer, told: Sink
) -> None:
    told.status = 500
    bad = f'[notify]\ncommand = ["/nowhere/mail"]\nurls = ["{told.url}"]\n'
    fast = 'every = "1s"'
    lines = source(server.url, more=fast) + source("http://127.0.0.1:9/", "dead")
    config.write_text(HEAD + WATCH + bad + lines)
    with serving(config, watch=True) as here:
        failing = here.log.until("a notifier fails: the command /nowhere/mail cannot be run")
        assert failing["level"] == "error"
        here.log.until("a notifier fails: json://")
        here.log.until("harvested", count=3, source="s")
        assert set(status(here)["service"]["troubles"]) == {
            "notify command",
            f"notify {told.url}",
        }
        assert [one["failures"] for one in status(here)["notifiers"]] == [1, 1]
        metrics = samples(here)
        assert metrics["harvester_notifications_total channel=command outcome=failed"] == 1
        assert metrics["harvester_service_trouble kind=notify command"] == 1
        assert any("a notifier fails" in words for words in here.troubles[-1])
        config.write_text(HEAD + WATCH + lines)
        here.asks.reload()
        here.log.until("over: a notifier fails", count=2)


def test_a_port_that_is_taken_is_told_and_the_service_goes_on(
    config: Path, server: ScriptedServer
) -> None:
    with pages_at("127.0.0.1:0", {}) as url:
        taken = WATCH.replace("127.0.0.1:0", url.removeprefix("http://"))
        config.write_text(HEAD + taken + source(server.url))
        with serving(config, watch=True) as here:
            said = here.log.until("[watch] listen")
            assert said["event"].endswith("cannot be listened on: Address already in use")
            assert "give this one another" in said["hint"]
            here.log.until("harvested", status="ok")
            assert here.troubles[-1] == (said["event"],)
            config.write_text(HEAD + WATCH + source(server.url))
            here.asks.reload()
            here.log.until("over: [watch] listen")
            assert ask(url_of(here), "/livez")[0] == 200


def test_pages_move_and_close_with_the_settings(config: Path, server: ScriptedServer) -> None:
    config.write_text(HEAD + WATCH + source(server.url))
    with serving(config, watch=True) as here:
        first = url_of(here)
        config.write_text(HEAD + WATCH.replace("127.0.0.1", "localhost") + source(server.url))
        here.asks.reload()
        second = str(here.log.until("watching", count=2)["url"])
        assert ask(second, "/livez")[0] == 200
        with pytest.raises(OSError, match="refused"):
            ask(first, "/livez")
        config.write_text(HEAD + WATCH.replace("127.0.0.1:0", "") + source(server.url))
        here.asks.reload()
        until(lambda: _is_closed(second))


def _is_closed(url: str) -> bool:
    try:
        ask(url, "/livez")
    except OSError:
        return True
    return False


def test_it_is_not_ready_when_the_clock_has_stopped(
    config: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service hangs in the store: pages go on, and say so."""
    monkeypatch.setattr(board, "STOPPED", 0.5)
    config.write_text(HEAD + WATCH + source(server.url))
    hang = [False]

    with serving(config, watch=True) as here:
        url = url_of(here)
        here.log.until("harvested")
        offer = here.service._offer
        release = Event()
        here.service._offer = lambda: release.wait(20) if hang[0] else offer()  # type: ignore[method-assign,assignment,func-returns-value]
        hang[0] = True
        answer = until(lambda: (said := ask(url, "/readyz"))[0] == 503 and said)
        assert answer[2].startswith(b"the clock has stopped: nothing was begun for ")
        assert ask(url, "/livez")[0] == 200
        hang[0] = False
        release.set()
        until(lambda: ask(url, "/readyz")[0] == 200)


def test_a_store_that_cannot_be_read_is_told_and_what_was_seen_last_stays(
    config: Path, server: ScriptedServer
) -> None:
    config.write_text(HEAD + WATCH + source(server.url))
    with serving(config, watch=True) as here:
        until(lambda: state_of(here, "s") == "healthy")
        with sqlite3.connect(config.parent / "data" / "harvest.db") as other:
            other.execute("ALTER TABLE sweeps RENAME TO away")
        other.close()
        here.log.until("the sources cannot be seen: ")
        assert "look" in status(here)["service"]["troubles"]
        assert state_of(here, "s") == "healthy"
        with sqlite3.connect(config.parent / "data" / "harvest.db") as other:
            other.execute("ALTER TABLE away RENAME TO sweeps")
        other.close()
        here.log.until("over: the sources cannot be seen")


def test_a_mistake_of_the_program_while_watching_is_told_and_watching_goes_on(
    config: Path, server: ScriptedServer
) -> None:
    config.write_text(HEAD + WATCH + source(server.url))
    broken = [True]

    def change(made: Harvester) -> Harvester:
        class Broken(type(made.index)):  # type: ignore[misc]
            def size(self) -> object:
                if broken[0]:
                    raise ZeroDivisionError("nobody thought of this")
                return super().size()

        made.index.__class__ = Broken
        return made

    with serving(config, watch=True, change=change) as here:
        said = here.log.until("a mistake of this program while watching: ZeroDivisionError")
        assert said["level"] == "error"
        assert "Traceback" in here.log.find("a mistake of this program")[0]["exception"]
        broken[0] = False
        until(lambda: state_of(here, "s") == "healthy")
