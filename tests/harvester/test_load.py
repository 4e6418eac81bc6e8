"""Stored responses are taken as if they had just been harvested."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import zstandard

from harvester.errors import FileUnreadable
from harvester.harvest import Rules, Tools
from harvester.load import Loaded, load
from harvester.retry import retry_entry
from index.record import Key
from index.store import open_store
from index.store.base import Store
from tests.harvester.test_page import DC, listed, oai, record
from tests.world import StepClock

LIMIT = 1_000_000
NO_NAMESPACE = f"<repository>{record('oai:x:1')}<part>{record('oai:x:2')}</part></repository>"
MARC = '<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam</leader></record>'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path / "harvest.db", create=True)
    yield made
    made.close()


def tools(store: Store) -> Tools:
    rules = Rules(0, 0.0, 0.0, timedelta(0))
    return Tools(store, StepClock(), rules, "elsewhere 1 1", lambda run: None)


def loaded(store: Store, *paths: Path, limit: int = LIMIT) -> Loaded:
    return load("s", paths, tools(store), limit)


def written(path: Path, body: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return path


def identifiers(store: Store) -> list[str]:
    return sorted(key.identifier for key in store.keys())  # noqa: SIM118  # no mapping


def test_a_response_is_stored_and_moves_no_cursor(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "a.xml", listed(record("oai:x:1"), record("oai:x:2")))
    result = loaded(store, path)
    assert (result.run.status, result.run.counts.new, result.run.pages) == ("ok", 2, 1)
    assert [(file.file, file.outcome, file.received) for file in result.files] == [
        ("a.xml", "loaded", 2)
    ]
    assert identifiers(store) == ["oai:x:1", "oai:x:2"]
    assert store.cursor("s", "") is None
    (source,) = store.sources()
    assert not source.declared
    assert loaded(store, path).run.status == "unchanged"


@pytest.mark.parametrize("name", ["a.xml", "a.xml.gz", "a.xml.zst", "b/c.xml"])
def test_compression_is_told_by_the_bytes(store: Store, tmp_path: Path, name: str) -> None:
    body = listed(record("oai:x:1"))
    if name.endswith(".gz"):
        body = gzip.compress(body)
    if name.endswith(".zst"):  # metha writes a frame a page
        half = len(body) // 2
        pack = zstandard.ZstdCompressor().compress
        body = pack(body[:half]) + pack(body[half:])
    written(tmp_path / "in" / name, body)
    assert loaded(store, tmp_path / "in").run.counts.new == 1


def test_a_folder_is_walked_for_xml_files_only(store: Store, tmp_path: Path) -> None:
    written(tmp_path / "in" / "b" / "1.xml", listed(record("oai:x:1")))
    written(tmp_path / "in" / "a" / "2.xml", listed(record("oai:x:2")))
    written(tmp_path / "in" / "notes.txt", "nothing")
    assert [file.file for file in loaded(store, tmp_path / "in").files] == ["a/2.xml", "b/1.xml"]


WRAPPED = [
    (record("oai:x:1"), ["oai:x:1"]),
    (NO_NAMESPACE, ["oai:x:1", "oai:x:2"]),
    (f"<Records>{record('oai:x:1', metadata=MARC)}</Records>", ["oai:x:1"]),
    (oai(record("oai:x:1")), ["oai:x:1"]),  # a record straight below the root
    (listed(record("oai:x:1")).replace(b"OAI/2.0", b"OAI/1.1"), ["oai:x:1"]),
]
BARE = [(DC, ["file:a.xml"]), (f"<r>{DC}<p>{DC}</p></r>", ["file:a.xml", "file:a.xml#2"])]


@pytest.mark.parametrize(("body", "names"), [*WRAPPED, *BARE])
def test_records_are_found_in_any_wrapper(
    store: Store, tmp_path: Path, body: str | bytes, names: list[str]
) -> None:
    loaded(store, written(tmp_path / "a.xml", body))
    assert identifiers(store) == names


@pytest.mark.parametrize(("body", "names"), WRAPPED)
def test_a_file_larger_than_a_page_is_read_as_a_stream(
    store: Store, tmp_path: Path, body: str | bytes, names: list[str]
) -> None:
    loaded(store, written(tmp_path / "a.xml", body), limit=64)
    assert identifiers(store) == names


def test_a_made_identifier_is_flagged(store: Store, tmp_path: Path) -> None:
    loaded(store, written(tmp_path / "a.xml", DC))
    found = store.get(Key("s", "file:a.xml"))
    assert found
    assert found.document
    assert [flag.code for flag in found.document.flags] == ["identifier-made"]


def test_another_format_is_kept_raw_with_a_flag(store: Store, tmp_path: Path) -> None:
    loaded(store, written(tmp_path / "a.xml", f"<r>{record('oai:x:1', metadata=MARC)}</r>"))
    found = store.get(Key("s", "oai:x:1"))
    assert found
    assert found.document
    assert [flag.code for flag in found.document.flags] == ["format-not-read"]
    assert b"leader" in (store.raw(found.content_hash or "") or b"")


@pytest.mark.parametrize(
    ("body", "outcome", "status"),
    [
        (oai('<error code="noRecordsMatch"/>'), "noRecordsMatch", "unchanged"),
        (
            oai("<Identify><granularity>YYYY-MM-DD</granularity></Identify>"),
            "Identify",
            "unchanged",
        ),
        (oai("<ListSets><set/></ListSets>"), "ListSets", "unchanged"),
        (listed()[:-10], "not-well-formed", "failed"),
        (b"<html><body>no</body></html>", "not-oai-pmh", "failed"),
        (b"<feed/>", "not-oai-pmh", "failed"),
        (b"", "empty-body", "failed"),
        (b"\x1f\x8bgarbage", "file-unreadable", "failed"),
        (b"\x28\xb5\x2f\xfdgarbage", "file-unreadable", "failed"),
    ],
)
def test_everything_else_has_a_named_outcome(
    store: Store, tmp_path: Path, body: bytes, outcome: str, status: str
) -> None:
    result = loaded(store, written(tmp_path / "a.xml", body))
    assert (result.files[0].outcome, result.run.status) == (outcome, status)
    kept = store.quarantine_list("s")
    assert [entry.code for entry in kept] == ([outcome] if status == "failed" else [])
    if kept:
        assert store.quarantine_body(kept[0].id) == body
        assert result.run.error


def test_one_bad_file_does_not_stop_the_others(store: Store, tmp_path: Path) -> None:
    written(tmp_path / "in" / "1.xml", b"<oops")
    written(tmp_path / "in" / "2.xml", listed(record("oai:x:1")))
    result = loaded(store, tmp_path / "in")
    assert result.run.status == "partial"
    assert "1 of 2 files" in (result.run.error.message if result.run.error else "")
    assert identifiers(store) == ["oai:x:1"]


def test_a_stream_that_breaks_off_keeps_what_came_before(store: Store, tmp_path: Path) -> None:
    body = "<r>" + "".join(record(f"oai:x:{n}") for n in range(600)) + "<oops"
    result = loaded(store, written(tmp_path / "a.xml", body), limit=5000)
    assert (result.run.status, result.run.counts.new) == ("partial", 600)
    assert result.files[0].outcome == "not-well-formed"


def test_a_path_that_does_not_exist_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="no such file"):
        loaded(store, tmp_path / "nothing")


def test_an_older_copy_never_overwrites_a_newer_one(store: Store, tmp_path: Path) -> None:
    new = record("oai:x:1").replace("2025-01-01", "2025-06-01")
    loaded(store, written(tmp_path / "new.xml", listed(new)))
    old = listed(record("oai:x:1", metadata=DC.replace("Физика", "Химия")))
    result = loaded(store, written(tmp_path / "old.xml", old))
    assert result.run.counts.unchanged == 1
    found = store.get(Key("s", "oai:x:1"))
    assert found
    assert found.datestamp == "2025-06-01"


def test_a_quarantined_page_is_read_again_once_it_can_be(store: Store, tmp_path: Path) -> None:
    """As after an upgrade: the bytes are good, only the reader of then could not read them."""
    from index.record import Batch, Unreadable

    store.declare("s", "", "oai_dc", declared=False, now=datetime(2026, 1, 1, tzinfo=UTC))
    good = Unreadable("page", "not-well-formed", "why", listed(record("oai:x:1")), "u")
    single = Unreadable("record", "no-metadata", "why", record("oai:x:2").encode(), "u", "oai:x:2")
    bad = Unreadable("page", "not-well-formed", "why", b"<oops", "u")
    hopeless = Unreadable("page", "not-oai-pmh", "why", b"<html/>", "u")
    store.apply("s", Batch(quarantined=(good, single, bad, hopeless)), None, datetime.now(UTC))
    read = [retry_entry(entry, tools(store)) for entry in store.quarantine_list("s")]
    assert sorted(read) == [False, False, True, True]
    assert identifiers(store) == ["oai:x:1", "oai:x:2"]
    assert {store.quarantine_body(entry.id) for entry in store.quarantine_list("s")} == {
        b"<oops", b"<html/>",
    }  # fmt: skip


def test_a_large_file_without_records_is_not_taken_for_loaded(store: Store, tmp_path: Path) -> None:
    """A dump of something else must not end as `unchanged`, exit code 0."""
    path = written(tmp_path / "a.xml", b"<rss>" + b"<item/>" * 100 + b"</rss>")
    result = loaded(store, path, limit=64)
    assert [(file.outcome, file.received) for file in result.files] == [("not-oai-pmh", 0)]
    assert result.run.status == "failed"
    assert [entry.kind for entry in store.quarantine_list("s")] == ["page"]
