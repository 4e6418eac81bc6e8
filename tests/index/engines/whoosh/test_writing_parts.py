"""Each piece of the format, written by us and read by stock Whoosh."""

from __future__ import annotations

import itertools
import random
import re
import struct
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import columns as stock
from whoosh.codec.whoosh3 import STORED_COLUMN, W3LeafMatcher
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import OrderedHashReader
from whoosh.filedb.structfile import BufferFile
from whoosh.formats import Existence, Positions
from whoosh.util.numeric import length_to_byte

from index.analysis import PLAIN
from index.engines.whoosh import create
from index.engines.whoosh.w3.writing import columns, postings, runs
from index.engines.whoosh.w3.writing.arrays import changes, ranges, small, starts
from index.engines.whoosh.w3.writing.commit import last_toc
from index.engines.whoosh.w3.writing.files import CompoundFile, LastingStorage
from index.engines.whoosh.w3.writing.held import Held
from index.engines.whoosh.w3.writing.ordered import rising
from index.engines.whoosh.w3.writing.positions import encoded
from index.engines.whoosh.w3.writing.postings import INFO
from index.engines.whoosh.w3.writing.runs import Postings, brought_together, plain_run, sorted_run
from index.engines.whoosh.w3.writing.terms import TermsFile
from index.engines.whoosh.w3.writing.words import Occurrences
from index.testing.engine_places import put
from tests.index.engines.whoosh.library import library

# Steps of one, two and four bytes, and so many that a value is longer than 255 bytes.
steps = st.lists(
    st.lists(st.sampled_from([0, 1, 255, 256, 65_535, 65_536, 2**31 - 1]), min_size=1, max_size=4)
    | st.just([1] * 300),
    min_size=1,
    max_size=6,
)


def opened(content: bytes) -> BufferFile:
    return BufferFile(memoryview(content))


@settings(max_examples=100, deadline=None)
@given(steps)
def test_values_decode_to_their_positions(several: list[list[int]]) -> None:
    frequencies = np.array([len(one) for one in several])
    out, first = encoded(frequencies, np.array(list(itertools.chain(*several)), np.int64))
    for one, begin, end in zip(several, first, first[1:], strict=False):
        value = out[begin:end].tobytes()
        head = 2 if value[:1] == b"C" else 5
        assert int.from_bytes(value[1:head], "little") == len(value) - head
        assert Positions().decode_positions(value[head:]) == list(itertools.accumulate(one))
        assert Positions().decode_frequency(value[head:]) == len(one)


# Documents of a term with their positions; many documents fill several blocks.
term = st.dictionaries(
    st.integers(0, 3000),
    st.lists(st.integers(0, 70_000), min_size=1, max_size=3, unique=True).map(sorted),
    min_size=1,
    max_size=40,
)
dense = st.integers(500, 1300).map(lambda count: {number: [number % 7] for number in range(count)})
often = st.just({3: list(range(0, 3000, 2)), 4: [1]})


@settings(max_examples=60, deadline=None)
@given(st.lists(term | dense | often, min_size=1, max_size=4), st.booleans())
def test_postings_read_as_they_were_written(
    terms: list[dict[int, list[int]]], positions: bool
) -> None:
    lengths = columns.length_bytes(np.arange(3001) + 1)
    made = _postings(terms, positions)
    found = postings.written(made, lengths[made.documents])
    for number, info, wanted in zip(found.terms, found.infos, terms, strict=True):
        form = Positions() if positions else Existence()
        read = list(_read(found.content, info, form))
        documents = sorted(wanted)
        weights = [len(wanted[one]) if positions else 1 for one in documents]
        assert [one for one, _, _ in read] == documents
        assert [weight for _, weight, _ in read] == weights
        if positions:
            assert [value for _, _, value in read] == [wanted[one] for one in documents]
        assert (info["documents"], info["weight"]) == (len(documents), sum(weights))
        assert (info["first"], info["last"]) == (documents[0], documents[-1])
        assert info["greatest"] == max(weights)
        assert info["shortest"] == length_to_byte(documents[0] + 1)
        assert info["longest"] == length_to_byte(documents[-1] + 1)
        assert terms[number] is wanted


def _postings(terms: list[dict[int, list[int]]], positions: bool) -> Postings:
    rows = [(n, d, terms[n][d]) for n in range(len(terms)) for d in sorted(terms[n])]
    numbers = np.array([n for n, _, _ in rows])
    documents = np.array([d for _, d, _ in rows])
    if not positions:
        return Postings(numbers, documents, None, None)
    walks = [np.diff(places, prepend=0) for _, _, places in rows]
    counts = np.array([len(places) for _, _, places in rows])
    return Postings(numbers, documents, counts, np.concatenate(walks))


def _read(content: bytes, info: Any, form: Any) -> Any:
    matcher = W3LeafMatcher(opened(content), int(info["offset"]), int(info["length"]), form)
    as_what = "positions" if isinstance(form, Positions) else "frequency"
    while matcher.is_active():
        yield matcher.id(), matcher.weight(), matcher.value_as(as_what)
        matcher.next()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 8), st.integers(0, 5)), min_size=1, max_size=30),
        min_size=1,
        max_size=4,
    ),
    st.integers(1, 40),
)
def test_runs_come_together_in_order(batches: list[list[tuple[int, int]]], room: int) -> None:
    """(term, document) in batches; positions are places in the batch."""
    wanted, made, base = {}, [], 0
    for batch in batches:
        ordered = sorted(batch, key=lambda pair: pair[1])
        of = np.array(ordered).T
        leads = np.ones(len(ordered), bool)
        made.append(sorted_run(Occurrences(of[0], of[1], np.arange(len(ordered)), leads), base))
        for at, (number, document) in enumerate(ordered):
            wanted.setdefault((number, base + document), []).append(at)
        base += 6
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "_ROOM", room)
        for part in brought_together(made):
            assert part.frequencies is not None
            assert part.steps is not None
            first = starts(part.frequencies)
            for at, pair in enumerate(
                zip(part.terms.tolist(), part.documents.tolist(), strict=True)
            ):
                walk = part.steps[first[at] :][: part.frequencies[at]]
                found[pair] = np.cumsum(walk, dtype=np.int64).tolist()
    assert list(found.items()) == sorted(wanted.items())


def test_plain_runs_have_no_positions() -> None:
    made = [
        plain_run(np.array([4, 2]), np.array([0, 1]), 0),
        plain_run(np.array([2]), np.array([1]), 7),
    ]
    (part,) = brought_together(made)
    assert (part.terms.tolist(), part.documents.tolist()) == ([2, 2, 4], [1, 8, 0])
    assert part.frequencies is part.steps is None


@pytest.mark.parametrize("count", [0, 1, 2, 700, 40_000])
def test_every_term_is_found_in_its_slot_and_in_order(count: int, tmp_path: Path) -> None:
    """40,000 terms in 256 tables: some wrap around the end of their table."""
    terms = sorted(f"term{number}".encode() for number in range(count))
    infos = np.zeros(count, INFO)
    infos["documents"] = np.arange(count) + 1
    with (tmp_path / "t").open("wb") as file:
        written = TermsFile(file)
        if count:
            written.add("first", terms[: count // 2 + 1], infos[: count // 2 + 1])
            written.add("second", terms[count // 2 + 1 :], infos[count // 2 + 1 :])
        written.finish()
    content = (tmp_path / "t").read_bytes()
    with_fields = [struct.pack("!H", at > count // 2) + term for at, term in enumerate(terms)]
    reader = OrderedHashReader(opened(content), len(content))
    assert list(reader.keys()) == with_fields
    for number, key in enumerate(with_fields):
        assert reader[key] == infos[number].tobytes()
        if number % 97 == 0:
            assert reader.closest_key(key + b"\0") == [*with_fields, None][number + 1]
    assert reader.get(b"\0\0nothing") is None
    assert reader.extras["fieldmap"] == ({"first": 0, "second": 1} if count else {})


@pytest.mark.parametrize("size", [1, 300, 70_000])
@pytest.mark.parametrize("count", [1, 40, 40_000])
def test_columns_of_bytes_read_as_they_were_written(count: int, size: int) -> None:
    values = [b"x" * (size if at == 1 else at % 5) for at in range(count)]
    content = columns.byte_values(values)
    reader = stock.VarBytesColumn().reader(opened(content), 0, len(content), count)
    assert reader.had_stored_offsets == (count > 1 << 15)
    assert [reader[at] for at in range(count)] == values
    assert list(reader) == values


def test_a_column_beyond_what_whoosh_reads_is_refused() -> None:
    with pytest.raises(ValueError, match="2 GB"):
        columns._typed(np.array([2**31]))


def test_numbers_read_as_they_were_written() -> None:
    values = [0, 20_201_231, -5, 2**31 - 1]
    content = columns.numbers(values, "i")
    reader = stock.NumericColumn("i").reader(opened(content), 0, len(content), 4)
    assert list(reader) == values


@pytest.mark.parametrize("text", ["", "слова", "x" * 70_000])
def test_stored_fields_read_as_they_were_written(text: str) -> None:
    content = columns.byte_values([columns.stored({"key": "a", "telling": text})])
    reader = STORED_COLUMN.reader(opened(content), 0, len(content), 1)
    assert reader[0] == {"key": "a", "telling": text}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 200_000), max_size=20))
def test_lengths_are_whooshs_bytes(lengths: list[int]) -> None:
    found = columns.length_bytes(np.array(lengths, np.int64)).tolist()
    assert found == [length_to_byte(length) for length in lengths]


def test_a_compound_file_opens_as_whoosh_wants(tmp_path: Path) -> None:
    files = CompoundFile(tmp_path / "MAIN_1")
    for ending, content in (("trm", b"terms"), ("x.col", b"")):
        with files.file(ending) as file:
            file.write(content)
    files.finish()
    storage = CompoundStorage(FileStorage(str(tmp_path)).open_file("MAIN_1.seg"))
    assert storage.list() == ["MAIN_1.trm", "MAIN_1.x.col"]
    assert storage.open_file("MAIN_1.trm").read(9) == b"terms"
    assert storage.file_length("MAIN_1.x.col") == 0
    storage.close()


def test_ragged_arrays() -> None:
    assert ranges(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]
    assert starts(np.array([2, 0, 3])).tolist() == [0, 2, 2]
    assert changes(np.array([1, 1, 2, 2]), np.array([0, 0, 0, 1])).tolist() == [0, 2, 3]
    assert changes(np.array([])).tolist() == []
    assert [small(np.array([n])).dtype for n in (255, 256, 2**40)] == [
        np.uint8,
        np.uint16,
        np.uint64,
    ]


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="only Linux tells of maps")
def test_tables_that_keys_were_looked_up_in_are_no_memory_of_ours(tmp_path: Path) -> None:
    """A build of 300,000 records held 24 MB more with each segment: its hash tables, all read."""
    with closing(create(tmp_path, PLAIN)) as engine:
        put(engine, *library(200))
    storage = LastingStorage(tmp_path)
    held = Held(storage, "key")
    held.take_out(last_toc(storage).segments, [b"%d" % number for number in range(2000)])
    maps = Path("/proc/self/smaps").read_text(encoding="utf-8").split("VmFlags")
    ours = [each for each in maps if f"{tmp_path}/" in each]
    assert ours, "nothing was mapped: the segment is too small to tell"
    resident = [int(found[1]) for each in ours if (found := re.search(r"Rss: +(\d+) kB", each))]
    assert sum(resident) <= 64, "what is read to open the file, and no table"
    storage.close_files()


@pytest.mark.parametrize("count", [0, 1, 3, 4096, 4097, 20_000])
def test_many_terms_are_sorted_as_few_are(count: int) -> None:
    """Alike for eight, sixteen, forty bytes; ends, NULs and letters of one to four bytes."""
    chance = random.Random(count)
    begins = ["", "a", "aaaaaaaa", "a" * 16, "oai:example.org:" * 3, "книгопечатание", "研究", "🜁"]
    ends = ["", "\0", "\0\0", "a", "z", "é", "я", "研", "🜂"]
    names = {
        chance.choice(begins) + "".join(chance.choices(ends, k=chance.randrange(9)))
        for _ in range(3 * count)
    }
    some = sorted(map(str.encode, names))[:count]
    chance.shuffle(some)
    assert [some[at] for at in rising(some).tolist()] == sorted(some)
