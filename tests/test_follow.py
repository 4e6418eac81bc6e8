"""A sample of `python -m tests.follow`: a copy follows through a few changes and kills."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.follow import follow


def test_a_copy_follows_through_changes_and_kills(tmp_path: Path) -> None:
    same, ends = follow(tmp_path, 40, Random(2))
    assert (same, ends.total()) == (True, 4)
