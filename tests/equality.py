"""Our index beside the one that stock Whoosh makes of the same documents: are they equal?

`python -m tests.equality [--records 107573] [--queries 400] [--seed 1]` builds both from the corpus
(HARVESTER_SHARED) and compares every term's info, postings and positions, every length, column and
stored field, as stock Whoosh reads them; then queries of all kinds through stock Whoosh on both
indexes and through our reader on ours: the same hits, scores to 1e-9. A sample runs with the tests.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import query as w
from whoosh.index import open_dir
from whoosh.query.spans import SpanNear2
from whoosh.reading import IndexReader

from index.analysis import PLAIN, is_exact
from index.engines.whoosh import create, stock
from index.engines.whoosh.schema import KEY
from index.engines.whoosh.w3.reading import Readers, scored
from index.record import Document, Seen
from tests.index.engines.whoosh.trees import Make, Trees

MANY = 20  # differences that are told; more say nothing new
FIELDS = ("title", "abstract", "subject", "creator")
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Compared:
    """How much was compared, and what was not equal."""

    terms: int
    postings: int
    queries: int
    hits: int
    differences: tuple[str, ...]


def main() -> None:
    """Build both, compare, tell."""
    from benchmarks.documents import documents

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=107_573)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        ours, theirs = build(Path(name), list(documents(options.records)))
        print(f"built: {time.monotonic() - began:.0f} s", flush=True)
        found = compare(ours, theirs, options.queries, options.seed)
    for difference in found.differences[:MANY]:
        print(difference)
    print(
        f"{options.records:,} documents, {found.terms:,} terms, {found.postings:,} postings, "
        f"{found.queries} queries with {found.hits:,} hits: {len(found.differences)} differences, "
        f"{time.monotonic() - began:.0f} s"
    )
    sys.exit(1 if found.differences else 0)


def build(folder: Path, documents: Sequence[Document]) -> tuple[Path, Path]:
    """Two indexes of the same documents: by us, and by stock Whoosh's own writer."""
    ours, theirs = folder / "ours", folder / "theirs"
    for each in (ours, theirs):
        each.mkdir()
        create(each, PLAIN).close()
    with closing(create(ours, PLAIN)) as engine, engine.writer() as writer:
        for document in documents:
            writer.put(document)
    stock.write(theirs, {one.key: Seen(one) for one in documents}, PLAIN)
    return ours, theirs


def compare(ours: Path, theirs: Path, queries: int, seed: int) -> Compared:
    """Compare all that both hold, and what they answer."""
    differences: list[str] = []
    with open_dir(str(ours)).reader() as one, open_dir(str(theirs)).reader() as other:
        terms, postings = _terms(one, other, differences)
        differences += _rows(one, other)
        trees = trees_of(one, random.Random(seed))
    hits = 0
    rng = random.Random(seed)
    reader = Readers(ours).newest()
    with reader.stock() as on_ours, Readers(theirs).newest().stock() as on_theirs:
        for _ in range(queries):
            query = trees.any(rng)
            numbers, scores = scored(reader, query)
            hits += len(numbers)
            for whose, searcher in (("ours", on_ours), ("its own", on_theirs)):
                right, right_scores = searcher.scored(query)
                same = np.array_equal(numbers, right)
                if not same or not np.allclose(scores, right_scores, rtol=0, atol=_CLOSE):
                    differences.append(f"stock Whoosh on {whose} answers otherwise: {query!r}")
    return Compared(terms, postings, queries, hits, tuple(differences))


def _terms(one: IndexReader, other: IndexReader, differences: list[str]) -> tuple[int, int]:
    """Compare terms and postings in step, so that memory stays flat; gives how many there are."""
    terms = postings = 0
    for term, same in zip_longest(one.all_terms(), other.all_terms()):
        terms += 1
        if term != same:
            differences.append(f"terms: {term} and {same}")
            return terms, postings
        if _info(one, term) != _info(other, term):
            differences.append(f"info of {term}: {_info(one, term)} and {_info(other, term)}")
        for posting, like in zip_longest(_postings(one, term), _postings(other, term)):
            postings += 1
            if posting != like:
                differences.append(f"posting of {term}: {posting} and {like}")
                break
    return terms, postings


def _info(reader: IndexReader, term: tuple[str, bytes]) -> tuple[Any, ...]:
    info = reader.term_info(*term)
    extremes = info.min_length(), info.max_length(), info.max_weight()
    return info.weight(), info.doc_frequency(), *extremes, info.min_id(), info.max_id()


def _postings(reader: IndexReader, term: tuple[str, bytes]) -> Iterator[tuple[Any, ...]]:
    matcher = reader.postings(*term)
    positions = reader.schema[term[0]].supports("positions")
    while matcher.is_active():
        value = matcher.value_as("positions") if positions else None
        yield matcher.id(), matcher.weight(), value
        matcher.next()


def _rows(one: IndexReader, other: IndexReader) -> Iterator[str]:
    """What differs in lengths, columns and stored fields."""
    if one.doc_count_all() != other.doc_count_all() or one.schema.names() != other.schema.names():
        yield f"documents: {one.doc_count_all()} and {other.doc_count_all()}, or other fields"
        return
    for name in one.schema.names():
        if one.field_length(name) != other.field_length(name):
            yield f"length of all {name}: {one.field_length(name)}, {other.field_length(name)}"
        if one.schema[name].scorable:
            yield from _differing(f"length of {name}", _lengths(one, name), _lengths(other, name))
        if one.schema[name].column_type:
            columns = one.column_reader(name), other.column_reader(name)
            yield from _differing(f"column of {name}", *columns)
    stored = ((r.stored_fields(n) for n in range(r.doc_count_all())) for r in (one, other))
    yield from _differing("stored fields", *stored)


def _lengths(reader: IndexReader, name: str) -> Iterator[int]:
    return (reader.doc_field_length(n, name) or 0 for n in range(reader.doc_count_all()))


def _differing(what: str, one: Iterable[object], other: Iterable[object]) -> Iterator[str]:
    for number, (value, like) in enumerate(zip(one, other, strict=True)):
        if value != like:
            yield f"{what} of document {number}: {value!r} and {like!r}"


def trees_of(reader: IndexReader, rng: random.Random) -> Trees:
    """Queries of all kinds, of words that the index holds: common, middling and rare ones."""
    every = {field: _held(reader, field, rng) for field in FIELDS}
    held = {field: groups for field, groups in every.items() if groups[0]}
    fields = list(held)

    def word(field: str, rng: random.Random) -> str:
        return rng.choice(rng.choice(held[field]))

    def term(rng: random.Random) -> w.Query:
        field = rng.choice(fields)
        return w.Term(field, word(field, rng), boost=rng.choice([1.0, 0.4, 3.0]))

    def phrase(rng: random.Random) -> w.Query:
        field = rng.choice(["title", "abstract"])
        words = [rng.choice(held[field][0]) for _ in range(rng.randint(2, 3))]
        return w.Phrase(field, words, slop=rng.choice([1, 1, 2, 5]), boost=rng.choice([1.0, 2.5]))

    def near(rng: random.Random) -> w.Query:
        words = [w.Term("abstract", rng.choice(held["abstract"][0])) for _ in range(2)]
        return SpanNear2(words, slop=rng.randint(1, 4), ordered=rng.random() < 0.5)

    def alike(rng: random.Random) -> w.Query:
        # What stands for many words scores 1 here; stock takes BM25 where they are few.
        made = word("title", rng)
        several: list[w.Query] = [
            w.Prefix("title", made[:4]),
            w.Wildcard("subject", f"{made[:3]}*{made[-1:]}"),
            w.FuzzyTerm("title", word("title", rng), maxdist=1, prefixlength=1),
        ]
        return w.ConstantScoreQuery(rng.choice(several), score=1.5)

    def years(rng: random.Random) -> w.Query:
        low = rng.randint(1990, 2025)
        return w.ConstantScoreQuery(w.TermRange("year", str(low), str(low + rng.randint(0, 9))))

    leaves: list[Make] = [*([term] * 8), phrase, phrase, near, alike, years,
                          lambda rng: w.Term(KEY, "nothing"), lambda rng: w.Every()]  # fmt: skip
    return Trees(term, phrase, leaves)


def _held(reader: IndexReader, field: str, rng: random.Random) -> list[list[str]]:
    """Words of a field in three groups: the most common, some in several documents, any."""
    counted = [
        (reader.doc_frequency(field, text), text.decode())
        for text in reader.lexicon(field)
        if is_exact(text.decode())
    ]
    common = [text for _, text in sorted(counted, reverse=True)[:60]]
    several = [text for count, text in counted if count > 3] or common
    return [common, rng.sample(several, min(300, len(several))), [text for _, text in counted]]


if __name__ == "__main__":
    main()
