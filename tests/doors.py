"""Pytest fixtures for the command line; conftest.py of its test folders take them from here."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from harvester.clock import SystemClock
from harvester.demo.run import demonstration
from tests.door import Door


@pytest.fixture
def door(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Door:
    """The command in an empty folder of its own, with nothing in the environment."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in [name for name in os.environ if name.startswith("HARVESTER__")]:
        monkeypatch.delenv(name)
    return Door(folder, capsys)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample records, harvested and indexed; for reading only."""
    folder = tmp_path_factory.mktemp("samples")
    with demonstration(folder, SystemClock(), lambda run: None) as (_, run):
        assert run.status == "ok"
    return folder


@pytest.fixture
def demo_data(samples: Path, tmp_path: Path) -> Path:
    """The same for a test alone, to be written to."""
    return Path(shutil.copytree(samples, tmp_path / "demo-data"))
