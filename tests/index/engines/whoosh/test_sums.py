"""Sums and seals: what was written is known, whoever wrote it, and any other byte is noticed."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query as w
from whoosh.index import TOC, open_dir

from index.analysis import PLAIN
from index.engines.base import Engine
from index.engines.whoosh import checking, create, health, merging, open_folder
from index.engines.whoosh.schema import row
from index.engines.whoosh.w3 import checking as w3_checking
from index.engines.whoosh.w3.checking import Fault, check, mark, marked
from index.engines.whoosh.w3.reading import Damaged
from index.engines.whoosh.w3.reading.commit import newest_generation
from index.engines.whoosh.w3.reading.seals import seal_of, sealed
from index.engines.whoosh.w3.sums import Sum, packed, sum_of, unpacked
from index.engines.whoosh.w3.writing import beside as beside_merges
from index.engines.whoosh.w3.writing import commit, segment, tiers
from index.engines.whoosh.w3.writing.commit import write_toc
from index.engines.whoosh.w3.writing.files import LastingStorage
from index.errors import EngineDamaged
from index.record import Key, Seen
from index.testing.engine_places import document, hits, put, seen

names = st.text("MAIN_0123456789abcdef.trmpsol", min_size=1, max_size=30)
sums = st.lists(st.builds(Sum, names, st.integers(0, 1 << 40), st.integers(0, (1 << 32) - 1)))
seals = st.dictionaries(names, st.integers(0, (1 << 32) - 1))


@given(sums, st.data())
def test_sums_come_back_and_any_other_byte_shows(found: list[Sum], data: st.DataObject) -> None:
    content = packed(found)
    assert unpacked(content) == found
    at = data.draw(st.integers(0, len(content) - 1))
    change = data.draw(st.integers(1, 255))
    for spoilt in (content[:at], content[:at] + bytes([content[at] ^ change]) + content[at + 1 :]):
        with pytest.raises(Damaged):
            unpacked(spoilt)


def test_lines_that_are_no_sums_are_damage() -> None:
    lines = b"name 12\n"
    with pytest.raises(Damaged, match="no list"):
        unpacked(lines + b"%08x\n" % zlib.crc32(lines))


@given(st.binary(), seals, st.data())
def test_a_seal_comes_back_and_any_other_byte_shows(
    before: bytes, seal: dict[str, int], data: st.DataObject
) -> None:
    content = sealed(before + b".", seal)
    assert seal_of(content) == seal
    at = data.draw(st.integers(0, len(content) - 1))
    change = data.draw(st.sampled_from([1 << n for n in range(8)]))
    with pytest.raises(Damaged):
        seal_of(content[:at] + bytes([content[at] ^ change]) + content[at + 1 :])


def test_a_table_of_contents_of_whoosh_has_no_seal() -> None:
    assert seal_of(b"whatever.") is None


def test_the_sum_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    path, seen = tmp_path / "file", list[int]()
    path.write_bytes(bytes(range(256)) * 8192)
    assert sum_of(path, seen.append) == Sum("file", 1 << 21, zlib.crc32(path.read_bytes()))
    assert seen == [1 << 20, 1 << 20]


@pytest.fixture(params=[0, 2000], ids=["loose", "compound"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of two segments, one of them with a deletion."""
    monkeypatch.setattr(segment, "SMALL", request.param)
    with closing(create(tmp_path, PLAIN)) as engine:
        put(engine, *(document(f"{n}", f"word w{n}", date="2020") for n in range(50)))
        put(engine, document("7", "word changed"))
    return tmp_path


def ids(folder: Path) -> list[str]:
    return [one.segment_id() for one in TOC.read(open_dir(str(folder)).storage, "MAIN").segments]


def test_each_segment_has_its_sums_and_the_seal_names_them(folder: Path) -> None:
    found = check(folder)
    assert (found.faults, found.unchecked) == ((), ())
    files = [path for path in folder.glob("MAIN_*.*") if path.suffix != ".sum"]
    assert found.files == len(files) + 1
    (toc,) = folder.glob("*.toc")
    seal = seal_of(toc.read_bytes())
    assert seal == {id_: zlib.crc32((folder / f"{id_}.sum").read_bytes()) for id_ in ids(folder)}


def test_an_empty_index_is_sealed_too(tmp_path: Path) -> None:
    create(tmp_path, PLAIN).close()
    assert check(tmp_path).faults == ()
    assert seal_of((tmp_path / "_MAIN_0.toc").read_bytes()) == {}


def test_stock_whoosh_updates_optimises_and_cleans_up_sums(folder: Path) -> None:
    """Its own segments are told as not checked, and get sums with our next commit."""
    before = ids(folder)
    with open_dir(str(folder)).writer(compound=False) as writer:
        writer.merge = False
        writer.update_document(**row(seen(document("8", "stock")), PLAIN))
    (made,) = set(ids(folder)) - set(before)
    found = check(folder)
    assert (found.faults, found.unchecked) == ((), (made,))
    assert {path.name for path in folder.glob("*.sum")} == {f"{id_}.sum" for id_ in before}
    with closing(open_folder(folder, PLAIN)) as engine:
        assert hits(engine, "stock") == ["8"]
        put(engine, document("9", "ours"))
    found = check(folder)
    assert (found.faults, found.unchecked) == ((), ())
    with open_dir(str(folder)).searcher() as searcher:
        assert len(searcher.search(w.Every(), limit=None)) == 50
    open_dir(str(folder)).optimize()
    (merged,) = ids(folder)
    assert check(folder).unchecked == (merged,)
    assert list(folder.glob("*.sum")) == []  # they went with their segments
    with closing(open_folder(folder, PLAIN)) as engine:
        assert hits(engine, "stock ours") == []
        assert hits(engine, "ours") == ["9"]


def test_sums_that_were_lost_are_not_made_anew(folder: Path) -> None:
    """Else what happened to the segment meanwhile would count as right."""
    first, second = ids(folder)
    (folder / f"{first}.sum").unlink()
    (folder / f"{second}.sum").write_bytes(packed([]))
    with closing(open_folder(folder, PLAIN)) as engine:
        put(engine, document("9", "ours"))
    assert set(check(folder).faults) == {
        Fault(f"{first}.sum", "is missing", first),
        Fault(f"{second}.sum", "is not what was written", second),
    }


Spoil = Callable[[Path], object]
SPOILT: dict[str, tuple[Spoil, str]] = {
    "flipped": (lambda path: path.write_bytes(b"\xff" + path.read_bytes()[1:]), "is not what was"),
    "cut": (lambda path: path.write_bytes(path.read_bytes()[:-1]), "ends after"),
    "longer": (lambda path: path.write_bytes(path.read_bytes() + b"."), "is not what was written"),
    "gone": (Path.unlink, "is missing"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "cannot be read: Is a directory"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_each_fault_has_its_words(folder: Path, how: str) -> None:
    spoil, words = SPOILT[how]
    for path in sorted(folder.glob(f"{ids(folder)[0]}.*")):
        if path.suffix == ".sum":
            continue
        content = path.read_bytes()
        spoil(path)
        (fault,) = check(folder).faults
        assert (fault.file, fault.segment) == (path.name, ids(folder)[0])
        assert fault.what.startswith(words)
        if path.is_dir():
            path.rmdir()
        path.write_bytes(content)
    assert check(folder).faults == ()


def test_a_broken_table_of_contents_is_the_only_fault(folder: Path) -> None:
    (toc,) = folder.glob("*.toc")
    toc.write_bytes(b"garbage.")
    assert check(folder).faults == (Fault(toc.name, "cannot be read"),)
    toc.write_bytes(b"garbage")
    assert check(folder).faults == (Fault(toc.name, "is not what was written"),)
    toc.unlink()
    assert check(folder).faults == (Fault("_MAIN_*.toc", "is missing"),)


def test_a_commit_that_comes_between_is_no_damage(folder: Path) -> None:
    """The files that it took away are looked for no more; what is damaged still is."""
    path = spoil(folder)
    with closing(open_folder(folder, PLAIN)) as engine:

        def watch(_: int) -> None:
            for _number in later:
                put(engine, document("other", "word"), document("7", "again"))

        later = iter([1])  # the second segment, of one dead document, goes with it
        found = check(folder, watch)
    assert [one.file for one in found.faults] == [path.name]
    assert (found.generation, len(ids(folder))) == (2, 2)


def test_a_table_of_contents_that_is_replaced_meanwhile_is_no_damage(folder: Path) -> None:
    (toc,) = folder.glob("*.toc")

    def names(path: Path) -> int:
        found = newest_generation(path)
        if toc.exists():
            write_toc(LastingStorage(path), before, before.segments)
        return found

    before = TOC.read(open_dir(str(folder)).storage, "MAIN")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(w3_checking, "newest_generation", names)
        assert check(folder).faults == ()


def spoil(folder: Path) -> Path:
    """A posting changed, of which no structure tells."""
    path = max(folder.glob(f"{ids(folder)[0]}.*"), key=lambda path: path.stat().st_size)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return path


def test_the_first_question_tells_of_damage_and_the_next_process_knows(folder: Path) -> None:
    path = spoil(folder)
    engine = open_folder(folder, PLAIN)  # opening it costs no look at everything
    with closing(engine), pytest.raises(EngineDamaged, match=f"{path.name} is not what") as told:
        hits(engine, "word")
    assert "harvester index sync" in str(told.value.hint)
    with pytest.raises(EngineDamaged) as again:
        open_folder(folder, PLAIN)
    assert again.value.message == told.value.message


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that is too big to be looked through before the first answer."""
    monkeypatch.setattr(checking, "AT_ONCE", -1)


@pytest.mark.usefixtures("beside")
def test_a_big_index_is_looked_through_beside_the_questions(folder: Path) -> None:
    with closing(open_folder(folder, PLAIN)) as engine:
        assert len(hits(engine, "word")) == 50
        engine._checking.wait()
        assert len(hits(engine, "word")) == 50
    path = spoil(folder)
    with closing(open_folder(folder, PLAIN)) as engine:
        engine._checking.begin(ids(folder))
        engine._checking.wait()
        with pytest.raises(EngineDamaged, match=path.name):
            hits(engine, "word")
        engine._checking.assure([])  # where the segment is no part of the index any more


@pytest.mark.usefixtures("beside")
def test_a_pass_ends_with_its_engine(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, seen = open_folder(folder, PLAIN), list[int]()
    watch = engine._checking._watch

    def closing_watch(count: int) -> None:
        seen.append(count)
        engine._checking._stop.set()
        watch(count)

    monkeypatch.setattr(engine._checking, "_watch", closing_watch)
    hits(engine, "word")
    engine.close()
    assert len(seen) == 1
    assert engine._checking._thread is not None
    assert not engine._checking._thread.is_alive()
    engine._checking.begin([])  # does nothing any more


def test_closing_while_the_first_question_looks_is_no_damage(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_folder(folder, PLAIN)
    watch = engine._checking._watch

    def closing_watch(count: int) -> None:
        engine._checking._stop.set()  # as `close` in another thread does
        watch(count)

    monkeypatch.setattr(engine._checking, "_watch", closing_watch)
    with closing(engine):
        assert len(hits(engine, "word")) == 50
    assert not list(folder.glob("*.damaged"))


def test_merges_do_not_take_damage_for_whole(folder: Path) -> None:
    """A key with a flipped bit would be looked up in the store, not found, and left out."""
    path = spoil(folder)

    def fetch(keys: Sequence[Key]) -> list[Seen]:
        return [seen(document(key.identifier, "merged")) for key in keys]

    def change_much(engine: Engine) -> None:
        for start in (0, 19):  # then it is worn, and would be written anew
            put(engine, *(document(f"{n}", "word") for n in range(start, start + 19)))

    engine = open_folder(folder, PLAIN, fetch)
    with closing(engine), pytest.raises(EngineDamaged, match=f"{path.name} is not what"):
        change_much(engine)
    with pytest.raises(EngineDamaged, match=f"{path.name} is not what"):
        open_folder(folder, PLAIN)


def test_a_merge_beside_does_not_take_damage_for_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends with an error, and leaves word for the next that opens the index."""
    monkeypatch.setattr(tiers, "FAN", 2)
    for module in (commit, beside_merges):
        monkeypatch.setattr(module, "FOREGROUND", 0)
    with closing(open_folder(folder, PLAIN)) as engine:
        put(engine, *(document(f"x{n}", "word") for n in range(40)))
    path = spoil(folder)
    with pytest.raises(Damaged, match=path.name):
        merging.run(folder, PLAIN, lambda keys: [])
    assert not (folder / "MAIN.merge").exists()
    with pytest.raises(EngineDamaged, match=path.name):
        open_folder(folder, PLAIN)


def test_word_of_damage_that_cannot_be_left_is_told_all_the_same(folder: Path) -> None:
    spoil(folder)
    (folder / f"{ids(folder)[0]}.damaged").mkdir()
    assert len(health(folder).damaged) == 1


def test_word_of_damage_that_is_over_goes(folder: Path) -> None:
    """A file that came back from a copy, a disk that can be read again."""
    path, first = spoil(folder), ids(folder)[0]
    mark(folder, [Fault("_MAIN_1.toc", "is missing")])  # is of no segment
    mark(folder, check(folder).faults)
    assert [one.stem for one in folder.glob("*.damaged")] == [first]
    assert [one.file for one in marked(folder)] == [path.name]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with closing(open_folder(folder, PLAIN)) as engine:
        assert len(hits(engine, "word")) == 50
    assert list(folder.glob("*.damaged")) == []
