"""Threads that read while another process commits (tests/readers.py): whole states, no leak."""

from __future__ import annotations

from pathlib import Path

from tests import readers


def test_readers_see_whole_states_while_another_process_commits(tmp_path: Path) -> None:
    seen, held = readers.read(tmp_path, threads=4, commits=25, seed=1)
    assert seen.troubles == []
    assert seen.newest == 24
    assert not readers.leaked(held), held


def test_what_is_no_state_of_a_commit_is_told() -> None:
    seen = readers.Seen()
    readers._judge([readers.key("0"), readers.key("n3")], 4, seen)
    assert [trouble[:12] for trouble in seen.troubles] == ["no state of ", "commit 3 aft"]
