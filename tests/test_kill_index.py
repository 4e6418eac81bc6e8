"""A sample of `python -m tests.kill_index`: killed once in two works of the index."""

from __future__ import annotations

import pytest

from tests import kill_index


@pytest.mark.parametrize("phase", ["committing", "repairing"])
def test_killed_it_opens_and_the_next_sync_makes_it_right(phase: str) -> None:
    assert [trial.differences for trial in kill_index.kill(phase, 1, seed=4)] == [()]
