"""Readers see a rebuild, also one that happens while they open the index."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import open_index, reading
from index.engines.base import Engine
from index.engines.folder import current_folder
from index.record import Batch
from index.testing.samples import NOW, make_incoming


def test_a_swap_while_a_reader_opens_is_seen_at_the_next_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_index(tmp_path, create=True) as ours, open_index(tmp_path) as theirs:
        ours.store.declare("paper", "", "oai_dc", declared=False, now=NOW)
        ours.sync()
        real = reading.open_engine

        def swapped_behind_our_back(place: Path, *rest: object, **more: object) -> Engine:
            opened = real(place, *rest, **more)  # type: ignore[arg-type]
            if current_folder(place) == before:
                ours.store.apply("paper", Batch((make_incoming("paper"),)), None, NOW)
                ours.rebuild()
            return opened

        before = current_folder(tmp_path / "index")
        monkeypatch.setattr(reading, "open_engine", swapped_behind_our_back)
        theirs.search("anything")
        assert theirs.verify().clean
