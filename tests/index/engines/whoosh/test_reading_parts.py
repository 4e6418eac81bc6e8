"""The pieces of the format, in every shape in which they may have been written."""

from __future__ import annotations

import pickle
import random
import struct
import tracemalloc
import zlib
from array import array
from bisect import bisect_left
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.fields import NUMERIC, Schema
from whoosh.formats import Positions
from whoosh.index import create_in, open_dir

from index.engines.whoosh.w3.reading.blocks import Postings, postings, values
from index.engines.whoosh.w3.reading.cache import Cache
from index.engines.whoosh.w3.reading.errors import Damaged
from index.engines.whoosh.w3.reading.expand import prefix_run
from index.engines.whoosh.w3.reading.fuzzy import near, spelled
from index.engines.whoosh.w3.reading.phrase import in_order
from index.engines.whoosh.w3.reading.positions import places
from tests.index.engines.whoosh.written import index, reader

docs_ = st.lists(st.integers(0, 300_000), min_size=1, max_size=60, unique=True).map(sorted)
shapes = st.sampled_from(["tuple", "B", "H", "I", "run", "list"])


def block(
    ids: list[int], shape: str, weights: Any, values_: Any, protocol: int, packed: bool, last: bool
) -> bytes:
    """A block of postings with its ids in one of the shapes that writers choose."""
    deltas = [b - a for a, b in pairwise([0, *ids])]
    if shape == "run":
        run = b"".join(b"J" + struct.pack("<i", delta) for delta in deltas)
        data = b"\x80\x03(" + run + b"t" + _inner(weights) + _inner(values_) + b"\x87."
    else:
        kinds = {"tuple": tuple, "list": list}
        made = kinds[shape](deltas) if shape in kinds else array(_wide(shape, deltas), deltas)
        data = pickle.dumps((made, weights, values_), protocol)
    packed_data = zlib.compress(data, 1) if packed else data
    head = pickle.dumps((len(ids), ids[-1], 1.0, int(packed), 1, 9), 2)
    size = len(head) + len(packed_data)
    return struct.pack("!i", -size if last else size) + head + packed_data


def _wide(code: str, deltas: list[int]) -> str:
    return next(c for c in (code, "H", "I") if max(deltas) < 1 << 8 * array(c).itemsize)


def _inner(value: object) -> bytes:
    return pickle.dumps(value, 3)[2:-1]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_postings_of_any_shape_are_read(data: st.DataObject) -> None:
    ids = data.draw(docs_)
    cuts = sorted(data.draw(st.sets(st.integers(1, max(1, len(ids) - 1)), max_size=2)))
    parts = [ids[a:b] for a, b in pairwise([0, *cuts, len(ids)]) if a < b]
    written, weights, texts = b"W3Bl", [], []
    for place, part in enumerate(parts):
        own = data.draw(st.sampled_from([None, 2.5, "bytes", "tuple", "array"]))
        several = [1 + n % 7 for n in range(len(part))]
        made = {"bytes": bytes(several), "tuple": tuple(map(float, several)),
                "array": array("f", several)}.get(own, own)  # fmt: skip
        weights += (
            [1.0] * len(part) if own is None else [own] * len(part) if own == 2.5 else several
        )
        values_ = tuple(b"v%d" % n for n in part)
        texts += values_
        written += block(
            part, data.draw(shapes), made, values_, data.draw(st.integers(2, 5)),
            data.draw(st.booleans()), place == len(parts) - 1,
        )  # fmt: skip
    file = memoryview(b"before" + written + b"behind")
    found = postings(file, 6, len(written), len(ids))
    assert found.docs.tolist() == ids
    read = np.ones(len(ids)) if found.weights is None else found.weights
    assert read.tolist() == weights
    assert values(file, 6, len(written), np.arange(len(ids))) == texts
    which = sorted(data.draw(st.sets(st.integers(0, len(ids) - 1))))
    assert values(file, 6, len(written), np.array(which, int)) == [texts[n] for n in which]
    with pytest.raises(Damaged, match="fewer positions"):
        values(file, 6, len(written), np.array([len(ids)]))
    with pytest.raises(Damaged, match="fewer postings"):
        postings(file, 6, len(written), len(ids) + 1)


GOOD = block([1, 2], "tuple", None, None, 2, False, True)


@pytest.mark.parametrize(
    "written",
    [
        b"W3Bx" + GOOD,
        b"W3Bl" + GOOD[:-3],
        b"W3Bl" + struct.pack("!i", 0),
        b"W3Bl" + block([1, 2], "tuple", (1.0,), None, 2, False, True),
        b"W3Bl" + block([2, 1], "tuple", None, None, 2, False, True),
        b"W3Bl" + GOOD.replace(b"K\x02K\x02", b"K\x03K\x02"),
        b"W3Bl" + block([1, 2], "run", None, None, 2, False, True).replace(b"J", b"K"),
    ],
)  # fmt: skip
def test_broken_postings_are_told(written: bytes) -> None:
    with pytest.raises((Damaged, ValueError, pickle.UnpicklingError, IndexError, EOFError)):
        postings(memoryview(written), 0, len(written), 2)


def test_a_block_without_positions_has_none() -> None:
    for values_ in (None, b"joined"):
        written = b"W3Bl" + block([1], "tuple", None, values_, 2, False, True)
        with pytest.raises(Damaged, match="without positions"):
            values(memoryview(written), 0, len(written), np.array([0]))


numbers = st.one_of(st.integers(0, 255), st.integers(0, 70_000), st.integers(0, 2**31 - 1))
lists = st.lists(numbers, min_size=1, max_size=12)


def written_by_hand(deltas: list[int]) -> bytes:
    """As array writers do it: no memo, numbers of one width."""
    head = struct.pack("!I", len(deltas)) + b"](" + b"".join(
        b"J" + struct.pack("<i", delta) for delta in deltas)  # fmt: skip
    return head + b"e."


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(lists, st.sampled_from(["stock", "bare", "hand", "protocol 4"]))))
def test_positions_of_any_shape_are_read(drawn: list[tuple[list[int], str]]) -> None:
    expected = [list(accumulate(deltas)) for deltas, _ in drawn]
    made = []
    for deltas, shape in drawn:
        stock = Positions().encode(list(accumulate(deltas)))
        made.append({
            "stock": stock, "bare": stock[:-1], "hand": written_by_hand(deltas),
            "protocol 4": struct.pack("!I", len(deltas)) + pickle.dumps(deltas, 4),
        }[shape])  # fmt: skip
    found = places(made)
    assert [found.positions[a:b].tolist() for a, b in pairwise(found.starts.tolist())] == expected


def test_a_list_of_thousands_is_read() -> None:
    """Pickles append a thousand numbers at a time."""
    expected = list(range(0, 9000, 3))
    assert places([Positions().encode(expected)] * 2).positions.tolist() == expected * 2


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"\0\0\0\1",
        b"\0\0\0\2](K\1e.",
        b"\0\0\0\2](K\1J\1",
        b"\0\0\0\1]}a.",
        b"\xff\xff\xff\xff](K\1e.",
        b"\0\0\0\1]cos\nsystem\n.",
    ],
)
def test_broken_positions_are_told(value: bytes) -> None:
    with pytest.raises(Damaged):
        places([Positions().encode([1, 5]), value])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=10, unique=True).map(sorted),
                min_size=2, max_size=3), st.integers(1, 3), st.integers(0, 4))  # fmt: skip
def test_words_in_order_are_found_as_by_looking_at_all(
    words: list[list[int]], nearest: int, more: int
) -> None:
    ends = set(words[0])
    for word in words[1:]:
        ends = {b for b in word for a in ends if nearest <= b - a <= nearest + more}
    spots = [np.array([(5 << 32) + at for at in word]) for word in words]
    assert in_order(spots, nearest, nearest + more).tolist() == ([5] if ends else [])
    assert in_order([spots[0][:0], *spots[1:]], nearest, nearest + more).tolist() == []


def test_a_phrase_does_not_reach_into_the_next_document() -> None:
    one, two = np.array([(1 << 32) + 7]), np.array([2 << 32])
    assert in_order([one, two], 1, 2**31 - 1).tolist() == []


def test_every_term_is_found_as_stock_whoosh_finds_it(tmp_path: Path) -> None:
    index(tmp_path, [150])
    held = reader(tmp_path).parts[0].segment
    with open_dir(str(tmp_path)).reader() as stock:
        for field, term in stock.all_terms():
            right, info = stock.term_info(field, term), held.table.find(field, term)
            assert info is not None
            assert (info.weight, info.df, info.max_weight, info.first, info.last) == (
                right.weight(), right.doc_frequency(), right.max_weight(), right.min_id(),
                right.max_id(),
            )  # fmt: skip
            assert held.postings(field, term, info).docs.tolist() == list(
                stock.postings(field, term).all_ids()
            )
    assert held.table.find("body", b"nowhere") is None
    assert held.table.find("nofield", b"the") is None


@pytest.mark.parametrize("prefix", [b"", b"w", b"w1", b"\xff", "大".encode(), b"zzz"])
def test_a_run_is_the_terms_that_begin_so(tmp_path: Path, prefix: bytes) -> None:
    index(tmp_path, [150])
    table = reader(tmp_path).parts[0].segment.table
    every = list(table.texts(table.run("body")))
    assert every == sorted(set(every))
    run = prefix_run(table, "body", prefix)
    assert list(table.texts(run)) == [term for term in every if term.startswith(prefix)]
    assert table.infos(run)["df"].tolist() == [
        info.df for term in table.texts(run) if (info := table.find("body", term))
    ]
    assert (
        list(table.texts(table.run("body", b"green", b"w2")))
        == (every[bisect_left(every, b"green") : bisect_left(every, b"w2")])
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text("abcд大𝔘", max_size=6)), st.text("abcд大𝔘", max_size=5), st.integers(0, 3))
def test_words_near_one_are_those_of_the_textbook(words: list[str], word: str, edits: int) -> None:
    expected = [place for place, other in enumerate(words) if distance(other, word) <= edits]
    joined = b"\xff" + b"".join(other.encode() + b"\xff" for other in words)
    assert near(spelled(joined), word, edits).tolist() == expected


def distance(a: str, b: str) -> int:
    """Levenshtein's distance as it is defined."""

    @cache
    def of(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        changed = of(i - 1, j - 1) + (a[i - 1] != b[j - 1])
        return min(of(i - 1, j) + 1, of(i, j - 1) + 1, changed)

    return of(len(a), len(b))


def test_terms_that_hold_the_byte_between_are_told_apart(tmp_path: Path) -> None:
    """Terms of numbers are bytes of any kind."""
    made = create_in(str(tmp_path), Schema(number=NUMERIC(int, signed=True)))
    writer = made.writer()
    for number in (-1, 0, 255, 2**31 - 1, -(2**31)):
        writer.add_document(number=number)
    writer.commit()
    table = reader(tmp_path).parts[0].segment.table
    terms = table.texts(table.run("number"))
    assert any(b"\xff" in term for term in terms)
    assert all(table.find("number", term) for term in terms)
    assert terms == sorted(set(terms))


def test_a_cache_forgets_what_was_not_used_for_longest() -> None:
    cache = Cache(2000 + 3 * 500)  # an entry costs 700 bytes beside its value
    for name in "abc":
        cache.put(name, name.upper(), 400)
    assert cache.get("a") == "A"
    cache.put("d", "D", 400)
    assert [cache.get(name) for name in "abcd"] == ["A", None, "C", "D"]
    assert cache.size == 1800 + 3 * 500
    cache.put("d", "DD", 100)
    assert (cache.get("d"), cache.size) == ("DD", 1500 + 3 * 500)
    cache.put("big", "B", 10_000)
    assert (cache.get("big"), cache.size) == (None, 0)
    cache.put("a", "A", 1)
    cache.put("b", "B", 1)
    cache.spare("b")
    cache.spare("never put")
    cache.put("c", "C", 1800)
    assert [cache.get(name) for name in "abc"] == ["A", None, "C"]
    cache.clear()
    assert (cache.get("a"), cache.size) == (None, 0)


def test_a_cache_keeps_its_books_under_threads(tmp_path: Path) -> None:
    """What is held never passes the limit, whoever puts and gets."""
    from concurrent.futures import ThreadPoolExecutor

    cache = Cache(20_000)

    def use(seed: int) -> bool:
        rng = random.Random(seed)
        for _ in range(2000):
            key = rng.randrange(100)
            if cache.get(key) not in (None, key):
                return False
            cache.put(key, key, rng.randrange(900))
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(use, range(8)))
    assert 0 < cache.size <= 20_000
    held = [key for key in range(100) if cache.get(key) is not None]
    for key in held:
        cache.put(key, key, 0)
    assert cache.size == 700 * len(held)


def test_a_cache_of_small_arrays_is_no_larger_than_it_says() -> None:
    """Objects around arrays of a few documents are more than the arrays."""
    cache = Cache(1 << 22)
    tracemalloc.start()
    for number in range(20_000):
        held = Postings(np.arange(3, dtype=np.int32), np.ones(3, np.float32))
        cache.put(("segment", "abstract", b"term-%d" % number), held, held.size)
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert 0.5 * cache.size < taken < 1.1 * (1 << 22)
