"""What readers ask of an index on a disk: counts, streams, explanations, likeness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import fsum
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from harvester.normalise import NORMALISER
from index import open_index
from index.core import Index
from index.engines.base import MISSING, Bucket
from index.errors import EngineMissing, UsageError
from index.record import Batch, Date, Document, Incoming, Key, Text
from index.results import Hit
from index.settings import IndexSettings
from tests.records import article, gone
from tests.world import START

WORDS = ("light", "dark", "stars", "физика", "плазмы")


def document(number: int) -> Document:
    """Of a few words each; the number says which."""
    title = " ".join(word for at, word in enumerate(WORDS) if number >> at & 1) or "empty"
    year = 2000 + number % 5
    return Document(
        ("s", "t")[number % 2],
        article(number).raw.identifier,
        titles=(Text(title),),
        date=Date(str(year), edtf=str(year), year=year) if number % 7 else None,
        languages=(("ru", "en")[number % 2],),
    )


@pytest.fixture(scope="module")
def ix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Every combination of the words, twice."""
    folder = tmp_path_factory.mktemp("answering")
    with open_index(IndexSettings.of_folder(folder / "data"), create=True) as made:
        for source in ("s", "t"):
            made.store.declare(source, "", "oai_dc", declared=False, now=START)
            held = (document(n) for n in range(2 << len(WORDS)))
            records = tuple(
                Incoming(article(n).raw, one, NORMALISER)
                for n, one in enumerate(held)
                if one.source == source
            )
            made.store.apply(source, Batch(records=records), None, START)
        made.sync()
        yield made


def keys(hits: Iterator[Hit] | tuple[Hit, ...]) -> list[Key]:
    return [Key(hit.source, hit.identifier) for hit in hits]


def paged(ix: Index, query: str, sort: str, size: int) -> list[Hit]:
    hits: list[Hit] = []
    cursor = None
    while True:
        page = ix.search(query, sort=sort, limit=size, cursor=cursor)
        hits += page.hits
        cursor = page.next
        if cursor is None:
            return hits


queries = st.lists(st.sampled_from([*WORDS, "qqq", "-dark", "lang:ru", "year:2003", "OR"]),
                   min_size=1, max_size=4).map(" ".join)  # fmt: skip
law = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@law
@example("light stars", "relevance", 1)  # nearness counts in both
@given(queries, st.sampled_from(["relevance", "newest", "oldest", "title"]), st.integers(1, 30))
def test_a_scan_is_the_search_to_its_end(ix: Index, query: str, sort: str, size: int) -> None:
    hits = paged(ix, query, sort, size)
    first = ix.search(query, sort=sort)
    full = [hit for hit in hits if not hit.partial]
    assert (len(full), len(hits) - len(full)) == (first.total, first.total_partial)
    assert not any(hit.partial for hit in hits[: len(full)])
    assert len(set(keys(tuple(hits)))) == len(hits)
    assert keys(ix.scan(query)) == sorted(keys(tuple(full)))
    assert keys(ix.scan(query, sort=sort)) == keys(tuple(full))
    assert first.total_partial == 0 or first.total < 10


@law
@given(queries)
def test_counts_are_those_of_a_scan(ix: Index, query: str) -> None:
    """Partial matches are in none of them."""
    held = list(ix.scan(query))
    years = Counter(str(h.document.date.year) if h.document.date else MISSING for h in held)
    (facet,) = ix.facets(query, ["year"], limit=100)
    assert {bucket.value: bucket.count for bucket in facet.buckets} == years
    assert facet.values == len(years) - (MISSING in years)
    assert dict(ix.search(query, limit=0, histogram=True).histogram) == years
    bars = ix.histogram(query)
    assert {bucket.value: bucket.count for bucket in bars} == years
    named = [bucket.value for bucket in bars if bucket.value != MISSING]
    assert named == sorted(named)


@law
@given(queries)
def test_an_explanation_adds_up_to_the_score(ix: Index, query: str) -> None:
    found = ix.search(query, explain=True, limit=20)
    for hit in found.hits:
        assert hit.explanation
        assert hit.explanation.partial == hit.partial
        assert hit.explanation.score == pytest.approx(hit.score)
        assert fsum(part.score for part in hit.explanation.parts) == pytest.approx(hit.score)
    for hit in found.hits[:1]:
        why = ix.explain(query, hit.source, hit.identifier)
        assert why
        assert (why.partial, why.score) == (hit.partial, pytest.approx(hit.score))


def test_who_is_no_hit_has_no_explanation(ix: Index) -> None:
    empty = document(0)
    assert ix.explain("dark light", *empty.key) is None
    assert ix.explain("dark", *empty.key) is None
    assert ix.explain("dark", "no", "where") is None
    assert all(hit.explanation is None for hit in ix.search("dark").hits)


def test_filters_hold_for_counts_and_streams(ix: Index) -> None:
    within = {"source": ["s"]}
    held = list(ix.scan("dark", filters=within, exclude={"year": ["2001", MISSING]}))
    assert held
    assert {hit.source for hit in held} == {"s"}
    assert all(hit.document.date and hit.document.date.year != 2001 for hit in held)
    bars = ix.histogram("dark", filters=within, exclude={"language": ["en"]})
    assert sum(bucket.count for bucket in bars) == ix.search("dark", filters=within).total
    (facet,) = ix.facets("dark", ["year"], filters=within, limit=2, order="value")
    assert [bucket.value for bucket in facet.buckets] == ["2000", "2001", MISSING]
    (facet,) = ix.facets("dark", ["source"], filters=within, exclude={"language": ["en"]})
    assert facet.buckets == (Bucket("s", sum(bucket.count for bucket in bars)),)


def test_what_is_no_name_is_told_before_anything_is_read(ix: Index) -> None:
    with pytest.raises(UsageError, match="'colour' is no field"):
        ix.scan("dark", filters={"colour": ["red"]})
    with pytest.raises(UsageError, match="no order 'best'"):
        ix.records("dark", sort="best")
    with pytest.raises(UsageError, match="'colour' is no field"):
        ix.facets("dark", ["colour"])


def test_records_are_streamed_with_their_provenance(ix: Index) -> None:
    held = list(ix.records("dark light"))
    assert [record.key for record in held] == keys(ix.scan("dark light"))
    assert all(record.last_changed == START for record in held)


def test_what_was_deleted_since_the_last_sync_is_not_streamed(tmp_path: Path) -> None:
    with open_index(IndexSettings.of_folder(tmp_path / "data"), create=True) as ix:
        ix.store.declare("s", "", "oai_dc", declared=False, now=START)
        records = tuple(article(n) for n in range(3))
        ix.store.apply("s", Batch(records=records), None, START)
        with pytest.raises(EngineMissing):
            next(ix.scan(""))
        ix.sync()
        assert len(list(ix.scan(""))) == 3
        ix.store.apply("s", Batch(tombstones=(gone(1),)), None, START)
        assert [hit.identifier for hit in ix.scan("")] == [
            article(0).raw.identifier, article(2).raw.identifier,
        ]  # fmt: skip


def test_a_stream_goes_on_while_the_index_is_rebuilt(ix: Index) -> None:
    stream = ix.scan("")
    first = next(stream)
    ix.rebuild()
    rest = keys(stream)  # type: ignore[arg-type]
    assert [Key(first.source, first.identifier), *rest] == keys(ix.scan(""))
    assert len(rest) == (2 << len(WORDS)) - 1


def test_similar_records_are_hits(ix: Index) -> None:
    own = document(3)
    found = ix.similar(*own.key, limit=5)
    assert len(found) == 5
    assert own.key not in keys(found)
    shown = [hit.document.titles[0].value for hit in found]
    assert all("light" in title or "dark" in title for title in shown)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert ix.similar("no", "where") == ()


def test_what_finds_nothing_says_what_does(ix: Index) -> None:
    found = ix.search("dark qqq", filters={"source": ["s"]})
    assert found.total == 0
    assert found.relax
    assert [one.count for one in found.relax if one.what == "qqq"] == [
        ix.search("dark", filters={"source": ["s"]}).total
    ]
    for one in found.relax:
        again = ix.search(one.query, filters=one.filters, exclude=one.exclude)
        assert again.total == one.count > 0
    assert ix.search("light").relax == ()
