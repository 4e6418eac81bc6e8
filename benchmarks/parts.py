"""What each part of the analysis costs: `python -m benchmarks.parts [--records N] [--rounds N]`.

words      words as they stand, folded: the plainest analysis
+ stems    and their stems
+ sounds   and the sounds of names and titles: all of it

Each is built as a rebuild does it, in turn, in processes of their own: CPU seconds without reading
the documents, the same as times those of words, peak memory, MB on the disk. `reader` is the peak
memory of a process that asks that index the `mixed` queries of `benchmarks.search`, with the
documents of the corpus read for these, and `alone` that of one that reads the documents only.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from functools import partial
from pathlib import Path

from benchmarks.documents import documents
from benchmarks.index_build import Built, measured, median, ours
from benchmarks.measure import python, run
from benchmarks.search import kinds
from index.analysis import PLAIN, Analysis, Plain, fold
from index.engines.whoosh import open_folder


class Words(Plain):
    """Words as they stand, folded."""

    def terms(self, token: str, language: str | None, sounded: bool = False) -> tuple[str, ...]:
        exact = fold(token)
        return (exact,) if exact else ()

    def places(
        self, raw: Sequence[str], language: str | None, sounded: bool = False
    ) -> list[list[tuple[str, ...]]]:
        return [
            [(one.lower(),)]
            if one.isascii() and one.isalnum()
            else [terms for token in self.tokens(one) if (terms := self.terms(token, language))]
            for one in raw
        ]


class Stems(Plain):
    """And their stems; no sounds."""

    def terms(self, token: str, language: str | None, sounded: bool = False) -> tuple[str, ...]:
        return super().terms(token, language)

    def places(
        self, raw: Sequence[str], language: str | None, sounded: bool = False
    ) -> list[list[tuple[str, ...]]]:
        return super().places(raw, language)


PARTS: Mapping[str, Analysis] = {"words": Words(), "+ stems": Stems(), "+ sounds": PLAIN}


def main() -> None:
    """Build with each in turn, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--build", nargs=2, metavar=("PART", "FOLDER"))
    parser.add_argument("--ask", nargs=2, metavar=("PART", "FOLDER"))
    options = parser.parse_args()
    if options.build:
        part, folder = options.build
        work = partial(ours, analysis=PARTS[part])
        print(json.dumps(asdict(measured(work, documents(options.records), Path(folder)))))
    elif options.ask:
        part, folder = options.ask
        ask(part, folder, options.records)
    else:
        table(options.records, options.rounds)


def table(records: int, rounds: int) -> None:
    """A line for each part."""
    found: dict[str, list[tuple[Built, float]]] = {part: [] for part in PARTS}
    for _ in documents(records):  # normalised before anything is measured
        pass
    for _ in range(rounds):
        for part, several in found.items():
            several.append(one(part, records))
    plain = median([built for built, _ in found["words"]]).cpu
    alone = run(python("benchmarks.parts", "--ask", "", "", "--records", records)).peak_mb
    print(f"{records:,} records; alone {alone:.0f} MB")
    print(f"{'':<12}{'cpu s':>8}{'x words':>9}{'peak MB':>9}{'disk MB':>9}{'reader MB':>11}")
    for part, several in found.items():
        built = median([each for each, _ in several])
        reader = max(peak for _, peak in several)
        print(
            f"{part:<12}{built.cpu:>8.1f}{built.cpu / plain:>9.2f}{built.peak_mb:>9.0f}"
            f"{built.disk_mb:>9.1f}{reader:>11.0f}"
        )


def one(part: str, records: int) -> tuple[Built, float]:
    """An index with so much of the analysis, and the peak memory of its reader."""
    with tempfile.TemporaryDirectory() as folder:
        what = (part, folder, "--records", records)
        done = subprocess.run(
            python("benchmarks.parts", "--build", *what), check=True, capture_output=True, text=True
        )
        reader = run(python("benchmarks.parts", "--ask", *what))
        return Built(**json.loads(done.stdout)), reader.peak_mb


def ask(part: str, folder: str, records: int) -> None:
    """Ask the mixed queries, if there is an index to ask."""
    asked = kinds(records)["mixed"]
    if part:
        with closing(open_folder(Path(folder), PARTS[part])) as engine:
            for query in asked:
                engine.search(query)


if __name__ == "__main__":
    main()
