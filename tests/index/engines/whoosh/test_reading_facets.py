"""Facets count what stock Whoosh's lists of matches hold."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from whoosh import fields
from whoosh import query as w
from whoosh.index import create_in
from whoosh.writing import NO_MERGE

from index.engines.whoosh.w3.reading import (
    Damaged,
    Reader,
    Shown,
    behind_term,
    facets,
    matches,
    page_by_term,
    texts_of,
)
from index.engines.whoosh.w3.reading.facets import Counted, counts
from index.engines.whoosh.w3.reading.few import CountedFew, few
from tests.index.engines.whoosh.written import TAGS, index, reader


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder: Path = tmp_path_factory.mktemp("facets")
    index(folder, [300, 100, 20])
    return reader(folder)


def pairs(found: list[Shown]) -> list[tuple[bytes, int]]:
    return [(shown.term, shown.docs) for shown in found]


def looked_at(held: Reader, numbers: np.ndarray, field: str) -> Counter[bytes]:
    """The same by asking for each value."""
    found = {
        tag.encode(): np.isin(matches(held, w.Term(field, tag)), numbers).sum() for tag in TAGS
    }
    return Counter({tag: int(count) for tag, count in found.items() if count})


def both(
    held: Reader, numbers: np.ndarray, field: str, mark: bytes | None = None
) -> list[Counted | CountedFew]:
    """The two ways of counting: for fields of any values, and for those of few."""
    known = few(held, field, mark)
    assert known
    return [counts(held, list(held.split(numbers)), field, mark), known.counted(numbers)]


def counted(held: Reader, numbers: np.ndarray, field: str) -> Counter[bytes]:
    """A facet of these documents; it has to account for each of them."""
    having = matches(held, w.Every(field))
    missing = len(numbers) - np.isin(numbers, having).sum()
    found, short = both(held, numbers, field)
    for one in (found, short):
        assert (one.distinct, one.missing) == (np.count_nonzero(found.counts), missing)
        assert one.first(1000) == found.first(1000)
    return Counter(dict(pairs(found.first(1000))))


@pytest.mark.parametrize("field", ["tags", "plain"])
@pytest.mark.parametrize("text", ["the", "w7", "missing"])
def test_a_facet_counts_documents_by_value(held: Reader, field: str, text: str) -> None:
    """Of many documents and of few; a document of several values counts for each."""
    numbers = matches(held, w.Term("body", text))
    assert counted(held, numbers, field) == looked_at(held, numbers, field)
    everything = matches(held, w.Every())
    assert counted(held, everything, field) == looked_at(held, everything, field)
    assert not counted(held, everything, "none")


@pytest.mark.parametrize("count", [1, 2, 3, 20, 40, 300])
def test_a_value_that_every_document_has(tmp_path: Path, count: int) -> None:
    made = create_in(str(tmp_path), fields.Schema(tags=fields.KEYWORD(), one=fields.KEYWORD()))
    writer = made.writer()
    for number in range(count):
        writer.add_document(tags="all some" if number % 3 else "all", one="same")
    writer.commit()
    found = reader(tmp_path)
    some = count - len(range(0, count, 3))
    wanted = [(b"all", count), *([(b"some", some)] if some else [])]
    for tags in both(found, np.arange(count), "tags"):
        assert pairs(tags.first(10)) == wanted
    for one in both(found, np.arange(count), "one"):
        assert pairs(one.first(10)) == [(b"same", count)]
    for first in both(found, np.arange(1), "tags"):
        assert pairs(first.first(10)) == [(b"all", 1)]


def test_a_facet_does_not_feel_its_own_filter(held: Reader) -> None:
    query = w.Term("body", "the")
    filters = {"tags": w.Term("tags", "b"), "plain": w.Or([w.Term("plain", "a")])}
    all_of = {name: matches(held, w.And([query, *others])) for name, others in {
        "tags": [filters["plain"]], "plain": [filters["tags"]], "all": list(filters.values()),
    }.items()}  # fmt: skip
    base = matches(held, query)
    passing = {name: np.isin(base, matches(held, f)) for name, f in filters.items()}
    tags, plain, year = facets(held, base, passing, ["tags", "plain", "year"])
    assert Counter(dict(pairs(tags.first(99)))) == looked_at(held, all_of["tags"], "tags")
    assert Counter(dict(pairs(plain.first(99)))) == looked_at(held, all_of["plain"], "plain")
    assert Counter(dict(pairs(year.first(999)))) == counted(held, all_of["all"], "year")
    assert 0 < len(all_of["all"]) < len(all_of["tags"])


@pytest.mark.parametrize("limit", [-1, 0, 1, 3, 20, 1000])
def test_the_most_frequent_values_come_first(held: Reader, limit: int) -> None:
    for found in both(held, held.live(), "body"):
        everything = sorted(pairs(found.first(1000)), key=lambda pair: (-pair[1], pair[0]))
        assert pairs(found.most(limit)) == everything[: max(limit, 0)]
        assert pairs(found.first(limit)) == sorted(everything)[: max(limit, 0)]


@pytest.mark.parametrize("limit", [0, 1, 2, 5, 40, 1000])
def test_terms_alike_up_to_a_mark_are_counted_together(tmp_path: Path, limit: int) -> None:
    """Over several segments; what is shown is the most frequent of them, of two the lower."""
    made = create_in(str(tmp_path), fields.Schema(who=fields.ID()))
    rng, rows = random.Random(5), []
    for size in (60, 25, 1, 40):
        with made.writer() as writer:
            for _ in range(size):
                rows.append(
                    f"k{rng.randrange(30)}!{rng.choice('abc')}" if rng.random() < 0.9 else ""
                )
                writer.add_document(**({"who": rows[-1]} if rows[-1] else {}))
            writer.mergetype = NO_MERGE
    opened = reader(tmp_path)
    assert len(opened.parts) == 4
    numbers = np.array(sorted(rng.sample(range(len(rows)), 80)))
    terms = Counter(rows[n] for n in numbers.tolist())
    missing = terms.pop("", 0)
    whole: Counter[str] = Counter()
    for term, count in terms.items():
        whole[term[: term.index("!")]] += count
    shown = {
        head: min((-n, term) for term, n in terms.items() if term.startswith(f"{head}!"))[1]
        for head in whole
    }
    right = [(shown[head].encode(), whole[head]) for head in sorted(whole)]
    by_count = sorted(right, key=lambda pair: (-pair[1], pair[0]))
    for found in both(opened, numbers, "who", b"!"):
        assert (found.distinct, found.missing) == (len(whole), missing)
        assert pairs(found.first(limit)) == right[:limit]
        assert pairs(found.most(limit)) == by_count[:limit]


def test_many_values_are_not_brought_together(tmp_path: Path) -> None:
    """Their texts, for each commit anew, would take a second and their memory."""
    made = create_in(str(tmp_path), fields.Schema(few=fields.KEYWORD(), many=fields.KEYWORD()))
    with made.writer() as writer:
        writer.add_document(few="one", many=" ".join(f"v{number}" for number in range(3_000)))
    opened = reader(tmp_path)
    assert few(opened, "few", None)
    assert few(opened, "many", None) is None
    short, long = facets(opened, np.arange(1), {}, ["few", "many"])
    assert (type(short), type(long)) == (CountedFew, Counted)
    assert (short.distinct, long.distinct) == (1, 3_000)


@pytest.mark.parametrize("by", ["plain", "title"])
def test_documents_come_in_the_order_of_their_terms(tmp_path: Path, by: str) -> None:
    """Any page of any documents, also behind any of them; those without a term last."""
    made = create_in(str(tmp_path), fields.Schema(
        key=fields.ID(unique=True, stored=True, sortable=True), plain=fields.ID(), title=fields.ID()
    ))  # fmt: skip
    rng, rows = random.Random(3), {}
    for start in range(0, 90, 30):
        with made.writer() as writer:
            for n in range(start, start + 30):
                row = {"plain": rng.choice("abc"), "title": rng.choice([None, f"t{n % 40}"])}
                writer.add_document(key=f"k{n:02}", **{k: v for k, v in row.items() if v})
                rows[f"k{n:02}".encode()] = (row[by] or "").encode()
            writer.mergetype = NO_MERGE
    opened = reader(tmp_path)
    numbers = np.array(sorted(rng.sample(range(90), 60)))
    keys = texts_of(opened, numbers, "key")
    right = sorted((not rows[key], rows[key], key) for key in keys)
    for offset, limit in ((0, 60), (0, 7), (5, 20), (50, 50), (60, 1), (0, 0)):
        found = page_by_term(opened, numbers, by, offset, limit, "key")
        assert [(term, key) for _, term, key in found] == [
            (term, key) for _, term, key in right[offset : offset + limit]
        ]
        assert [keys[place] for place, _, _ in found] == [key for _, _, key in found]
    for at, (_, term, key) in enumerate(right):
        mask = behind_term(opened, numbers, by, term, key, "key")
        assert {key for key, yes in zip(keys, mask, strict=True) if yes} == {
            key for _, _, key in right[at + 1 :]
        }


def test_several_terms_are_no_order(held: Reader) -> None:
    with pytest.raises(Damaged, match="several tags"):
        page_by_term(held, held.live(), "tags", 0, 5, "key")


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
        counts(opened, list(opened.split(opened.live())), "plain")
