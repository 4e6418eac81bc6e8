"""What tests of the whole index begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import open_index
from index.core import Index
from index.settings import IndexSettings
from tests.index.shelf import NOW


@pytest.fixture
def ix(tmp_path: Path) -> Iterator[Index]:
    with open_index(IndexSettings.of_folder(tmp_path / "data"), create=True) as made:
        made.store.declare("s", "", "oai_dc", declared=False, now=NOW)
        made.store.declare("t", "", "oai_dc", declared=False, now=NOW)
        yield made
