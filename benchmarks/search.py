"""Searching, beside stock Whoosh on the same index: `python -m benchmarks.search --folder F`.

The index is built once for each number of records and kept in the folder. Queries are made from
words and titles of the corpus, seeded; `mixed` has three facets with each query, as have the kinds
that say so.

warm     what earlier queries have read is in the caches, but no answer is
again    the answer of the same query is remembered, as when the next page is asked for
cold     what was read of postings and positions is forgotten before each query
opened   an engine that was just opened: facets look at the values of documents for the first time;
         of the thread that asks alone: another one looks through the files of a large index
stock    Whoosh's own search, its best ten with their keys and the same facets; runs alternate

Files are in the system's cache. Times are of the CPU, because others may use the machine; `mixed`
is given in wall time too.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import quantiles
from time import perf_counter_ns, process_time_ns, thread_time_ns
from typing import Any, TypeAlias

from whoosh import query as w
from whoosh.index import open_dir
from whoosh.searching import Searcher
from whoosh.sorting import Facets

from benchmarks.documents import documents
from index.analysis import PLAIN
from index.engines.base import Engine, FacetWish, Filter, Query
from index.engines.whoosh import create, open_folder
from index.engines.whoosh.asked import counted_field
from index.engines.whoosh.compile import compiled, filtering
from index.engines.whoosh.schema import DATE, KEY
from index.engines.whoosh.w3.reading import Reader, Readers, page, scored
from index.query import parse
from index.ranking import ranked
from index.tree import Fuzzy, Near, Node, Prefix, Wildcard

COMMON = ("model", "data", "results", "study", "analysis", "quantum", "species", "system",
          "education", "la", "und", "研究")  # fmt: skip
PREFIXES = ("c", "m", "ab", "inter", "qu", "neur")
# Facets of many values, each of which has many spellings.
ENTRY_FACETS = tuple(map(FacetWish, ("creator", "journal", "subject")))
_BATCH = 25_000
_COLD = 30  # queries of a kind that are asked cold

Asked: TypeAlias = Any  # Query, or a query of Whoosh, which ships no types
Kinds: TypeAlias = Mapping[str, Sequence[Asked]]


def main() -> None:
    """Build what is missing, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where indexes are kept")
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--stock", type=int, default=12, help="queries of a kind that stock gets")
    parser.add_argument("--ours-only", action="store_true")
    parser.add_argument("--kinds", nargs="*", default=[], help="only those whose names begin so")
    options = parser.parse_args()
    folder = built(options.folder / str(options.records), options.records)
    print(f"{options.records:,} records, ms of CPU: p50 p95 p99 / max; ratios: stock's p50 to ours")
    for kind, asked in kinds(options.records).items():
        if kind.startswith(tuple(options.kinds or [""])):
            few = 0 if options.ours_only else options.stock
            print(line(kind, asked, folder, few), flush=True)
            if kind == "mixed":
                print(f"{'  wall time':<24}      warm {_warm(asked, folder, perf_counter_ns)}")


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
    title_words, mixed = _texts(records)
    return {
        "mixed": [_with_facets(_ask(text), number) for number, text in enumerate(mixed)],
        "mixed, no facets": [_ask(text) for text in mixed],
        "common word": [_ask(text) for text in COMMON],
        "common word, facets": [_with_facets(_ask(text), n) for n, text in enumerate(COMMON)],
        "common word, entries": [replace(_ask(text), facets=ENTRY_FACETS) for text in COMMON],
        "stop words": [_ask(text) for text in ("a the of and", "the of", "la de", "in the")],
        "2-3 common, AND": [_ask(" ".join(COMMON[n : n + 2 + n % 2])) for n in range(10)],
        "2-5 common, OR": [_ask(" OR ".join(COMMON[n : n + 2 + n % 4])) for n in range(8)],
        "title words, AND": [_ask(text) for text in title_words[:60]],
        "title words, OR": [_ask(text.replace(" ", " OR ")) for text in title_words[:60]],
        "phrase": [_ask(f'"{text}"') for text in title_words[:60] if " " in text],
        "common phrase": [_ask(f'"{text}"') for text in ("of the", "in the", "as well as")],
        "near": [_of(Near(tuple(text.lower().split()), 5, "abstract"))
                 for text in title_words[:60] if text.count(" ") == 1],
        "common, a year": [_filtered(text, "year", "2015") for text in COMMON],
        "common, newest": [_ask(text, "newest") for text in COMMON],
        "common, by title": [replace(_ask(text), sort="title") for text in COMMON],
        "years and common": [_ask(f"year:2000..2010 {text}") for text in COMMON],
        "prefix, abstract": [w.Prefix("abstract", text) for text in PREFIXES],
        "prefix, title": [w.Prefix("title", text) for text in PREFIXES],
        "prefix, all fields": [_of(Prefix(text)) for text in PREFIXES],
        "wildcard": [w.Wildcard("abstract", text) for text in ("*graph*", "mod?l*", "qu?ntum")],
        "wildcard, all fields": [_of(Wildcard(text)) for text in ("*graph*", "mod?l*")],
        "fuzzy": [w.FuzzyTerm("abstract", text) for text in ("quantm", "educatoin", "models")],
        "fuzzy, all fields": [_of(Fuzzy(text)) for text in ("quantm", "educatoin", "models")],
    }  # fmt: skip


def mixed(records: int) -> list[tuple[str, tuple[str, str, str]]]:
    """The texts of `mixed`, each with the fields of its facets."""
    return [(text, _fields(number)) for number, text in enumerate(_texts(records)[1])]


def _texts(records: int) -> tuple[list[str], list[str]]:
    """Pieces of titles, and these among common words."""
    rng = random.Random(11)
    titles = [text.value for document in documents(records) for text in document.titles[:1]]
    title_words = [" ".join(words) for words in _pieces(titles, rng, 400)]
    mixed = [*title_words, *(COMMON * 5)]
    rng.shuffle(mixed)
    return title_words, mixed


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


def _of(tree: Node) -> Query:
    return Query(tree)


def _ask(text: str, sort: str = "relevance") -> Query:
    if sort == "newest":
        return Query(parse(text).tree, sort="newest")
    return Query(ranked(parse(text).tree))


def _with_facets(query: Query, number: int) -> Query:
    return replace(query, facets=tuple(map(FacetWish, _fields(number))))


def _fields(number: int) -> tuple[str, str, str]:
    return "year", "language", "source" if number % 2 else "type"


def _filtered(text: str, field: str, value: str) -> Query:
    return Query(ranked(parse(text).tree), filters=(Filter(field, (value,)),))


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
    step = max(1, len(asked) // (few or _COLD))
    some = asked[:: max(1, len(asked) // max(few, _COLD))]
    opened, cold = Times([_opened(query, folder) for query in some]), _cold(some, folder)
    warm = _warm(asked, folder, process_time_ns)
    again, compared, stock = _alternating(asked[::step], folder, few > 0)
    ratio = stock.middle / compared.middle
    first = stock.middle / cold.middle
    return (
        f"{kind:<24}{len(asked):>4}  warm {warm}  again {again.middle:6.2f}  cold {cold}  "
        f"opened {opened}  "
        f"stock {stock}  ratio {ratio:7.1f} warm {first:7.1f} cold"
    )


def _warm(asked: Sequence[Asked], folder: Path, clock: Callable[[], int]) -> Times:
    """Each query once, after all have been asked and their answers were forgotten."""
    readers = Readers(folder)
    with closing(open_folder(folder, PLAIN)) as engine:
        for query in asked:
            _ours(engine, readers.newest(), query)
        _forget(engine)
        ask = partial(_ours, engine, readers.newest())
        return Times([_time(partial(ask, query), clock) for query in asked])


def _alternating(asked: Sequence[Asked], folder: Path, compare: bool) -> tuple[Times, Times, Times]:
    """Ours with its answers remembered, ours warm, and stock Whoosh, in turn."""
    again, warm, stock = [], [], []
    readers = Readers(folder)
    with (
        closing(open_folder(folder, PLAIN)) as engine,
        closing(open_dir(str(folder))) as index,
        index.searcher() as peer,
    ):
        for query in asked:
            ours = partial(_ours, engine, readers.newest(), query)
            ours()
            _forget(engine)
            warm.append(_time(ours))
            again.append(_time(ours))
            theirs = _comparable(query) if compare else None
            if theirs is not None:
                stock.append(_time(partial(_stock, peer, *theirs)))
    return Times(again), Times(warm), Times(stock or [float("nan")] * 2)


def _forget(engine: Any) -> None:
    engine._readers.newest().answers.clear()


def _cold(asked: Sequence[Asked], folder: Path) -> Times:
    """Each query with empty caches."""
    readers, times = Readers(folder), []
    engine: Any = open_folder(folder, PLAIN)
    with closing(engine):
        for query in [*asked, *asked]:
            for each in (readers, engine._readers):
                each.newest().answers.clear()
                each.cache.clear()
            times.append(_time(partial(_ours, engine, readers.newest(), query)))
    return Times(times[len(asked) :])


def _opened(query: Asked, folder: Path) -> float:
    with closing(open_folder(folder, PLAIN)) as engine:
        return _time(partial(_ours, engine, Readers(folder).newest(), query), thread_time_ns)


def _ours(engine: Engine, reader: Reader, query: Asked) -> object:
    if isinstance(query, Query):
        return engine.search(query)
    numbers, scores = scored(reader, query)
    return page(reader, numbers, -scores, 0, 10, KEY)


def _comparable(query: Asked) -> tuple[w.Query, Query | None] | None:
    """The query as stock Whoosh takes it; None for one that it cannot answer."""
    if not isinstance(query, Query):
        return query, None
    if isinstance(query.node, Near | Prefix | Wildcard | Fuzzy) or query.sort == "title":
        return None
    return compiled(query.node, PLAIN), query


def _stock(peer: Searcher, wanted: w.Query, query: Query | None) -> object:
    names = [counted_field(wish.field) for wish in query.facets] if query else []
    facets = Facets()
    for name in names:
        facets.add_field(name, allow_overlap=True)
    narrow = w.And([filtering(each) for each in query.filters]) if query and query.filters else None
    newest = query is not None and query.sort == "newest"
    found = peer.search(
        wanted,
        limit=10,
        filter=narrow,
        groupedby=facets if names else None,
        sortedby=DATE if newest else None,
        reverse=newest,
    )
    return [hit["key"] for hit in found[:10]], [found.groups(name) for name in names]


def _time(work: Callable[[], object], clock: Callable[[], int] = process_time_ns) -> float:
    began = clock()
    work()
    return (clock() - began) / 1e6


if __name__ == "__main__":
    main()
