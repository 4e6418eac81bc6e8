"""How good the first ten hits are, beside SQLite FTS5: `python -m benchmarks.relevance`.

Four collections of documents, queries and judgements (`corpus/ir` of the shared data) are put into
a store and an index of their own, and each query is asked of `Index.search` as a person typed it:
full matches first, then partial ones. FTS5 has the same texts, Porter's stemmer, each word of the
query once, joined by OR, and its bm25.

ours    nDCG@10: gains as judged, discounted by log2 of the rank, beside the best order there is
halves  the same of every other query, and of those between: what was tuned on one shows in both
fts5    FTS5 on the same queries; `again`: with words that a query repeats said again to it

Queries without a judged document are left out. Times are of the CPU for a query: ours with hits
and highlights, FTS5's with row numbers.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from math import log2
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from time import process_time

from benchmarks.shared import shared
from index import Index, open_index
from index.record import Agent, Batch, Document, Incoming, RawRecord, Text
from index.settings import IndexSettings

COLLECTIONS = ("cranfield", "cisi", "medline1033", "npl")
_HITS = 10
_SOURCE = "ir"
_NOW = datetime(2026, 1, 1, tzinfo=UTC)

# The identifiers of the first hits of a text.
Ask = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents as they come, texts of queries, and how well documents answer them."""

    documents: Sequence[Mapping[str, object]]
    queries: Mapping[str, str]
    gains: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Score:
    """nDCG@10 of each query, and seconds of CPU for one."""

    each: Sequence[float]
    seconds: float

    @property
    def mean(self) -> float:
        return mean(self.each)

    @property
    def halves(self) -> tuple[float, float]:
        return mean(self.each[::2]), mean(self.each[1::2])


def main() -> None:
    """Ask every collection, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collections", nargs="*", default=COLLECTIONS)
    options = parser.parse_args()
    print(f"{'':<14}queries  ours    halves        fts5    ratio   halves          again   ratio"
          "     ms   fts5")  # fmt: skip
    for name in options.collections:
        print(line(name, collection(shared() / "corpus/ir" / name)), flush=True)


def collection(folder: Path) -> Collection:
    """Read a collection."""
    documents = [json.loads(row) for row in _rows(folder / "docs.jsonl")]
    gains: dict[str, dict[str, int]] = {}
    for row in list(_rows(folder / "qrels.tsv"))[1:]:
        query, document, gain = row.split("\t")
        gains.setdefault(query, {})[document] = int(gain)
    asked = (json.loads(row) for row in _rows(folder / "queries.jsonl"))
    queries = {one["id"]: one["text"] for one in asked if any(gains.get(one["id"], {}).values())}
    return Collection(documents, queries, gains)


def _rows(path: Path) -> Iterable[str]:
    return path.read_text("utf-8").splitlines()


def line(name: str, asked: Collection) -> str:
    """A line of the table."""
    with TemporaryDirectory() as folder, built(Path(folder), asked.documents) as index:
        ours = scored(asked, lambda text: [hit.identifier for hit in index.search(text).hits])
    with closing(fts5(asked.documents)) as base:
        peer = scored(asked, lambda text: found(base, dict.fromkeys(_words(text))))
        again = scored(asked, lambda text: found(base, _words(text)))
    ratios = [one / other for one, other in zip(ours.halves, peer.halves, strict=True)]
    return (
        f"{name:<14}{len(asked.queries):>7}{ours.mean:>8.4f}  {_pair(ours.halves)}"
        f"{peer.mean:>8.4f}{ours.mean / peer.mean:>8.3f}  {_pair(ratios)}"
        f"{again.mean:>9.4f}{ours.mean / again.mean:>8.3f}"
        f"{ours.seconds * 1000:>8.1f}{peer.seconds * 1000:>7.1f}"
    )


def _pair(values: Sequence[float]) -> str:
    return " / ".join(f"{value:.3f}" for value in values)


def scored(asked: Collection, ask: Ask) -> Score:
    """Ask every query, and judge what comes."""
    began = process_time()
    answers = {query: ask(text) for query, text in asked.queries.items()}
    seconds = (process_time() - began) / len(answers)
    return Score([ndcg(hits, asked.gains[query]) for query, hits in answers.items()], seconds)


def ndcg(hits: Sequence[str], gains: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten."""
    best = sorted(gains.values(), reverse=True)
    return _discounted(gains.get(hit, 0) for hit in hits) / _discounted(best)


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / log2(rank + 2) for rank, gain in enumerate(list(gains)[:_HITS]))


def built(folder: Path, documents: Iterable[Mapping[str, object]]) -> Index:
    """A store with the documents, and their index."""
    index = open_index(IndexSettings.of_folder(folder), create=True)
    index.store.declare(_SOURCE, "", "oai_dc", declared=False, now=_NOW)
    batch = Batch(records=tuple(map(_incoming, documents)))
    index.store.apply(_SOURCE, batch, None, _NOW)
    index.sync()
    return index


def _incoming(row: Mapping[str, object]) -> Incoming:
    document = _document(row)
    xml = f"<record>{document.identifier}</record>".encode()
    raw = RawRecord(document.identifier, "2026-01-01", (), "", xml, document.identifier, ())
    return Incoming(raw, document, 1)


def _document(row: Mapping[str, object]) -> Document:
    title, creators, text = _texts(row)
    return Document(
        _SOURCE,
        str(row["id"]),
        titles=(Text(title),) if title else (),
        creators=tuple(map(Agent, creators)),
        abstracts=(Text(text),) if text else (),
    )


def _texts(row: Mapping[str, object]) -> tuple[str, list[str], str]:
    """Title, authors, text; empty where there is none."""
    creators = row.get("creators")
    names = [str(name) for name in creators] if isinstance(creators, list) else []
    return str(row.get("title") or ""), names, str(row.get("text") or "")


def fts5(documents: Iterable[Mapping[str, object]]) -> sqlite3.Connection:
    """The same texts in SQLite's full-text index."""
    base = sqlite3.connect(":memory:")
    base.execute(
        "CREATE VIRTUAL TABLE d USING fts5(id UNINDEXED, title, creators, text, "
        "tokenize='porter unicode61')"
    )
    rows = ((str(row["id"]), *_texts(row)) for row in documents)
    flat = [(id_, title, " ; ".join(names), text) for id_, title, names, text in rows]
    base.executemany("INSERT INTO d VALUES (?, ?, ?, ?)", flat)
    return base


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def found(base: sqlite3.Connection, words: Iterable[str]) -> list[str]:
    """The best rows that hold any of the words."""
    wanted = " OR ".join(f'"{word}"' for word in words)
    asked = "SELECT id FROM d WHERE d MATCH ? ORDER BY bm25(d) LIMIT ?"
    return [str(id_) for (id_,) in base.execute(asked, (wanted, _HITS))]


if __name__ == "__main__":
    main()
