"""`harvester status`: is everything fine, and if not, what do I do?"""

from __future__ import annotations

import re
import signal
import subprocess
from pathlib import Path

from index import open_index
from index.record import Key
from tests.door import Door, command, site, source_lines
from tests.harvester.cli.test_cli_harvest import RUN_KEYS
from tests.harvester.cli.test_cli_load import RECORD

KEYS = [
    "source", "state", "records", "deleted", "quarantined", "last_success", "last_run", "next",
    "url", "since", "tries", "reason", "todo",
]  # fmt: skip


def test_before_the_first_harvest_sources_are_new_and_nothing_is_made(door: Door) -> None:
    door.config(source_lines("http://x.example/oai"))
    said = door.right("status")
    assert said.out.splitlines() == [
        "1 source: 1 new",
        "",
        "source  state  records  deleted  quarantined  last run  last success  next",
        "s       new          0        0            0  -         never         -",
    ]
    (source,) = door.right("status", "--json").json["sources"]
    assert list(source) == KEYS
    assert (source["state"], source["last_run"], source["last_success"]) == ("new", None, None)
    assert not (door.folder / "data").exists()


def test_without_sources_it_says_how_to_get_some(door: Door) -> None:
    said = door.right("status")
    assert said.out == ""
    assert "harvester sources add NAME URL" in said.err
    assert door.right("status", "--json").json == {"sources": [], "pending": 0}


def test_after_a_harvest_everything_is_told(door: Door, tmp_path: Path) -> None:
    with site(tmp_path) as server:
        door.config(source_lines(server.url))
        door.right("harvest")
    (source,) = door.right("status", "--json").json["sources"]
    assert (source["state"], source["records"], source["deleted"]) == ("healthy", 10, 1)
    assert list(source["last_run"]) == RUN_KEYS
    assert source["last_success"] == source["last_run"]["ended"]
    assert source["next"] > source["last_success"]
    assert "  healthy       10        1            0  ok        20" in door.right("status").out


def test_why_the_last_run_failed_is_told_below(door: Door) -> None:
    door.config(source_lines("http://127.0.0.1:9/oai"))
    door("harvest")
    lines = door.right("status").out.splitlines()
    assert lines[0] == "1 source: 1 failing"
    assert lines[1].startswith("no service runs")
    assert re.fullmatch(
        r"FAILING s, since \S+Z \(\d+ s ago\), next \S+Z \(in (1 h|\d+ min)\)", lines[3]
    )
    assert lines[4] == "  http://127.0.0.1:9/oai: no connection: Connection refused"
    assert lines[5].startswith("  -> check the url")
    assert lines[8].startswith("s       failing ")


def test_columns_are_as_wide_as_they_have_to_be(door: Door) -> None:
    name = "n" * 64
    door.config(source_lines("http://x.example/oai", name))
    head, row = door.right("status").out.splitlines()[-2:]
    assert row.startswith(f"{name}  new ")
    assert head.index("state") == row.index("new")


def test_changes_that_wait_for_the_index_are_told(door: Door, demo_data: Path) -> None:
    with open_index(demo_data) as index:
        index.store.enqueue([Key("demo", "oai:journals.example.org:article/1001")])
    said = door.right("--data", demo_data, "status")
    assert said.err == "1 change not in the index yet: harvester index sync\n"
    assert door.right("--data", demo_data, "status", "--json").json["pending"] == 1


def test_what_only_the_store_knows_is_listed_too(door: Door, demo_data: Path) -> None:
    door.config(f'[data]\ndir = "{demo_data}"\n' + source_lines("http://x.example/oai"))
    states = {one["source"]: one["state"] for one in door.right("status", "--json").json["sources"]}
    assert states == {"demo": "healthy", "s": "new"}


def test_a_load_does_not_hide_that_the_server_fails(door: Door, tmp_path: Path) -> None:
    door.config(source_lines("http://127.0.0.1:9/"))
    door("harvest")
    (tmp_path / "one.xml").write_text(RECORD.format(n=1))
    door.right("load", "s", tmp_path / "one.xml")
    (source,) = door.right("status", "--json").json["sources"]
    assert (source["state"], source["records"]) == ("failing", 1)


def test_of_many_sources_only_the_sick_are_listed(door: Door) -> None:
    more = "".join(f'[[source]]\nname = "s{n}"\nurl = "http://127.0.0.1:9/"\n' for n in range(30))
    door.config(source_lines("http://127.0.0.1:9/oai") + more)
    door("harvest", "s")
    said = door.right("status").out
    assert said.startswith("31 sources: 1 failing, 30 new\n")
    assert said.endswith("\nharvester status --all lists all 31 sources\n")
    assert "s7" not in said
    assert len(door.right("status", "--all").out.splitlines()) == len(said.splitlines()) - 1 + 32


def test_sources_are_named_by_tag(door: Door) -> None:
    door.config(
        source_lines("http://127.0.0.1:9/oai", more='tags = ["x"]\n')
        + '[[source]]\nname = "other"\nurl = "http://127.0.0.1:9/"\n'
    )
    assert door.right("status", "--tag", "x").out.startswith("1 source: 1 new\n")
    assert [
        one["source"] for one in door.right("status", "--tag", "x", "--json").json["sources"]
    ] == ["s"]


def test_pausing_shows_and_resuming_ends_it(door: Door) -> None:
    door.config(source_lines("http://127.0.0.1:9/oai", more='tags = ["x"]\n'))
    assert door.right("sources", "pause", "--tag", "x", "--why", "they asked us").out == (
        "s: paused; harvester sources resume s lets it go on\n"
    )
    said = door.right("status").out
    assert re.search(r"PAUSED s, since \S+Z \(\d+ s ago\)\n  they asked us\n  -> harvester", said)
    assert door.right("status", "--json").json["sources"][0]["state"] == "paused"
    assert door.right("sources", "resume", "s").out == "s: goes on\n"
    assert door.right("status", "--json").json["sources"][0]["state"] == "new"


def test_who_rests_by_the_settings_is_told_so(door: Door) -> None:
    door.config(source_lines("http://127.0.0.1:9/oai", more="enabled = false\n"))
    assert "PAUSED s\n  the settings say enabled = false\n" in door.right("status").out
    assert "rests by the settings all the same" in door.right("sources", "resume", "s").err


def test_what_is_wanted_waits_for_a_service(door: Door) -> None:
    door.config(source_lines("http://127.0.0.1:9/oai"))
    said = door.right("sources", "run-now", "s")
    assert said.out == "s: asked for\n"
    assert "harvester harvest s does it now" in said.err


def test_wrong_names_and_tags_are_told(door: Door) -> None:
    door.config(source_lines("http://127.0.0.1:9/oai", "herald"))
    said = door("sources", "pause", "herold")
    assert (said.code, 'did you mean "herald"' in said.err) == (2, True)
    assert door("sources", "pause").code == door("sources", "resume", "--tag", "no").code == 2
    assert door("status", "--watch", "--json").code == 2


def test_watching_goes_on_until_ctrl_c(door: Door) -> None:
    door.config(source_lines("http://127.0.0.1:9/oai"))
    with subprocess.Popen(
        command("status", "--watch"), cwd=door.folder, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        seen = [process.stdout.readline() for _ in range(5)]
        assert seen[0] == seen[4] == "1 source: 1 new\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
