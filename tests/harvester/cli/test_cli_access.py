"""Passwords on the command line's way: they arrive, and are told nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.door import Door, site, source_lines


def test_a_harvest_takes_its_password_along_and_tells_nobody(
    door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE", "anna:hidden-word")
    with site(tmp_path) as server:
        door.config(source_lines(server.url, more='[source.access]\nauth = "env:SITE"\n'))
        said = door.right("-v", "harvest")
        shown = door.right("config", "show", "--json")
        assert all("authorization" in seen.headers for seen in server.seen)
    assert "hidden-word" not in said.out + said.err + shown.out


def test_a_password_in_the_settings_is_refused(door: Door) -> None:
    door.config(source_lines("http://localhost/", more='[source.access]\nauth = "a:hidden"\n'))
    said = door("config", "check")
    assert said.code == 2
    assert 'access auth = (not shown): expected "" or where USER:PASSWORD stands' in said.err


@pytest.mark.parametrize(
    "line",
    [
        'url = "http://anna:hidden@x.example/oai"',
        'access = { proxy = "http://anna:hidden@x.example" }',
        'access = { auth = "anna:hidden" }',
        'access = { cookies = "session=hidden" }',
    ],
)
def test_a_mistake_does_not_tell_the_password_in_it(door: Door, line: str) -> None:
    url = "" if line.startswith("url") else 'url = "http://localhost/"\n'
    door.config(f'[[source]]\nname = "s"\n{url}{line}\n')
    said = door("config", "check", "--json")
    assert said.code == 2
    assert "hidden" not in said.out + said.err


def test_a_dry_run_does_not_count_what_did_not_come(door: Door) -> None:
    door.config(source_lines("http://127.0.0.1:9/oai"))
    said = door("harvest", "--dry-run")
    assert said.out.endswith("from the beginning: its first page could not be had\n")
    assert said.code == 1


def test_a_secret_that_is_missing_fails_that_source_only(door: Door, tmp_path: Path) -> None:
    lines = '[source.access]\nauth = "env:NOT_SET_ANYWHERE"\n'
    with site(tmp_path) as server:
        more = f'[[source]]\nname = "t"\nurl = "{server.url}"\n'
        door.config(source_lines(server.url, more=lines + more))
        said = door("harvest", "--json")
    runs = {run["source"]: run for run in said.json}
    assert (runs["s"]["status"], runs["t"]["status"]) == ("failed", "ok")
    assert "NOT_SET_ANYWHERE" in runs["s"]["error"]["message"]
