"""`harvester harvest`: every option, what it prints, and what it ends with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from harvester.open import open_harvester
from harvester.settings import Settings
from index.engines.folder import index_lock
from index.settings import DataSection
from index.store import open_store
from tests import faults
from tests.door import Door, site, source_lines
from tests.faults import Exchange, Fault, Reply
from tests.provider import ScriptedServer
from tests.world import START

RUN_KEYS = [
    "id", "source", "status", "window", "requests", "retries", "bytes", "pages", "received",
    "promised", "new", "changed", "unchanged", "deleted", "quarantined", "repairs", "started",
    "ended", "error", "unknown", "skew", "remarks", "warnings",
]  # fmt: skip


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ScriptedServer]:
    with site(tmp_path) as served:
        yield served


@pytest.fixture
def ready(door: Door, server: ScriptedServer) -> Door:
    """A config whose source `s` is the server."""
    door.config(source_lines(server.url))
    return door


def asked(server: ScriptedServer, name: str) -> list[str]:
    """What the requests for lists said of an argument."""
    lists = [seen.args for seen in server.seen if seen.args["verb"] == ["ListRecords"]]
    return [args[name][0] for args in lists if name in args]


def test_a_harvest_prints_one_line_a_source_and_is_searchable(ready: Door) -> None:
    said = ready.right("harvest")
    assert said.out.startswith(
        "s: ok, 10 new, 0 changed, 0 unchanged, 1 deleted, 0 quarantined, 4 pages,"
        " 11 of 11 records, "
    )
    assert said.out.count("\n") == 1
    assert said.err == ""
    assert ready.right("search", "article", "--json").json["total"] == 10


def test_json_is_a_list_of_runs_key_for_key(ready: Door) -> None:
    said = ready.right("harvest", "--json")
    (run,) = said.json
    assert list(run) == RUN_KEYS
    assert (run["id"], run["status"], run["error"]) == (1, "ok", None)
    assert run["window"] == {"from": None, "until": None}
    parts = ("new", "changed", "unchanged", "deleted", "quarantined")
    assert run["received"] == sum(run[part] for part in parts) == run["promised"] == 11
    assert run["started"].endswith("Z")
    assert said.err == ""


def test_again_is_unchanged_and_done(ready: Door) -> None:
    ready.right("harvest")
    (run,) = ready.right("harvest", "--json").json
    assert run["status"] == "unchanged"


def test_verbose_says_a_line_a_page(ready: Door) -> None:
    assert ready.right("-v", "harvest").err.splitlines() == [
        "s: page 1, 3 records",
        "s: page 2, 6 records",
        "s: page 3, 9 records",
        "s: page 4, 11 records",
    ]


def test_sources_are_harvested_by_name_each_once(ready: Door, server: ScriptedServer) -> None:
    more = f'[[source]]\nname = "t"\nurl = "{server.url}"\n'
    ready.config(source_lines(server.url) + more)
    assert [run["source"] for run in ready.right("harvest", "t", "t", "--json").json] == ["t"]
    assert [run["source"] for run in ready.right("harvest", "--json").json] == ["s", "t"]


def test_dates_are_asked_for(ready: Door, server: ScriptedServer) -> None:
    said = ready.right("harvest", "--from", "2026-01-01", "--until", "2026-01-02", "--json")
    assert said.json[0]["window"] == {"from": "2026-01-01", "until": "2026-01-02"}
    assert (asked(server, "from"), asked(server, "until")) == (["2026-01-01"], ["2026-01-02"])


def test_full_asks_without_dates(ready: Door, server: ScriptedServer) -> None:
    ready.right("harvest")
    ready.right("harvest")
    assert len(asked(server, "from")) == 1
    (run,) = ready.right("harvest", "--full", "--json").json
    assert run["window"] == {"from": None, "until": None}
    assert len(asked(server, "from")) == 1


def test_a_trial_stops_after_n_records_with_3(ready: Door) -> None:
    said = ready("harvest", "--stop-after", 4)
    assert said.code == 3
    assert said.out.startswith("s: partial, 6 new, ")
    assert "without --stop-after" in said.err
    (run,) = ready.right("harvest", "--json").json
    assert run["received"] == 5


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--from", "yesterday"], "is no date"),
        (["--until", "2024-13-01"], "is no date"),
        (["--from", "2024-01-02", "--until", "2024-01-01"], "later than"),
        (["--from", "2024-01-02", "--until", "2024-01-03T00:00:00Z"], "written differently"),
        (["--from", "2024-01-02", "--full"], "--full asks for everything"),
        (["--until", "2024-01-02", "--full"], "--full asks for everything"),
        (["--stop-after", "0"], "--stop-after"),
        (["--stop-after", "few"], "--stop-after"),
        (["--nope"], "--nope"),
    ],
)
def test_wrong_options_end_with_2_before_anything_is_made(
    ready: Door, server: ScriptedServer, options: list[str], words: str
) -> None:
    said = ready("harvest", *options, "--json")
    assert said.code == 2
    assert words in said.err
    assert said.json["error"]["code"] == "usage"
    assert server.seen == []
    assert not (ready.folder / "data").exists()


def test_an_unknown_source_names_the_nearest(door: Door) -> None:
    door.config(source_lines("http://127.0.0.1:9/oai", name="herald-ras"))
    said = door("harvest", "herald-rsa")
    assert said.code == 2
    assert 'did you mean "herald-ras"?' in said.err
    assert not (door.folder / "data").exists()


def test_without_sources_it_says_how_to_get_some(door: Door) -> None:
    said = door("harvest")
    assert said.code == 2
    assert "harvester init" in said.err
    door.config("[harvest]\n")
    said = door("harvest")
    assert said.code == 2
    assert "harvester sources add" in said.err


def test_an_unreachable_host_fails_and_says_why(door: Door) -> None:
    door.config(source_lines("http://127.0.0.1:9/oai"))
    said = door("harvest")
    assert said.code == 1
    assert said.out.startswith("s: failed, 0 new, ")
    assert "no connection: Connection refused" in said.err
    assert "HTTPConnection" not in said.err


def test_a_web_page_fails_and_is_kept(ready: Door, server: ScriptedServer) -> None:
    server.faults = (Fault.always(faults.html()),)
    said = ready("harvest", "--json")
    assert said.code == 1
    assert said.json[0]["error"]["code"] == "not-oai-pmh"
    assert said.json[0]["error"]["hint"]
    assert "Maintenance" in said.err
    (entry,) = ready.right("quarantine", "list", "--json").json
    assert entry["bytes"] == len(faults.HTML)


def test_a_server_that_refuses_us_is_blocked_with_1(ready: Door, server: ScriptedServer) -> None:
    server.faults = (Fault.always(faults.status(403)),)
    said = ready("harvest")
    assert said.code == 1
    assert said.out.startswith("s: blocked, ")
    assert "contact" in said.err


def test_one_bad_source_does_not_stop_the_others(ready: Door, server: ScriptedServer) -> None:
    more = '[[source]]\nname = "bad"\nurl = "http://127.0.0.1:9/oai"\n'
    good = f'[[source]]\nname = "t"\nurl = "{server.url}"\n'
    ready.config("[harvest]\nretries = 0\n" + more + good)
    said = ready("harvest", "--json")
    assert said.code == 1
    assert [run["status"] for run in said.json] == ["failed", "ok"]


def test_a_wait_is_told_with_its_reason(ready: Door, server: ScriptedServer) -> None:
    ready.config(f'[harvest]\nretries = 1\n[[source]]\nname = "s"\nurl = "{server.url}"\n')
    server.faults = (Fault.once(faults.status(503, retry_after=0), at=1),)
    said = ready.right("harvest")
    assert "s: " in said.err
    assert said.err.endswith("; again in 0 s\n")


def test_a_list_that_begins_again_is_told(ready: Door, server: ScriptedServer) -> None:
    server.faults = (Fault.once(faults.oai_error("badResumptionToken"), at=3),)
    said = ready.right("harvest")
    assert said.err.endswith("; the list begins again\n")


def test_a_source_that_somebody_harvests_is_told_and_the_others_go_on(
    ready: Door, server: ScriptedServer
) -> None:
    more = f'[[source]]\nname = "t"\nurl = "{server.url}"\n'
    ready.config(source_lines(server.url) + more)
    settings = Settings(data=DataSection(dir=ready.folder / "data"))
    with open_harvester(settings) as harvester:
        now = harvester.clock.now()
        harvester.store.declare("s", server.url, "oai_dc", declared=True, now=START)
        harvester.store.claim("s", "elsewhere 7 1", now, now.replace(year=now.year + 1))
        said = ready("harvest", "--json")
    assert said.code == 1
    held, done = said.json
    assert list(held) == RUN_KEYS
    assert (held["id"], held["status"], held["error"]["code"]) == (None, "failed", "claim-held")
    assert "process 7 on elsewhere" in said.err
    assert done["status"] == "ok"


def test_an_index_that_fails_does_not_hide_the_runs(ready: Door) -> None:
    (ready.folder / "data").mkdir()
    (ready.folder / "data" / "index").write_text("in the way")
    said = ready("harvest", "--json")
    assert said.code == 1
    assert said.json[0]["status"] == "ok"
    assert "The records are stored, and not searchable yet" in said.err
    (ready.folder / "data" / "index").unlink()
    ready.right("index", "sync")
    assert ready.right("search", "article", "--json").json["total"] == 10


def test_an_index_that_another_process_writes_is_left_to_it(ready: Door) -> None:
    with index_lock(ready.folder / "data" / "index"):
        said = ready.right("harvest")
    assert said.out.startswith("s: ok, ")
    assert said.err == "another process indexes now, and takes these changes along\n"


def test_the_data_option_wins_over_the_settings(ready: Door) -> None:
    ready.right("--data", "elsewhere", "harvest")
    assert (ready.folder / "elsewhere" / "harvest.db").exists()
    assert not (ready.folder / "data").exists()


def test_what_the_store_refuses_one_source_does_not_stop_the_others(
    door: Door, tmp_path: Path
) -> None:
    """Somebody replaces the window of one source while it is asked for."""

    def replaced(reply: Reply, exchange: Exchange) -> Reply:
        with closing(open_store(door.folder / "data" / "harvest.db", create=False)) as store:
            store.open_window("s", "", None, None)
        return reply

    (tmp_path / "other").mkdir()
    with (
        site(tmp_path, [Fault.once(replaced, at=2)]) as server,
        site(tmp_path / "other") as other,
    ):
        more = f'[[source]]\nname = "t"\nurl = "{other.url}"\n'
        door.config(source_lines(server.url, more=more))
        said = door("harvest", "--json")
    runs = {run["source"]: run for run in said.json}
    assert runs["t"]["status"] == "ok"
    assert (runs["s"]["status"], runs["s"]["new"]) == ("partial", 3)
    assert "not open any more" in runs["s"]["error"]["message"]
    assert "not open any more" in said.err
    assert said.code == 3
