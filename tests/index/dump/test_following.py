"""A second store that follows the first by dumps: it is the same, whatever happens on the way."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
import zstandard

from index.dump.following import take_dump
from index.dump.manifest import read_manifest, write_manifest
from index.dump.writing import dump
from index.errors import DumpUnreadable, FileUnwritable, UsageError
from index.record import Key, Tombstone
from index.store import Store
from index.testing.samples import NOW, make_batch, make_incoming
from tests.index.dump.changing import change
from tests.index.dump.conftest import held

LATER = NOW + timedelta(days=1)


class Cut(Exception):
    """The power went."""


def bring(store: Store, source: str, *titles: str, at: int = 0) -> None:
    """Records 0, 1, … of a source with these titles."""
    store.declare(source, f"https://{source}.example.org/oai", "oai_dc", True, NOW)
    items = [make_incoming(source, f"{n:04}", title) for n, title in enumerate(titles)]
    store.apply(source, make_batch(*items), None, NOW + timedelta(minutes=at))


def bury(store: Store, source: str, identifier: str, at: int = 0) -> None:
    """The server says that a record is gone."""
    grave = Tombstone(identifier, "2026-02-01T00:00:00Z")
    store.apply(source, make_batch(grave), None, NOW + timedelta(minutes=at))


def test_a_copy_is_what_the_origin_is_and_then_what_it_becomes(
    first: Store, second: Store, folder: Path
) -> None:
    bring(first, "herald", "А", "Б", "В")
    bring(first, "bulletin", "A")
    dump(first, folder, NOW, size=2)
    taken = take_dump(second, folder, LATER)
    assert (taken.counts["herald"].new, taken.counts["bulletin"].new) == (3, 1)
    assert held(second) == held(first) != []
    assert second.pending() == 4
    bring(first, "herald", "А", "Б!", at=1)
    bury(first, "herald", "0002", at=2)
    first.suppress(Key("bulletin", "0000"), "a wish of its author", LATER)
    written = dump(first, folder, LATER).written
    assert [(part.records, part.deleted) for part in written] == [(1, 2)]
    taken = take_dump(second, folder, LATER)
    assert (taken.counts["herald"].changed, taken.counts["herald"].deleted) == (1, 1)
    assert taken.counts["bulletin"].deleted == 1
    assert held(second, looks=False) == held(first, looks=False)
    assert second.get(Key("bulletin", "0000")).document is None  # type: ignore[union-attr]
    assert second.history(Key("bulletin", "0000")) == []


def test_nothing_new_writes_nothing_and_reads_nothing(
    first: Store, second: Store, folder: Path
) -> None:
    bring(first, "herald", "A", "B")
    before = dump(first, folder, NOW).manifest
    assert dump(first, folder, NOW).written == ()
    take_dump(second, folder, NOW)
    assert second.pending() == 2
    second.done(second.changes(9))
    for part in before.parts:
        (folder / part.file).unlink()
    assert not take_dump(second, folder, NOW).counts["herald"].received
    assert second.pending() == 0


def test_a_dump_that_began_before_anything_came(first: Store, second: Store, folder: Path) -> None:
    dump(first, folder, NOW)
    assert take_dump(second, folder, NOW).revision == 0
    bring(first, "herald", "A", "B", "C")
    bury(first, "herald", "0000")
    dump(first, folder, NOW)
    take_dump(second, folder, NOW)
    assert held(second) == held(first) != []


def test_a_source_that_was_purged_goes_from_the_copy_too(
    first: Store, second: Store, folder: Path
) -> None:
    bring(first, "herald", "A", "B")
    bring(first, "bulletin", "C")
    dump(first, folder, NOW)
    take_dump(second, folder, NOW)
    first.remove_source("herald", purge=True)
    bring(first, "bulletin", "D")
    manifest = dump(first, folder, NOW).manifest
    assert [part.since for part in manifest.parts] == [0]
    assert sorted(path.name for path in folder.glob("*.zst")) == [manifest.parts[0].file]
    assert take_dump(second, folder, NOW).counts["herald"].deleted == 2
    assert held(second) == held(first)
    assert [state.name for state in second.sources()] == ["bulletin"]


def test_a_source_that_was_purged_and_came_again_loses_what_did_not(
    first: Store, second: Store, folder: Path
) -> None:
    bring(first, "herald", "A", "B", "C", "D")
    dump(first, folder, NOW)
    take_dump(second, folder, NOW)
    first.remove_source("herald", purge=True)
    first.declare("herald", "https://herald.example.org/oai", "oai_dc", True, NOW)
    item = make_incoming("herald", "0001", "B")
    first.apply("herald", make_batch(item), None, LATER)
    dump(first, folder, NOW)
    assert take_dump(second, folder, NOW).counts["herald"].deleted == 3
    assert held(second) == held(first)
    assert {change.key.identifier for change in second.changes(9)} == {
        "0000",
        "0001",
        "0002",
        "0003",
    }


def test_a_copy_of_a_copy_is_the_same_too(
    new_store: Callable[[str], Store], first: Store, second: Store, tmp_path: Path
) -> None:
    third = new_store("third")
    bring(first, "herald", "A", "B")
    bury(first, "herald", "0000")
    dump(first, tmp_path / "one", NOW)
    take_dump(second, tmp_path / "one", NOW)
    dump(second, tmp_path / "two", NOW)
    take_dump(third, tmp_path / "two", NOW)
    assert held(third) == held(first)


def test_a_dump_overwrites_no_source_of_our_own(first: Store, second: Store, folder: Path) -> None:
    bring(first, "herald", "A")
    bring(second, "herald", "B")
    dump(first, folder, NOW)
    before = held(second)
    with pytest.raises(UsageError, match="herald has records of its own here"):
        take_dump(second, folder, NOW)
    assert held(second) == before
    with pytest.raises(UsageError, match="made from this store"):
        take_dump(first, folder, NOW)


def test_a_store_that_went_back_in_time_is_followed_from_the_beginning(
    first: Store, second: Store, folder: Path
) -> None:
    """As after a backup was restored: the same revisions mean other changes now."""
    bring(first, "herald", "A", "B")
    dump(first, folder, NOW)
    first.forget_origin()
    bring(first, "herald", "C", "D", at=1)
    assert [part.since for part in dump(first, folder, NOW).manifest.parts] == [0]
    take_dump(second, folder, NOW)
    assert held(second) == held(first)


@pytest.mark.parametrize("damage", [b"", b"\0" * 200, None])
def test_a_part_that_is_not_what_the_manifest_says_is_not_taken(
    first: Store, second: Store, folder: Path, damage: bytes | None
) -> None:
    bring(first, "herald", "A", "B")
    (part,) = dump(first, folder, NOW).written
    path = folder / part.file
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    with pytest.raises(DumpUnreadable, match=part.file):
        take_dump(second, folder, NOW)
    assert held(second) == []
    assert second.followed(first.origin())[0] is None


def test_a_part_of_another_dump_is_told_by_its_sum(
    first: Store, second: Store, folder: Path
) -> None:
    """It could be read, and holds as many lines."""
    bring(first, "herald", "A")
    (part,) = dump(first, folder, NOW).written
    with zstandard.open(folder / part.file) as file:
        other = file.read().replace(b'"A"', b'"B"')
    (folder / part.file).write_bytes(zstandard.compress(other))
    with pytest.raises(DumpUnreadable, match="SHA-256"):
        take_dump(second, folder, NOW)
    assert held(second) == []


def test_what_changes_while_a_dump_is_written_comes_with_the_next(
    first: Store, second: Store, folder: Path
) -> None:
    bring(first, "herald", "A")
    dump(first, folder, NOW)
    bring(first, "herald", *(f"T{number}" for number in range(501)))

    def meanwhile(done: int) -> None:
        if done == 1:
            bring(first, "bulletin", "later")

    for expected in (501, 1):
        written = dump(first, folder, NOW, told=meanwhile).written
        assert sum(part.records for part in written) == expected
        take_dump(second, folder, NOW)
    assert held(second) == held(first)


def test_a_line_that_is_none_is_named(first: Store, second: Store, folder: Path) -> None:
    """Whole by its SHA-256, but not what this program writes."""
    bring(first, "herald", "A", "B")
    manifest = dump(first, folder, NOW).manifest
    (part,) = manifest.parts
    with zstandard.open(folder / part.file) as file:
        lines = file.read()
    for body, words in ((lines + b"{}\n", "line 3"), (lines[: lines.index(b"\n")], "1 lines")):
        packed = zstandard.compress(body)
        (folder / part.file).write_bytes(packed)
        told = replace(part, bytes=len(packed), sha256=hashlib.sha256(packed).hexdigest())
        write_manifest(folder, replace(manifest, parts=(told,)))
        with pytest.raises(DumpUnreadable, match=words):
            take_dump(second, folder, NOW)
    assert second.followed(first.origin())[0] is None


def test_two_dumps_do_not_write_into_one_folder(first: Store, folder: Path) -> None:
    bring(first, "herald", "A")

    def meanwhile(done: int) -> None:
        with pytest.raises(FileUnwritable, match="another process writes a dump"):
            dump(first, folder, NOW)

    assert len(dump(first, folder, NOW, told=meanwhile).written) == 1
    (folder.parent / "file").write_text("")
    with pytest.raises(FileUnwritable, match="cannot be used"):
        dump(first, folder.parent / "file", NOW)


@pytest.mark.parametrize("seed", range(2))
def test_through_random_changes_deletions_and_interruptions(
    first: Store, second: Store, folder: Path, seed: int
) -> None:
    """Dumps and loads are cut off at any place; what is left is gone on from."""
    random = Random(seed)
    for minute in range(90):
        change(first, random, minute)
        if random.random() < 0.4:
            _cut_off(lambda told: dump(first, folder, NOW, size=7, told=told), random)
        if random.random() < 0.4 and read_manifest(folder):
            _cut_off(lambda told: take_dump(second, folder, NOW, told), random)
    dump(first, folder, NOW)
    take_dump(second, folder, NOW)
    assert held(second, looks=False) == held(first, looks=False)
    assert len(held(second)) > 10


def _cut_off(work: Callable[[Callable[[int], None]], object], random: Random) -> None:
    last = random.choice((0, 1, 3, 9, 10_000))

    def told(done: int) -> None:
        if done > last:
            raise Cut

    with suppress(Cut):
        work(told)


def test_nothing_is_missed_while_two_harvests_write(
    first: Store, second: Store, folder: Path
) -> None:
    """Dumps are made and taken all the while; the last one brings what was open."""
    sources = ("herald", "bulletin")
    for source in sources:
        first.declare(source, "", "oai_dc", True, NOW)

    def harvest(source: str) -> None:
        random = Random(source)
        for page in range(25):
            names = [f"{random.randrange(200):04}" for _ in range(5)]
            items = [make_incoming(source, name, f"{page}") for name in names]
            grave = Tombstone(f"{random.randrange(200):04}", "2026-01-01T00:00:00Z")
            first.apply(source, make_batch(*items, grave), None, NOW + timedelta(minutes=page))

    threads = [threading.Thread(target=harvest, args=(source,)) for source in sources]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        dump(first, folder, NOW)
        take_dump(second, folder, NOW)
    for thread in threads:
        thread.join()
    dump(first, folder, NOW)
    take_dump(second, folder, NOW)
    assert held(second, looks=False) == held(first, looks=False)
    assert len(held(second)) > 80
