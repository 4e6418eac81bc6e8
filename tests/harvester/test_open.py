"""`open_harvester` builds everything in one place, and closes it in the same place."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from harvester.clock import SystemClock
from harvester.harvest import Plan, silent
from harvester.hosts import Hosts, is_loopback
from harvester.load import load
from harvester.open import client_of, open_harvester
from harvester.settings import HarvestSection, Settings, SourceSettings
from index.errors import StoreMissing
from index.settings import DataSection
from tests import faults
from tests.door import site
from tests.faults import Fault
from tests.records import article
from tests.world import START, StepClock


def settings(folder: Path, **harvest: object) -> Settings:
    section = HarvestSection.model_validate({"retries": 0, **harvest})
    return Settings(data=DataSection(dir=folder / "data"), harvest=section)


def test_without_create_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing), open_harvester(settings(tmp_path), create=False):
        pass
    assert list(tmp_path.iterdir()) == []


def test_it_takes_the_machines_clock_unless_another_is_given(tmp_path: Path) -> None:
    with open_harvester(settings(tmp_path)) as harvester:
        assert isinstance(harvester.clock, SystemClock)
    clock = StepClock()
    with open_harvester(settings(tmp_path), clock, create=False) as harvester:
        assert harvester.clock is clock


def test_the_rules_are_the_settings(tmp_path: Path) -> None:
    made = settings(tmp_path, retries=7, retry_wait=3, overlap="1h")
    source = SourceSettings(name="s", url="http://x.example/oai", retries=2, overlap="2h")
    with open_harvester(made) as harvester:
        rules = harvester.tools(lambda run: None).rules
        own = harvester.tools(lambda run: None, made.manners(source)).rules
    assert (rules.retries, rules.retry_wait, rules.overlap) == (7, 3.0, timedelta(hours=1))
    assert (own.retries, own.retry_wait, own.overlap) == (2, 3.0, timedelta(hours=2))


def test_a_source_that_keeps_failing_is_asked_later_and_later(tmp_path: Path) -> None:
    clock = StepClock()
    due: list[timedelta] = []
    with (
        site(tmp_path, [Fault.always(faults.status(500))]) as server,
        open_harvester(settings(tmp_path, max_backoff="5h"), clock) as harvester,
    ):
        source = SourceSettings(name="s", url=server.url)
        for _ in range(4):
            run = harvester.harvest(source, Plan(), lambda run: None)
            (state,) = harvester.store.sources()
            assert state.next_at is not None
            due.append(state.next_at - run.started)
        server.faults = ()
        run = harvester.harvest(source, Plan(), lambda run: None)
        (state,) = harvester.store.sources()
    # Less up to an eighth of what was added, by chance.
    assert due[0] == timedelta(hours=1)
    assert timedelta(hours=4) * 7 / 8 <= due[2] <= timedelta(hours=4)
    assert timedelta(hours=5) * 7 / 8 <= due[3] <= timedelta(hours=5)
    assert state.next_at == run.started + timedelta(days=1)


def test_a_harvest_says_when_the_source_is_due_again(tmp_path: Path) -> None:
    clock = StepClock()
    with site(tmp_path) as server, open_harvester(settings(tmp_path), clock) as harvester:
        source = SourceSettings(name="s", url=server.url, every=timedelta(hours=6))
        run = harvester.harvest(source, Plan(), lambda run: None)
        (state,) = harvester.store.sources()
        agents = {seen.headers["user-agent"] for seen in server.seen}
    assert run.status == "ok"
    assert state.next_at == START + timedelta(hours=6)
    assert all(agent.startswith("oai-harvester/") for agent in agents)


def test_a_failed_harvest_is_due_again_too_and_tells_its_waits(tmp_path: Path) -> None:
    told: list[str] = []
    clock = StepClock()
    made = settings(tmp_path, retries=1, retry_wait=5)
    with (
        site(tmp_path, [Fault.always(faults.status(500))]) as server,
        open_harvester(made, clock, tell=told.append) as harvester,
    ):
        source = SourceSettings(name="s", url=server.url)
        run = harvester.harvest(source, Plan(), lambda run: None)
        (state,) = harvester.store.sources()
    assert (run.status, run.retries) == ("failed", 2)  # the list, and who the server is
    assert state.next_at == START + timedelta(hours=1)
    assert [line[:3] for line in told] == ["s: "] * 2
    assert all(line.endswith("; again in 5 s") for line in told)


@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
def test_a_source_is_not_due_before_its_server_wants_to_be_asked(tmp_path: Path, verb: str) -> None:
    clock = StepClock()
    later = Fault(
        "later", lambda n, args: args["verb"] == [verb], faults.status(503, retry_after=129_600)
    )
    with (
        site(tmp_path, [later]) as server,
        open_harvester(settings(tmp_path), clock) as harvester,
    ):
        source = SourceSettings(name="s", url=server.url, every=timedelta(hours=6))
        run = harvester.harvest(source, Plan(), lambda run: None)
        (state,) = harvester.store.sources()
        assert state.next_at == run.not_before == START + timedelta(hours=36)
        server.faults = ()
        clock.at = state.next_at
        run = harvester.harvest(source, Plan(), lambda run: None)
        (state,) = harvester.store.sources()
    assert (run.not_before, state.next_at) == (None, START + timedelta(hours=42))


def test_loads_between_do_not_make_a_server_look_well(tmp_path: Path) -> None:
    clock = StepClock()
    with (
        site(tmp_path, [Fault.always(faults.status(500))]) as server,
        open_harvester(settings(tmp_path), clock) as harvester,
    ):
        source = SourceSettings(name="s", url=server.url)
        file = tmp_path / "record.xml"
        file.write_bytes(article(1).raw.xml)
        for _ in range(2):
            run = harvester.harvest(source, Plan(), lambda run: None)
            loaded = load("s", [file], harvester.tools(lambda run: None), 10_000).run
        (state,) = harvester.store.sources()
    assert loaded.status in ("ok", "unchanged")
    assert state.last_success is None
    assert state.next_at is not None
    assert timedelta(hours=1) < state.next_at - run.started <= timedelta(hours=2)  # failed twice


@pytest.mark.parametrize("tokens", ["plain", "encoded"])
def test_a_source_with_plain_tokens_has_them_sent_so(tmp_path: Path, tokens: str) -> None:
    made = settings(tmp_path)
    with site(tmp_path) as server:
        source = SourceSettings.model_validate({"name": "s", "url": server.url, "tokens": tokens})
        clock = SystemClock()
        with client_of(made, source, clock, Hosts(clock)) as client:
            url = client.list_records(resumptionToken="a:b/c").url
    assert ("resumptionToken=a:b/c" in url) == (tokens == "plain")


def test_who_wants_to_hear_nothing_hears_nothing() -> None:
    silent("a line")


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8080/oai", True),
        ("http://127.8.0.1/oai", True),
        ("http://[::1]/oai", True),
        ("https://localhost/oai", True),
        ("https://localhost.example/oai", False),
        ("https://x.example/127.0.0.1", False),
        ("", False),
    ],
)
def test_loopback_is_told_by_the_host(url: str, here: bool) -> None:
    assert is_loopback(url) is here
