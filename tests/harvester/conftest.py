"""What most tests of harvests begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world import World, world


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """A server and our side, both empty."""
    with world(tmp_path) as made:
        yield made
