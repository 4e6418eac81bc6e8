"""Damage of every kind in every kind of file: noticed, told, built anew (tests/damage.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.engines.whoosh.w3.writing import segment
from tests import damage


@pytest.mark.parametrize("seed", [1, 2])
def test_damage_is_noticed_told_and_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(segment, "SMALL", 60)  # bigger ones of loose files
    done = list(damage.trials(tmp_path, 120, 1, seed))
    assert [trial for trial in done if trial.troubles] == []
    kinds = {trial.file.partition(".")[2] for trial in done}
    assert {"", "toc", "seg", "sum", "trm", "pst", "key.col", "_stored.col"} <= kinds
