"""A sample of `python -m tests.equality`: 5,000 documents, and what shows that it can fail."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.record import Text
from tests.equality import build, compare
from tests.index.engines.whoosh.library import library


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return build(tmp_path_factory.mktemp("both"), library(5000, longest=40))


def test_our_index_is_the_one_that_stock_whoosh_makes(built: tuple[Path, Path]) -> None:
    found = compare(*built, queries=400, seed=2)
    assert found.differences == ()
    assert found.terms > 8000
    assert found.postings > 100_000
    assert found.hits > 100_000


def test_a_word_more_is_told(tmp_path: Path) -> None:
    documents = library(20)
    ours, _ = build(tmp_path, documents)
    other = tmp_path / "other"
    other.mkdir()
    changed = replace(documents[3], titles=(Text("данные altogether"),))
    _, theirs = build(other, [*documents[:3], changed, *documents[4:]])
    assert compare(ours, theirs, queries=0, seed=1).differences
