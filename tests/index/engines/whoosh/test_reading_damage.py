"""Broken files: the right answer, or an error that says so; never a crash, never a silent gap."""

from __future__ import annotations

import random
import shutil
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from whoosh import query as w
from whoosh.index import open_dir

from index.analysis import PLAIN
from index.engines.base import Query
from index.engines.whoosh import create, open_folder
from index.engines.whoosh.w3.reading import Damaged, matches, scored
from index.engines.whoosh.w3.reading.cache import Cache
from index.engines.whoosh.w3.reading.columns import Strings, lengths, numbers
from index.engines.whoosh.w3.reading.held import segment_files
from index.engines.whoosh.w3.reading.pickles import plain
from index.engines.whoosh.w3.reading.runs import Infos, union
from index.engines.whoosh.w3.reading.segment import Segment
from index.engines.whoosh.w3.reading.table import TermTable
from index.errors import EngineDamaged
from index.query import Phrase, Word
from index.testing.engine_places import document, key, put
from tests.index.engines.whoosh.written import index, reader


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of ours of which each test spoils a copy."""
    folder: Path = tmp_path_factory.mktemp("whole")
    with closing(create(folder, PLAIN)) as engine:
        put(
            engine,
            *(document(f"{n}", f"same word w{n} wide{n % 40}", date="2020") for n in range(200)),
        )
        put(engine, *(document(f"{n}", f"same other w{n}") for n in range(0, 300, 9)))
    return folder


def ask(folder: Path) -> object:
    """Everything that an engine can be asked."""
    with closing(open_folder(folder, PLAIN)) as engine:
        return (
            engine.search(Query(Word("same"), limit=400)),
            engine.search(Query(Word("w7"), sort="newest")),
            engine.search(Query(Phrase(("same", "word")))),
            list(engine.keys()),
            list(engine.terms("w", "title")),
            engine.similar(key("7")),
        )


def flipped(content: bytes, rng: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(rng.choice([1, 1, 8])):
        spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
    return bytes(spoilt)


@pytest.mark.parametrize("seed", range(6))
def test_flipped_bits_give_an_answer_or_damage(whole: Path, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    right, noticed = ask(whole), 0
    files = [path.name for path in whole.glob("MAIN_*") if path.stat().st_size]
    copy = tmp_path / "copy"
    shutil.copytree(whole, copy)
    for _ in range(25):
        path = copy / rng.choice(files)
        content = path.read_bytes()
        path.write_bytes(flipped(content, rng))
        try:
            noticed += ask(copy) != right
        except EngineDamaged:
            noticed += 1
        path.write_bytes(content)
    assert ask(copy) == right
    assert noticed


def test_postings_that_do_not_rise_are_damage(tmp_path: Path) -> None:
    """Each byte of a posting list, changed: what comes out is right or told (weights aside)."""
    index(tmp_path, [300])
    right = matches(reader(tmp_path), w.Term("body", "the")).tolist()
    info = reader(tmp_path).term("body", "the")
    assert info is not None
    place = info.infos[0]
    assert place is not None
    (path,) = tmp_path.glob("*.pst")
    content = path.read_bytes()
    rng, told = random.Random(2), 0
    for at in rng.sample(range(place.offset, place.offset + place.length), 120):
        path.write_bytes(content[:at] + bytes([content[at] ^ 0x41]) + content[at + 1 :])
        try:
            assert matches(reader(tmp_path), w.Term("body", "the")).tolist() == right
        except Exception:  # noqa: BLE001  broken bytes make Python raise anything
            told += 1
    assert told > 90


@pytest.mark.parametrize("suffix", [".trm", ".pst", "._title_len.col", ".key.col"])
def test_a_file_that_is_gone_is_damage(tmp_path: Path, suffix: str) -> None:
    index(tmp_path, [20])
    next(tmp_path.glob(f"*{suffix}")).unlink()

    def read() -> None:
        opened = reader(tmp_path)
        scored(opened, w.Term("title", "the"))
        opened.parts[0].segment.strings("key")

    with pytest.raises(Damaged):
        read()


def test_a_length_that_is_missing_shows(tmp_path: Path) -> None:
    index(tmp_path, [20])
    (path,) = tmp_path.glob("*._title_len.col")
    path.write_bytes(path.read_bytes()[:3])
    with pytest.raises(Damaged, match="without length"):
        scored(reader(tmp_path), w.Term("title", "the"))


def test_two_documents_with_one_key_are_told(tmp_path: Path) -> None:
    made = index(tmp_path, [5])
    writer = made.writer(compound=False)
    writer.add_document(key="same", body="x")
    writer.add_document(key="same", body="x")
    writer.commit(merge=False)
    with pytest.raises(Damaged, match="same key"):
        reader(tmp_path).parts[1].segment.order("key")


@pytest.mark.parametrize(
    "read",
    [
        lambda: TermTable(memoryview(b"")),
        lambda: TermTable(memoryview(b"HSH3\x02" + bytes(5000))),
        lambda: TermTable(memoryview(b"HSH3\x00" + bytes(5000))),
        lambda: lengths(memoryview(b"12345"), 4),
        lambda: numbers(memoryview(b"123456"), 4, "i", 0),
        lambda: numbers(memoryview(bytes(20)), 4, "i", 0),
        lambda: Strings(memoryview(b""), 1),
        lambda: Strings(memoryview(b"?"), 1),
        lambda: Strings(memoryview(b"aa\x03B"), 1),
        lambda: Strings(memoryview(b"\xff\xff\xff\xffi"), 1),
        lambda: Strings(memoryview(b"B"), 3),
        lambda: Strings(memoryview(b"iiX"), 3),
        lambda: plain(b"cos\nsystem\n."),
    ],
)
def test_what_is_no_part_of_an_index_is_damage(read: Callable[[], object]) -> None:
    with pytest.raises(Damaged):
        read()


def test_a_compound_file_that_is_cut_short_is_damage(tmp_path: Path) -> None:
    for content in (struct.pack("!qi", 0, 0), struct.pack("!qi", 12, 2) + b"N."):
        (tmp_path / "s.seg").write_bytes(content)
        with pytest.raises(Damaged, match="directory"):
            segment_files(tmp_path, ["s.seg"], "s")
    (tmp_path / "s.seg").write_bytes(
        struct.pack("!qi", 12, 99) + b"}(X\x05\x00\x00\x00s.trm}(X\x06\x00\x00\x00offsetK\x00"
        b"X\x06\x00\x00\x00lengthK\xffuu."
    )  # fmt: skip
    with pytest.raises(Damaged, match="ends before"):
        segment_files(tmp_path, ["s.seg"], "s")


def short_lists(held: Segment) -> Infos:
    """Terms of a few documents each."""
    infos = held.table.infos(held.table.run("title", b"w", b"x"))
    several = infos[infos["df"] > 2]
    begin = int(several[0]["offset"]) + 32
    assert held.posting_bytes[begin : begin + 4].tobytes() == b"\x80\x03(J"  # arrays wrote it
    return several


def test_short_lists_that_are_read_together_tell_damage(whole: Path) -> None:
    """Each byte of the short posting lists, changed: what comes out is right or told."""
    held, told, wrong = reader(whole).parts[0].segment, 0, 0
    (stored, *_) = open_dir(str(whole))._segments()
    infos = short_lists(held)[:3]
    right, content = union(held, infos).tolist(), bytes(held.files[".pst"])
    for info in infos:
        for at in range(int(info["offset"]), int(info["offset"] + info["length"])):
            spoilt = content[:at] + bytes([content[at] ^ 0x81]) + content[at + 1 :]
            files = {**held.files, ".pst": memoryview(spoilt)}
            try:
                wrong += union(Segment(stored, files, Cache(0)), infos).tolist() != right
            except Exception:  # noqa: BLE001  broken bytes make Python raise anything
                told += 1
    assert told > wrong


@pytest.mark.parametrize(("name", "value"), [("last", 0), ("offset", 1 << 40), ("offset", -1)])
def test_a_list_that_ends_elsewhere_is_told(whole: Path, name: str, value: int) -> None:
    held = reader(whole).parts[0].segment
    spoilt = short_lists(held)[:1].copy()
    spoilt[name] = value
    with pytest.raises(Damaged):
        union(held, spoilt)
