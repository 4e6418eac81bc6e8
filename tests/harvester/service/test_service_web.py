"""`harvester run --web`: the pages and the API beside the harvests, in one process."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.serving import serving, until


@pytest.fixture
def config(demo_data: Path, tmp_path: Path) -> Path:
    """The settings of a service over the sample records, with a web at any free port."""
    path = tmp_path / "config.toml"
    path.write_text(f'[data]\ndir = "{demo_data}"\n[web]\nport = 0\n')
    return path


def test_the_web_answers_beside_the_harvests(config: Path) -> None:
    with serving(config, web=True) as here:
        url = here.log.until("serving")["url"]
        with urlopen(f"{url}api/v1/records?q=water", timeout=30) as answer:
            total = json.load(answer)["total"]
        assert total == here.harvester.index.search("water").total
        assert total
        with urlopen(url, timeout=30) as answer:
            assert b"<html" in answer.read()
        here.asks.reload()
        here.log.until("settings read")
        here.service._chores.ring()
        with urlopen(url, timeout=30) as answer:
            assert answer.status == 200
        assert len(here.log.find("serving")) == 1
    with pytest.raises(OSError, match="refused"):
        urlopen(url, timeout=30)


def test_a_port_that_is_taken_is_told_and_harvests_go_on(config: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        config.write_text(config.read_text().replace("port = 0", f"port = {port}"))
        with serving(config, web=True) as here:
            until(lambda: here.troubles)
            assert here.troubles[-1][0].startswith("nothing is served: cannot listen at")
            here.log.until("upkeep")
            taken.close()
            here.asks.reload()
            here.log.until("serving")
            until(lambda: here.troubles[-1] == ())


def test_without_being_asked_nothing_is_served(config: Path) -> None:
    with serving(config) as here:
        here.log.until("upkeep")
    assert not here.log.find("serving")


def test_searches_are_counted_by_door_and_status(config: Path) -> None:
    config.write_text(config.read_text() + '[watch]\nlisten = "127.0.0.1:0"\n')
    with serving(config, watch=True, web=True) as here:
        url, pages = here.log.until("serving")["url"], here.log.until("watching")["url"]
        for path in ("search?q=water", "api/v1/records?q=water", "api/v1/records?q=air", "about"):
            with urlopen(f"{url}{path}", timeout=30) as answer:
                assert answer.read()
        with pytest.raises(HTTPError):
            urlopen(f"{url}api/v1/records?nonsense=1", timeout=30)
        lines = until(lambda: _searches(pages, 4))
    assert lines == {
        'harvester_search_requests_total{mode="page",status="200"} 1.0',
        'harvester_search_requests_total{mode="api",status="200"} 2.0',
        'harvester_search_requests_total{mode="api",status="400"} 1.0',
        "harvester_search_duration_seconds_count 4.0",
    }


def _searches(pages: str, count: int) -> set[str]:
    """The lines of the metrics about searches, once there were so many."""
    with urlopen(f"{pages}/metrics", timeout=30) as answer:
        lines = answer.read().decode().splitlines()
    names = ("harvester_search_requests_total{", "harvester_search_duration_seconds_count")
    found = {line for line in lines if line.startswith(names)}
    return found if f"{names[1]} {count}.0" in found else set()
