"""The engine in plain Python keeps the contract."""

from __future__ import annotations

from functools import partial

import pytest

from index.analysis import PLAIN
from index.engines.memory import MemoryEngine, Shelf
from index.testing.engine import EngineContract
from index.testing.engine_places import NewPlace


class TestMemoryEngine(EngineContract):
    @pytest.fixture
    def new_place(self) -> NewPlace:
        return lambda: partial(MemoryEngine, PLAIN, Shelf())
