"""Facets count what stock Whoosh's lists of matches hold."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from whoosh import query as w

from index.engines.whoosh.w3.reading import Damaged, Reader, matches
from index.engines.whoosh.w3.reading.facets import counts, narrowed
from tests.index.engines.whoosh.written import TAGS, index, reader


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder: Path = tmp_path_factory.mktemp("facets")
    index(folder, [300, 100, 20])
    return reader(folder)


def looked_at(held: Reader, numbers: np.ndarray, field: str) -> Counter[bytes]:
    """The same by asking for each value."""
    found = {
        tag.encode(): np.isin(matches(held, w.Term(field, tag)), numbers).sum() for tag in TAGS
    }
    return Counter({tag: int(count) for tag, count in found.items() if count})


@pytest.mark.parametrize("field", ["tags", "plain"])
@pytest.mark.parametrize("text", ["the", "w7", "missing"])
def test_a_facet_counts_documents_by_value(held: Reader, field: str, text: str) -> None:
    """Of many documents and of few; a document of several values counts for each."""
    numbers = matches(held, w.Term("body", text))
    assert counts(held, numbers, field) == looked_at(held, numbers, field)
    everything = matches(held, w.Every())
    assert counts(held, everything, field) == looked_at(held, everything, field)
    assert not counts(held, everything, "none")


def test_a_facet_does_not_feel_its_own_filter(held: Reader) -> None:
    query = w.Term("body", "the")
    filters = {"tags": w.Term("tags", "b"), "plain": w.Or([w.Term("plain", "a")])}
    numbers, found = narrowed(held, query, filters, ["tags", "plain", "year"])
    all_of = {name: matches(held, w.And([query, *others])) for name, others in {
        "tags": [filters["plain"]], "plain": [filters["tags"]], "all": list(filters.values()),
    }.items()}  # fmt: skip
    assert numbers.tolist() == all_of["all"].tolist()
    assert found["tags"] == looked_at(held, all_of["tags"], "tags")
    assert found["plain"] == looked_at(held, all_of["plain"], "plain")
    assert found["year"] == counts(held, all_of["all"], "year")
    assert 0 < len(numbers) < len(all_of["tags"])


def test_facets_without_filters_are_of_all_matches(held: Reader) -> None:
    numbers, found = narrowed(held, w.Every(), {}, ["plain"])
    assert found["plain"].total() == len(numbers) == len(matches(held, w.Every()))


def test_a_field_with_fewer_postings_than_it_says_is_damage(tmp_path: Path) -> None:
    index(tmp_path, [50])
    (path,) = tmp_path.glob("*.trm")
    content = bytearray(path.read_bytes())
    field = reader(tmp_path).parts[0].segment.table._fields["plain"]
    place = content.index(field + b"a")
    content[place + 3 + 8] += 1  # the lowest byte of the number of documents
    path.write_bytes(content)
    opened = reader(tmp_path)
    with pytest.raises(Damaged, match="fewer postings"):
        counts(opened, matches(opened, w.Every()), "plain")
