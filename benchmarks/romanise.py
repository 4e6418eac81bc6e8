"""Names across alphabets: surnames of the shared records in twenty romanisations each.

`python -m benchmarks.romanise [--names 300] [--seed N] [--languages ru uk bg] [--missed]` puts the
Cyrillic surnames into an index and asks for each romanisation, then the other way round, and prints
how many find the name, and how many other surnames of the list a query finds on average.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import get_args

from benchmarks.romanisers import SCHEMES, Language
from benchmarks.shared import CORPUS, shared
from index.analysis import PLAIN
from index.engines.base import Query
from index.engines.memory import MemoryEngine
from index.names import parse
from index.query import parse as parse_query
from index.record import Agent, Document

_CYRILLIC = re.compile(
    "[\u0410-\u044f\u0401\u0451\u0404\u0406\u0407\u0490\u0454\u0456\u0457\u0491'’]+"
)
_UKRAINIAN = re.compile("[іїєґ]|(?:енко|чук|ський|цький|ець)$")
_NOT_BULGARIAN = re.compile("[ыэёіїєґ'’]|ь(?!о)|енко$|ский$|чук$")


@dataclass(slots=True)
class Score:
    """Queries, how many found their name, and how many others they found."""

    queries: int = 0
    found: int = 0
    others: int = 0
    missed: list[str] = field(default_factory=list)
    noise: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        share, others = 100 * self.found / self.queries, self.others / self.queries
        return f"{self.queries:>8}{share:>9.2f}{others:>9.4f}"


def main() -> None:
    """Print a line for each language and direction."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--languages", nargs="+", choices=get_args(Language), default=["ru", "uk", "bg"]
    )
    parser.add_argument("--missed", action="store_true", help="print what went wrong")
    options = parser.parse_args()
    names = surnames(options.names, options.seed, options.languages)
    print(f"{'':<24}{'queries':>8}{'found %':>9}{'others':>9}")
    for direction, ask in (("romanised -> Cyrillic", forth), ("Cyrillic -> romanised", back)):
        scores = ask(names)
        for language, score in scores.items():
            print(f"{direction:<22}{language:<2}{score}")
            if options.missed:
                print("  missed:", *score.missed, "\n  others:", *score.noise)


def surnames(count: int, seed: int, languages: Sequence[Language]) -> dict[str, Language]:
    """So many Cyrillic surnames, each with the language that its romanisations are of."""
    found = sorted(set(_surnames()))
    rng = random.Random(seed)
    rng.shuffle(found)
    chosen: dict[str, Language] = {}
    for number, language in enumerate(languages):
        share = count * (number + 1) // len(languages) - len(chosen)
        fitting = [name for name in found if name not in chosen and _fits(name, language)]
        chosen |= dict.fromkeys(fitting[:share], language)
    return chosen


def _surnames() -> Iterator[str]:
    with gzip.open(shared() / CORPUS, "rt", encoding="utf-8") as lines:
        for creator in (name for line in lines for name in json.loads(line).get("creators") or ()):
            family = parse(creator).family if _CYRILLIC.search(creator) else None
            if family and _CYRILLIC.fullmatch(family) and len(family) > 2:
                yield family.capitalize().replace("ё", "е").replace("’", "'")


def _fits(name: str, language: Language) -> bool:
    if language == "uk":
        return _UKRAINIAN.search(name) is not None and not re.search("[ыэъё]", name)
    if language == "bg":
        return not _NOT_BULGARIAN.search(name)
    return not re.search("[іїєґ'’]", name)


def forth(names: dict[str, Language]) -> dict[str, Score]:
    """Each romanisation is asked for where the Cyrillic names are held."""
    engine = _engine({name: name for name in names})
    scores: dict[str, Score] = defaultdict(Score)
    for name, language in names.items():
        for scheme, romanise in SCHEMES[language].items():
            _count(
                scores[language], name, f"{romanise(name)} ({scheme})", _ask(engine, romanise(name))
            )
    return dict(scores)


def back(names: dict[str, Language]) -> dict[str, Score]:
    """The Cyrillic name is asked for where every name is held in one romanisation."""
    scores: dict[str, Score] = defaultdict(Score)
    for number in range(20):
        held = {
            name: list(SCHEMES[language].values())[number](name) for name, language in names.items()
        }
        engine = _engine(held)
        for name, language in names.items():
            _count(scores[language], name, f"{name} (as {held[name]})", _ask(engine, name))
    return dict(scores)


def _engine(held: dict[str, str]) -> MemoryEngine:
    engine = MemoryEngine(PLAIN)
    with engine.writer() as writer:
        for name, spelled in held.items():
            writer.put(Document("names", name, creators=(Agent(f"{spelled}, A. B."),)))
        writer.commit()
    return engine


def _ask(engine: MemoryEngine, text: str) -> set[str]:
    return {key.identifier for key in engine.scan(Query(parse_query(text).tree))}


def _count(score: Score, name: str, asked: str, found: set[str]) -> None:
    score.queries += 1
    score.found += name in found
    score.others += len(found - {name})
    if name not in found:
        score.missed.append(f"{name}: {asked};")
    if found - {name}:
        score.noise.append(f"{asked}: {', '.join(found - {name})};")


if __name__ == "__main__":
    main()
