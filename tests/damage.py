"""Damage in every file of an index: `python -m tests.damage [--times 20] [--seed 1] [--size 2500]`.

Each trial takes a copy of a data folder, spoils one file of its index at a random place, and looks
whether that is noticed (by `health`), told (by the first search: `EngineDamaged` with the name of
the file), and built anew (by a sync: the same answers as before). `--times` is for each kind of
damage and each kind of file. A sample of it runs with the tests.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from harvester.normalise import NORMALISER, normalise
from index import open_index
from index.core import Index
from index.errors import EngineDamaged
from index.record import Batch, Incoming
from tests.records import article, gone

WORDS = ("kalman", "filter", "river", "stone", "light", "measure", "forest")
_NO_CONTENT = {"lock", "holder", "MAIN_WRITELOCK", "MAIN_MERGELOCK"}


@dataclass(frozen=True, slots=True)
class Trial:
    """What was spoilt, and what did not come out right."""

    file: str
    damage: str
    troubles: tuple[str, ...]


def main() -> None:
    """Run the trials and print what came out; exit code 1 when anything was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=2500)
    options = parser.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory(prefix="harvester-damage-") as name:
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        for trial in trials(Path(name), options.size, options.times, options.seed):
            seen[trial.damage]["missed" if trial.troubles else "noticed, told, rebuilt"] += 1
            for trouble in trial.troubles:
                missed += 1
                print(f"seed {options.seed}: {trial.damage} of {trial.file}: {trouble}")
        for damage, counts in seen.items():
            print(f"{damage}: {dict(counts)}", flush=True)
    sys.exit(1 if missed else 0)


def trials(folder: Path, size: int, times: int, seed: int) -> Iterator[Trial]:
    """Spoil each kind of file `times` times in each way."""
    whole, chance = folder / "whole", random.Random(seed)
    right = build(whole, size)
    for kind, files in sorted(files_of(whole).items()):
        for damage, spoil in DAMAGES.items():
            for number in range(times):
                copy = folder / f"{kind}-{number}"
                shutil.copytree(whole, copy)
                path = copy / chance.choice(files)
                spoil(path, chance)
                yield Trial(path.name, damage, tuple(_troubles(copy, path.name, right)))
                shutil.rmtree(copy)


def build(folder: Path, size: int) -> object:
    """A data folder whose index has several segments, with deletions; gives its answers."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    rounds = [range(size), range(0, size, 50), range(size, size + 60), range(3, size, 70)]
    with open_index(folder, create=True) as index:
        index.store.declare("s", "", "oai_dc", declared=False, now=now)
        for number, members in enumerate(rounds):
            raws = [article(n, title=f"{_title(n)} round{number}").raw for n in members]
            records = tuple(Incoming(raw, normalise(raw, "s"), NORMALISER) for raw in raws)
            index.store.apply("s", Batch(records, (gone(number),)), None, now)
            index.sync()
        return answers(index)


def _title(number: int) -> str:
    return f"{WORDS[number % len(WORDS)]} {WORDS[number % 5]} w{number}"


def answers(index: Index) -> object:
    """What the index says: every key, and hits with their order."""
    verdict = index.verify()
    found = [index.search(word, limit=40) for word in (*WORDS, "round1", "w7", "kalman river")]
    dated = [index.search(word, limit=20, sort="newest") for word in WORDS]
    pages = [(page.total, [hit.identifier for hit in page.hits]) for page in found + dated]
    return verdict.clean, verdict.engine, pages


def files_of(folder: Path) -> dict[str, list[str]]:
    """The files of the index with content, by what they hold; as paths in the data folder."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((folder / "index").rglob("*")):
        if path.is_file() and path.name not in _NO_CONTENT:
            _, _, ending = path.name.partition(".")
            found[ending or path.name].append(str(path.relative_to(folder)))
    return found


def _flip(path: Path, chance: random.Random) -> None:
    _change(path, chance, lambda byte: byte ^ 1 << chance.randrange(8))


def _many(path: Path, chance: random.Random) -> None:
    for _ in range(8):
        _flip(path, chance)


def _page_lost(path: Path, chance: random.Random) -> None:
    content = path.read_bytes()
    start = chance.randrange(len(content))
    path.write_bytes(content[:start] + b"\xe5" * 512 + content[start + 512 :])


def _cut(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size)])


def _short(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _gone(path: Path, chance: random.Random) -> None:
    path.unlink()


def _change(path: Path, chance: random.Random, change: Callable[[int], int]) -> None:
    content = bytearray(path.read_bytes())
    at = chance.randrange(len(content))
    content[at] = change(content[at])
    path.write_bytes(content)


DAMAGES = {
    "bit flipped": _flip,
    "bits flipped": _many,
    "page lost": _page_lost,
    "cut": _cut,
    "last byte lost": _short,
    "gone": _gone,
}


def _troubles(folder: Path, file: str, right: object) -> Iterator[str]:
    """What does not go as it should."""
    with open_index(folder) as index:
        if file != "current" or (folder / "index" / file).exists():
            damaged = [one.file for one in index.health().damaged]
            if file not in damaged and not file.endswith(".toc"):
                yield f"not noticed: {damaged}"
            if not damaged:
                yield "not noticed"
    yield from _asked(folder, file)
    with open_index(folder) as index:
        index.sync()
        if answers(index) != right:
            yield "other answers afterwards"
        if index.health().damaged or index.health().unchecked:
            yield f"not whole afterwards: {index.health()}"
    if len(list((folder / "index").glob("g-*"))) != 1:
        yield "an old index is left"


def _asked(folder: Path, file: str) -> Iterator[str]:
    try:
        with open_index(folder) as index:
            index.search("kalman")
    except EngineDamaged as error:
        if file.split(".")[0] not in error.message and not file.endswith(".toc"):
            yield f"told without its name: {error.message}"
        if "harvester index" not in str(error.hint):
            yield f"told without what to do: {error.hint}"
    except Exception as error:  # noqa: BLE001  anything else is what we look for
        if file != "current" or type(error).__name__ != "EngineMissing":
            yield f"{type(error).__name__}: {error}"
    else:
        yield "a search answered"


if __name__ == "__main__":
    main()
