"""What copies take: exports, feeds, changes, sources, dumps."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.core import Index
from index.dump.writing import dump
from index.export.formats import FORMATS
from index.record import Batch, Key, Record
from tests.index.export.feed_rules import mistakes
from tests.records import article, gone
from tests.web import Client, live

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_is_every_hit_as_the_format_writes_it(
    api: Client, held: Index, name: str
) -> None:
    form = FORMATS[name]
    wanted = b"".join(form.write(held.records("", filters={"year": ["2023"]})))
    answer = api.get(f"/export?year=2023&format={name}")
    assert answer.content == wanted == api.get(f"/export{form.suffix}?year=2023").content
    assert answer.headers["content-type"] == form.media_type
    assert answer.headers["x-total-count"] == "27"
    assert f'filename="records{form.suffix}"' in answer.headers["content-disposition"]


def test_an_export_comes_in_the_order_that_was_asked_for(api: Client, held: Index) -> None:
    lines = api.get("/export?sort=title&format=jsonl").text.splitlines()
    wanted = [record.identifier for record in held.records("", sort="title")]
    assert [json.loads(line)["identifier"] for line in lines] == wanted


def test_more_than_an_export_may_have_is_refused_and_not_cut(held: Index) -> None:
    with live(held, max_export=10) as api:
        problem = api.problem("/export", 413)
        assert (problem["code"], "59 records" in problem["detail"]) == ("too-large", True)
        assert len(api.get("/export?year=2021").text.splitlines()) == 6


def test_no_more_exports_than_are_allowed_at_once(held: Index) -> None:
    with live(held, exports=1) as api:
        # Refused, broken and headless ones give their place back.
        assert api.get("/export?year=x..y").status_code == 400
        assert api.http.head("/api/v1/export").status_code == 200
        for _ in range(3):
            assert api.get("/export").status_code == 200


def test_feeds_hold_what_came_last(api: Client, held: Index) -> None:
    feed = api.json("/feed.feed.json?limit=5&year=2023")
    found = held.search("", sort="first-seen", limit=5, filters={"year": ["2023"]})
    assert [item["url"].rpartition("/records/demo/")[2] for item in feed["items"]] == [
        hit.identifier for hit in found.hits
    ]
    assert feed["home_page_url"].endswith("/search?year=2023")
    older = api.http.get(feed["next_url"]).json()
    assert {one["id"] for one in older["items"]}.isdisjoint(one["id"] for one in feed["items"])
    for name, kind in (("atom", "atom+xml"), ("rss", "rss+xml")):
        assert api.get(f"/feed.{name}").headers["content-type"] == f"application/{kind}"
    assert api.get("/feed", headers={"Accept": "application/rss+xml"}).text.count("<item>") == 50


def test_a_copy_follows_by_changes_and_tombstones(own: Index) -> None:
    with live(own) as api:
        copy, since = _followed(api, {}, 0)
        assert copy.keys() == _held(own)
        one = article(1, source="demo")
        own.store.apply("demo", Batch(records=(one,)), None, NOW)
        copy, since = _followed(api, copy, since)
        assert copy.keys() == _held(own)
        own.store.apply("demo", Batch(tombstones=(gone(1),)), None, NOW)
        own.store.suppress(Key("demo", "oai:journals.example.org:article/1002"), "why", NOW)
        copy, since = _followed(api, copy, since)
        assert copy.keys() == _held(own)
        assert api.json(f"/changes?since={since}") == {
            "origin": own.store.origin(), "since": since, "next": since, "more": False,
            "floor": 0, "changes": [],
        }  # fmt: skip


def test_a_copy_misses_nothing_while_two_harvests_write_at_once(own: Index) -> None:
    sources = ("one", "two")
    for name in sources:
        own.store.declare(name, "", "oai_dc", declared=False, now=NOW)

    def harvest(source: str) -> None:
        for n in range(40):
            title = f"{source} {n // 2}"
            records = tuple(article(n % 7 + m, source=source, title=title) for m in range(3))
            tombstones = (gone(n % 5),) if n % 3 == 0 else ()
            own.store.apply(source, Batch(records=records, tombstones=tombstones), None, NOW)

    with live(own) as api, ThreadPoolExecutor(2) as writers:
        writing = [writers.submit(harvest, source) for source in sources]
        copy: dict[str, object] = {}
        since = 0
        while not all(one.done() for one in writing):
            copy, since = _followed(api, copy, since)
        for one in writing:
            one.result()
        copy, since = _followed(api, copy, since)
        records = own.store.get_many(list(iter(own.store.keys())))
        assert copy == {f"{key}": _titles(record) for key, record in records.items()}


def _titles(record: Record) -> list[str]:
    return [text.value for text in record.document.titles] if record.document else []


def _held(index: Index) -> set[str]:
    return {f"{key}" for key in iter(index.store.keys())}


def _followed(api: Client, copy: dict[str, object], since: int) -> tuple[dict[str, object], int]:
    """The copy brought up to date, as docs/api.md tells a client to do it."""
    held = dict(copy)
    while True:
        page = api.json(f"/changes?since={since}&limit=7")
        for record in page["changes"]:
            key = f"{Key(record['source'], record['identifier'])}"
            if record["deleted"]:
                held.pop(key, None)
            else:
                held[key] = [title["value"] for title in record["document"]["titles"]]
        since = page["next"]
        if not page["more"]:
            return held, since


def test_sources_and_runs(api: Client) -> None:
    (source,) = api.json("/sources")["sources"]
    assert (source["source"], source["records"], source["deleted"]) == ("demo", 59, 1)
    assert api.json("/sources/demo") == source
    (run,) = api.json("/runs?source=demo")["runs"]
    assert (run["received"], source["last_run"]) == (60, run)
    assert api.json("/runs")["runs"] == [run]
    assert api.problem("/runs?source=none", 404)["code"] == "not-found"
    assert api.problem("/sources/none", 404)["hint"] == "/api/v1/sources lists them"


def test_the_dump_is_given_out_file_by_file(held: Index, tmp_path: Path) -> None:
    made = dump(held.store, tmp_path, NOW)
    (tmp_path / "other").write_text("not of the dump")
    with live(held, dump=str(tmp_path)) as api:
        manifest = api.json("/dump")
        assert (manifest["revision"], manifest["sources"][0]["records"]) == (
            made.manifest.revision, 59,
        )  # fmt: skip
        (part,) = manifest["parts"]
        whole = api.get(f"/dump/{part['file']}")
        assert hashlib.sha256(whole.content).hexdigest() == part["sha256"]
        some = api.get(f"/dump/{part['file']}", headers={"Range": "bytes=2-3"})
        assert (some.status_code, some.content) == (206, whole.content[2:4])
        assert api.problem("/dump/other", 404)["code"] == "not-found"
        assert f"/changes?since={manifest['revision']}" in api.get("/dump").links["next"]["url"]


@pytest.mark.parametrize(
    "query", ["", "?q=физика", "?q=a%00%0b%3Cb%3E%26%22]]%3E%ff&limit=1", "?limit=1"]
)
@pytest.mark.parametrize(
    ("name", "suffix"), [("atom", "atom"), ("rss", "rss"), ("json", "feed.json")]
)
def test_feeds_are_valid(api: Client, name: str, suffix: str, query: str) -> None:
    answer = api.get(f"/feed.{suffix}{query}")
    assert answer.status_code == 200
    assert mistakes(name, answer.content) == []
