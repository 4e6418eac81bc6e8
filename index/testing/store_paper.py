"""The source `paper`, which the contracts of harvesting begin with, and steps that they share."""

from __future__ import annotations

from datetime import timedelta

import pytest

from index.record import Checkpoint, Run, SourceState, Window
from index.store.base import Store
from index.testing.samples import NOW, make_batch

ALL = (None, None)
HOUR = timedelta(hours=1)
LATER = NOW + timedelta(days=1)
NEXT = "resumption-token-2"


class PaperContract:
    """A contract that begins with one declared source."""

    @pytest.fixture(autouse=True)
    def _known_source(self, store: Store) -> None:
        store.declare("paper", "https://paper.example.org/oai", "oai_dc", True, NOW)


def state(store: Store, name: str) -> SourceState:
    """What the store knows of the source, which it has to know."""
    return next(source for source in store.sources() if source.name == name)


def running(store: Store) -> Run:
    """A run that is running."""
    number = store.start_run("paper", ALL, NOW)
    return Run(number, "paper", "running", ALL, NOW)


def harvest_to(store: Store, cursor: str | None, set_spec: str = "") -> Window:
    """Open and close a window."""
    window = store.open_window("paper", set_spec, None, None)
    place = Checkpoint("paper", set_spec, window.id, pages=1, closed=True, cursor=cursor)
    store.apply("paper", make_batch(), place, NOW)
    return window


def close(store: Store, window: Window, cursor: str | None) -> None:
    """The last page of a window of all sets."""
    place = Checkpoint("paper", "", window.id, pages=1, closed=True, cursor=cursor)
    store.apply("paper", make_batch(), place, NOW)
