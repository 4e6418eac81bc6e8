"""`open_index` and `Index`: what users hold."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from whoosh.fields import NUMERIC
from whoosh.index import open_dir

import index as package
from index import open_index
from index.core import Index
from index.engines.base import Filter, Query
from index.engines.folder import index_lock
from index.errors import EngineBusy, EngineMissing, SettingsError, StoreMissing, UsageError
from index.questions import query_of
from index.record import Batch, Key
from index.tree import Everything
from tests.index.shelf import NOW, found, put
from tests.records import article, gone


def test_what_was_stored_is_found_after_a_sync(ix: Index) -> None:
    put(ix, 1, 2)
    assert ix.pending() == 2
    with pytest.raises(EngineMissing, match="no search index"):
        ix.search("физика")
    assert ix.sync() == 2
    assert ix.pending() == 0
    results = ix.search("физики")
    assert (results.total, results.total_partial, results.next) == (2, 0, None)
    assert {hit.source for hit in results.hits} == {"s"}
    assert results.hits[0].document.titles[0].value.startswith("Физика")
    assert results.took > 0
    assert "физики" in results.interpreted_as


def test_changes_and_deletions_reach_the_index(ix: Index) -> None:
    put(ix, 1, 2, 3)
    ix.sync()
    put(ix, 2, title="Химия")
    ix.store.apply("s", Batch(tombstones=(gone(3),)), None, NOW)
    assert ix.sync() == 2
    assert found(ix, "физика") == ["1"]
    assert found(ix, "химия") == ["2"]
    assert ix.verify().clean


def test_a_deleted_record_is_no_hit_even_before_the_sync(ix: Index) -> None:
    put(ix, 1, 2)
    ix.sync()
    ix.store.apply("s", Batch(tombstones=(gone(1),)), None, NOW)
    assert found(ix, "физика") == ["2"]


def test_pages_follow_by_next(ix: Index) -> None:
    put(ix, *range(7))
    ix.sync()
    seen: list[str] = []
    cursor = None
    while True:
        page = ix.search("физика", limit=3, cursor=cursor)
        seen += [hit.identifier for hit in page.hits]
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 7
    assert [hit.identifier for hit in ix.search("физика", limit=3, offset=3).hits] == seen[3:6]


@pytest.mark.parametrize("cursor", ["", "x", "MiAx", "é", "AAAA", "MSAtMQ"])
def test_a_cursor_of_nobody_is_refused(ix: Index, cursor: str) -> None:
    put(ix, 1)
    ix.sync()
    with pytest.raises(UsageError):
        ix.search("физика", cursor=cursor)


def test_filters_and_orders_are_checked_by_name(ix: Index) -> None:
    put(ix, 1)
    put(ix, 1, source="t")
    ix.sync()
    hits = ix.search("физика", filters={"source": ["t"]}).hits
    assert [hit.source for hit in hits] == ["t"]
    asked = query_of(Everything(), {"lang": ["ru"]}, "newest", 5, 10)
    assert asked == Query(Everything(), (Filter("language", ("ru",)),), "newest", 5, 10)
    with pytest.raises(UsageError, match="'colour' is no field"):
        ix.search("физика", filters={"colour": ["red"]})
    with pytest.raises(UsageError, match="no order 'best'"):
        ix.search("физика", sort="best")
    with pytest.raises(UsageError, match="limit and offset"):
        ix.search("физика", limit=-1)


def test_a_record_is_got_by_key_and_found_by_identifier(ix: Index) -> None:
    put(ix, 1)
    put(ix, 1, source="t")
    ix.sync()
    record = ix.get("s", article(1).raw.identifier)
    assert record
    assert record.document
    assert ix.raw(record) == article(1, title="Физика 1", lang="ru").raw.xml
    assert ix.find(article(1).raw.identifier) == [record.key, Key("t", record.identifier)]
    assert ix.get("s", "nothing") is None
    assert ix.find("nothing") == []
    assert ix.find("10.5555/nothing") == []


def test_a_tombstone_has_no_xml(ix: Index) -> None:
    ix.store.apply("s", Batch(tombstones=(gone(9),)), None, NOW)
    record = ix.get("s", gone(9).identifier)
    assert record
    assert record.deleted
    assert ix.raw(record) is None


def test_nothing_is_made_where_there_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        open_index(tmp_path / "data")
    with pytest.raises(SettingsError):
        open_index(tmp_path / "config.toml")
    assert list(tmp_path.iterdir()) == []


def test_the_package_offers_what_is_promised() -> None:
    assert {name for name in package.__all__ if getattr(package, name)} == set(package.__all__)
    with pytest.raises(AttributeError):
        package.nothing  # noqa: B018


def test_another_process_that_writes_is_left_to_it(ix: Index) -> None:
    put(ix, 1)
    with index_lock(ix._place):  # as another process would
        assert ix.sync() is None
        with pytest.raises(EngineBusy):
            ix.rebuild()
    assert ix.pending() == 1
    assert ix.sync() == 1


def test_changes_that_met_the_lock_just_before_it_was_free_are_taken(ix: Index) -> None:
    """The one who waits no longer leaves its changes to the holder, who has to look once more."""
    put(ix, 1)
    late = iter([2])

    def watch(done: int, total: int | None) -> None:
        for number in late:  # another process stores a record while we are at work
            put(ix, number)
            assert Index.sync(ix) is None  # and finds the index locked

    ix.sync(watch)
    assert ix.pending() == 0
    assert found(ix, "физика") == ["1", "2"]


def test_one_index_serves_many_threads(ix: Index) -> None:
    put(ix, *range(10))
    ix.sync()
    totals: list[int] = []
    threads = [
        threading.Thread(target=lambda: totals.append(ix.search("физика").total)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert totals == [10] * 8


def test_verify_names_what_differs(ix: Index) -> None:
    put(ix, 1, 2)
    assert len(ix.verify().missing) == 2  # there is no index yet
    ix.sync()
    put(ix, 3)
    ix.store.apply("s", Batch(tombstones=(gone(1),)), None, NOW)
    verdict = ix.verify()
    assert (verdict.store, verdict.engine, verdict.clean) == (2, 2, False)
    assert [key.identifier for key in verdict.missing] == [article(3).raw.identifier]
    assert [key.identifier for key in verdict.extra] == [gone(1).identifier]


def test_stats_say_what_the_index_is(ix: Index) -> None:
    put(ix, 1)
    assert ix.stats()["folder"] is None
    ix.sync()
    stats = ix.stats()
    assert (stats["engine"], stats["documents"], stats["pending"]) == ("whoosh", 1, 0)
    assert stats["bytes"] > 0


def test_stats_say_how_the_index_is_written(ix: Index) -> None:
    put(ix, 1)
    ix.sync()
    put(ix, 1, title="changed")
    ix.sync()
    stats = ix.stats()
    told = {name: stats[name] for name in ("writer", "segments", "dead", "merge")}
    assert told == {"writer": "arrays", "segments": 1, "dead": 0, "merge": "none under way"}
    with open_dir(str(stats["folder"])).writer() as writer:
        writer.add_field("size", NUMERIC(int))
    assert str(ix.stats()["writer"]).startswith("stock Whoosh: size: NUMERIC")


def test_counts_are_what_filters_give(ix: Index) -> None:
    put(ix, 1, 2)
    put(ix, 3, source="t")
    ix.sync()
    found = ix.search("физика", facets=("source",), histogram=True)
    assert found.facets == {"source": {"s": 2, "t": 1}}
    assert found.histogram == {"(none)": 3}
    assert ix.search("физика", filters={"source": ["s"]}).total == 2
    assert ix.search("физика", exclude={"source": ["s"]}).total == 1
    assert ix.search("физика", filters={"source": ["s"]}, facets=("source",)).facets == found.facets
    with pytest.raises(UsageError):
        ix.search("физика", facets=("colour",))
