"""The corpus through `harvester load`: is everything found, is the index whole, twice the same?

`python -m benchmarks.corpus [--records N] [--sample N]` prints what it asked and what came; exit
code 1 when a record was not found by what it holds.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.measure import python, run
from benchmarks.pages import write
from benchmarks.shared import shared
from index import Index, open_index
from index.analysis import PLAIN
from index.record import Document

CYRILLIC = re.compile(r"[а-яё]{6,}", re.IGNORECASE)
LATIN = re.compile(r"[a-z]{6,}", re.IGNORECASE)
QUERIES = ("language", "история", "quantum theory", "creator:smith", "研究", '"machine learning"')


def main() -> None:
    """Load, ask, verify, rebuild, ask again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--sample", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        pages, data = Path(name) / "pages", Path(name) / "data"
        count = write(pages, options.records)
        cost = run(python("harvester", "--data", data, "load", "corpus", pages))
        figures = f"{cost.wall:.0f} s, {cost.cpu:.0f} s CPU, {cost.peak_mb:.0f} MB"
        print(f"load {count:,} records and index them: {figures}")
        run(python("harvester", "--data", data, "load", "rcsi", shared() / "oai/rcsi"), ok=(0, 3))
        with open_index(data) as index:
            wrong = report(index, options.sample) + titles(index)
            verdict = index.verify()
            print(
                f"verify: store {verdict.store:,}, index {verdict.engine:,}, clean {verdict.clean}"
            )
            before = answers(index)
            index.rebuild()
            same = answers(index) == before
            print(f"rebuild: {len(before)} queries, same answers {same}")
    sys.exit(1 if wrong or not verdict.clean or not same else 0)


def report(index: Index, sample: int) -> int:
    """Ask for a sample of records by what they hold; gives how many were not found."""
    wrong = 0
    for what, ask in ASKED.items():
        picked = list(_picked(index, ask, sample))
        missed = [document for document in picked if not _finds(index, ask(document), document)]
        for document in missed[:3]:
            print(f"  not found by {what}: {ask(document)!r} {document.identifier}")
        print(f"found by {what}: {len(picked) - len(missed)} of {len(picked)}")
        wrong += len(missed)
    return wrong


def titles(index: Index) -> int:
    """Ask for every record of the first endpoints by each of its titles, pasted whole."""
    documents = [one for one in index.store.documents(None, 10**6) if one.source == "rcsi"]
    asked = [(text, document) for document in documents for text in document.titles]
    missed = [text for text, document in asked if not _finds(index, text.value, document)]
    for text in missed:
        print(f"  not found by title: {text}")
    print(
        f"rcsi: {len(documents)} records, {len(asked) - len(missed)} of {len(asked)} titles found"
    )
    return len(missed)


def _word(pattern: re.Pattern[str]) -> Callable[[Document], str]:
    def ask(document: Document) -> str:
        words = PLAIN.tokens(document.titles[0].value) if document.titles else []
        return next((f"title:{word}" for word in words if pattern.fullmatch(word)), "")

    return ask


def _creator(document: Document) -> str:
    name = document.creators[0].name if document.creators else ""
    return f'creator:"{name}"' if re.search(r"\w{3}", name) and '"' not in name else ""


def _doi(document: Document) -> str:
    return next((one.value for one in document.identifiers if one.scheme == "doi"), "")


def _issn(document: Document) -> str:
    return document.journal.issns[0] if document.journal and document.journal.issns else ""


ASKED: dict[str, Callable[[Document], str]] = {
    "title word, Russian": _word(CYRILLIC),
    "title word, English": _word(LATIN),
    "creator": _creator,
    "DOI": _doi,
    "ISSN": _issn,
}


def _picked(index: Index, ask: Callable[[Document], str], sample: int) -> Iterator[Document]:
    """A seeded sample of the documents that can be asked for so."""
    fitting: list[Document] = []
    after = None
    while documents := index.store.documents(after, 5000):
        after = documents[-1].key
        fitting += [document for document in documents if ask(document)]
    yield from random.Random(7).sample(fitting, min(sample, len(fitting)))


def _finds(index: Index, query: str, document: Document) -> bool:
    cursor = None
    while True:
        page = index.search(query, limit=1000, cursor=cursor)
        if any(hit.identifier == document.identifier for hit in page.hits):
            return True
        cursor = page.next
        if cursor is None:
            return False


def answers(index: Index) -> list[tuple[int, tuple[str, ...]]]:
    """Totals and first hits of some queries."""
    found = [index.search(query, limit=20) for query in QUERIES]
    return [(page.total, tuple(hit.identifier for hit in page.hits)) for page in found]


if __name__ == "__main__":
    main()
