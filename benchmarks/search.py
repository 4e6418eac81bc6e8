"""Searching, beside stock Whoosh on the same index: `python -m benchmarks.search --folder F`.

The index is built once for each number of records and kept in the folder. Queries are made from
words and titles of the corpus, seeded. `warm` is asked with what earlier queries have left in the
caches; `cold` by an engine that was just opened (the files are in the system's cache). Stock Whoosh
is asked for all scored matches, as the engine did before (its best ten are wrong on several
segments); it keeps its searcher. Runs alternate. Times are of the CPU: nothing here waits, and what
else the machine does is left out.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import quantiles
from time import process_time_ns
from typing import Any, TypeAlias

from whoosh import query as w

from benchmarks.documents import documents
from index.analysis import PLAIN
from index.engines.base import Engine, Filter, Query
from index.engines.whoosh import create, open_folder
from index.engines.whoosh.compile import compiled
from index.engines.whoosh.schema import KEY
from index.engines.whoosh.w3.reading import Reader, Readers, page, scored
from index.query import parse

COMMON = ("model", "data", "results", "study", "analysis", "quantum", "species", "system",
          "education", "la", "und", "研究")  # fmt: skip
PREFIXES = ("c", "m", "ab", "inter", "qu", "neur")
_BATCH = 25_000

Asked: TypeAlias = Any  # Query, or a query of Whoosh, which ships no types
Kinds: TypeAlias = Mapping[str, Sequence[Asked]]


def main() -> None:
    """Build what is missing, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where indexes are kept")
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--stock", type=int, default=12, help="queries of a kind that stock gets")
    options = parser.parse_args()
    folder = built(options.folder / str(options.records), options.records)
    print(f"{options.records:,} records, ms of CPU: p50 p95 p99 / max")
    for kind, asked in kinds(options.records).items():
        print(line(kind, asked, folder, options.stock), flush=True)


def built(folder: Path, records: int) -> Path:
    """The index of the first records of the corpus, built where it is missing."""
    if not folder.exists():
        half = folder.with_suffix(".half")
        half.mkdir(parents=True)
        with closing(create(half, PLAIN)) as engine:
            fill(engine, records)
        half.rename(folder)
    return folder


def fill(engine: Engine, records: int) -> None:
    """Bring documents in, in batches."""
    rows = documents(records)
    while batch := list(islice(rows, _BATCH)):
        with engine.writer() as writer:
            for document in batch:
                writer.put(document)


def kinds(records: int) -> Kinds:
    """Queries by kind; `mixed` is what is measured against the targets."""
    rng = random.Random(11)
    titles = [text.value for document in documents(records) for text in document.titles[:1]]
    title_words = [" ".join(words) for words in _pieces(titles, rng, 400)]
    mixed = [*title_words, *(COMMON * 5)]
    rng.shuffle(mixed)
    return {
        "mixed": [_ask(text) for text in mixed],
        "common word": [_ask(text) for text in COMMON],
        "stop words": [_ask(text) for text in ("a the of and", "the of", "la de", "in the")],
        "2-3 common, AND": [_ask(" ".join(COMMON[n : n + 2 + n % 2])) for n in range(10)],
        "2-5 common, OR": [_ask(" OR ".join(COMMON[n : n + 2 + n % 4])) for n in range(8)],
        "title words, AND": [_ask(text) for text in title_words[:60]],
        "title words, OR": [_ask(text.replace(" ", " OR ")) for text in title_words[:60]],
        "phrase": [_ask(f'"{text}"') for text in title_words[:60] if " " in text],
        "common phrase": [_ask(f'"{text}"') for text in ("of the", "in the", "as well as")],
        "common, a year": [_filtered(text, "year", "2015") for text in COMMON],
        "common, newest": [_ask(text, "newest") for text in COMMON],
        "years and common": [_ask(f"year:2000..2010 {text}") for text in COMMON],
        "prefix, abstract": [w.Prefix("abstract", text) for text in PREFIXES],
        "wildcard": [w.Wildcard("abstract", text) for text in ("*graph*", "mod?l*", "qu?ntum")],
        "fuzzy": [w.FuzzyTerm("abstract", text) for text in ("quantm", "educatoin", "models")],
        "prefix, title": [w.Prefix("title", text) for text in PREFIXES],
    }


def _pieces(titles: Sequence[str], rng: random.Random, count: int) -> Iterator[list[str]]:
    """One to three neighbouring words of titles."""
    made = 0
    while made < count:
        words = [word for word in re.findall(r"\w+", rng.choice(titles)) if 2 < len(word) < 25]
        if words:
            size = rng.choice([1, 2, 2, 3])
            start = rng.randrange(max(1, len(words) - size + 1))
            made += 1
            yield words[start : start + size]


def _ask(text: str, sort: str = "relevance") -> Query:
    return Query(parse(text).tree, sort="newest" if sort == "newest" else "relevance")


def _filtered(text: str, field: str, value: str) -> Query:
    return Query(parse(text).tree, filters=(Filter(field, (value,)),))


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of each query."""

    all: Sequence[float]

    def __str__(self) -> str:
        cuts = quantiles(self.all, n=100, method="inclusive")
        middle, late, last = cuts[49], cuts[94], cuts[98]
        return f"{middle:8.2f}{late:9.2f}{last:9.2f} /{max(self.all):9.2f}"

    @property
    def middle(self) -> float:
        return quantiles(self.all, n=2, method="inclusive")[0]


def line(kind: str, asked: Sequence[Asked], folder: Path, few: int) -> str:
    """A line of the table. Stock Whoosh is asked a few, in turn with ours."""
    step = max(1, len(asked) // few)
    warm, stock = _alternating(asked, folder, step)
    cold = [_cold(query, folder) for query in asked[::step]]
    ratio = Times(stock).middle / Times(warm[::step]).middle
    first = Times(stock).middle / Times(cold).middle
    return (
        f"{kind:<18}{len(asked):>4}  warm {Times(warm)}  cold {Times(cold)}  "
        f"stock {Times(stock)}  ratio {ratio:7.1f} warm {first:7.1f} cold"
    )


def _alternating(
    asked: Sequence[Asked], folder: Path, step: int
) -> tuple[list[float], list[float]]:
    """The times of ours with warm caches, and of stock Whoosh for every so many-th."""
    warm, stock = [], []
    readers = Readers(folder)
    with closing(open_folder(folder, PLAIN)) as engine, readers.newest().stock() as peer:
        for query in asked:
            _ours(engine, readers.newest(), query)
        for number, query in enumerate(asked):
            warm.append(_time(partial(_ours, engine, readers.newest(), query)))
            if number % step == 0:
                stock.append(_time(partial(peer.scored, _compiled(query))))
    return warm, stock


def _cold(query: Asked, folder: Path) -> float:
    with closing(open_folder(folder, PLAIN)) as engine:
        return _time(partial(_ours, engine, Readers(folder).newest(), query))


def _ours(engine: Engine, reader: Reader, query: Asked) -> object:
    if isinstance(query, Query):
        return engine.search(query)
    numbers, scores = scored(reader, query)
    return page(reader, numbers, -scores, 0, 10, KEY)


def _compiled(query: Asked) -> w.Query:
    return compiled(query, PLAIN) if isinstance(query, Query) else query


def _time(work: Callable[[], object]) -> float:
    began = process_time_ns()
    work()
    return (process_time_ns() - began) / 1e6


if __name__ == "__main__":
    main()
