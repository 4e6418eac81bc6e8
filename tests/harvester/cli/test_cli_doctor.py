"""`harvester doctor`: lines, JSON, exit codes."""

from __future__ import annotations

from pathlib import Path

from tests.door import BOUND, Door, called, site, source_lines
from tests.serving import started

CONTACT = 'contact = "ops@example.org"\n'


def test_each_line_says_how_it_is_and_what_to_do(door: Door, tmp_path: Path) -> None:
    with site(tmp_path) as server:
        door.config('[watch]\nlisten = ""\n' + source_lines(server.url))
        door.right("harvest")
    lines = door.right("doctor", "--quick").out.splitlines()
    assert lines[0].startswith("OK       versions: harvester ")
    assert "WARNING  service: no service runs, so nothing is harvested" in lines
    assert lines[lines.index("WARNING  service: no service runs, so nothing is harvested") + 1] == (
        "         -> harvester run"
    )
    assert any("bytes, opened" in line for line in lines)


def test_json_and_exit_codes(door: Door) -> None:
    door.config(source_lines("http://127.0.0.1:9/oai"))
    said = door("doctor", "--online", "--json")
    assert said.code == 1
    assert said.json["worst"] == "error"
    (one,) = [one for one in said.json["checks"] if one["check"] == "source s"]
    assert list(one) == ["check", "level", "says", "todo"]
    assert (one["level"], one["todo"]) == ("error", "check the url, and that the server is up")
    door.config("[harvest]\nretries = -1\n")
    said = door("doctor", "--json")
    assert (said.code, said.json["checks"][-1]["check"]) == (2, "settings")


def test_beside_a_service_it_names_it_and_its_troubles(door: Door, tmp_path: Path) -> None:
    with site(tmp_path) as server:
        door.config('[notify]\ncommand = ["/nowhere/mail"]\n' + source_lines(server.url))
        with started(door.folder) as service:
            service.log.until("harvested")
            said = called("doctor", cwd=door.folder)
    assert said.code == 0
    assert f"OK       service: process {service.pid} on " in said.out


def test_a_folder_that_cannot_be_written_is_told(door: Door) -> None:
    door.config(CONTACT and "")
    (door.folder / "data").mkdir(mode=0o500)
    said = called("doctor", cwd=door.folder, before=BOUND)
    assert said.code == 1
    assert f"ERROR    folders: {door.folder}/data cannot be written by this user" in said.out
