"""Suggestions while somebody types, and did-you-mean: `python -m benchmarks.suggest --folder F`.

The index is that of `benchmarks.search`, documents are those of the corpus, in memory as bytes.
Texts are made from the corpus, seeded: names of creators, journals, subjects and pieces of titles
are typed letter by letter; for did-you-mean one or two words of a query of up to eight are spelt
wrongly, or all of it is typed in another layout. What is measured is what comes on top of the
search that had few hits.

Milliseconds of CPU: p50 p95 p99 / max; warm (what earlier questions have read is in the caches, no
answer is).
"""

from __future__ import annotations

import argparse
import gc
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.documents import documents
from benchmarks.search import Times, _forget, _time, built
from index.analysis import PLAIN
from index.engines.whoosh import open_folder
from index.meaning import meant
from index.record import Document, Key
from index.suggest.asking import Asking
from index.suggest.completions import suggestions
from index.suggest.corrections import FEW, corrections

_SAMPLED = 15  # texts of each kind that are typed
_LETTERS = 12  # of each that are typed one by one
_QUERIES = 160
_KEYS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "фисвуапршолдьтщзйкыегмцчня")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents as the store would give them: decoded when they are asked for."""

    held: Mapping[Key, bytes]

    def documents(self, keys: Sequence[Key]) -> dict[Key, Document]:
        return {key: _DECODER.decode(self.held[key]) for key in keys}


_DECODER = msgspec.json.Decoder(Document)


def main() -> None:
    """Build what is missing, type, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where indexes are kept")
    parser.add_argument("--records", type=int, default=20_000)
    options = parser.parse_args()
    folder = built(options.folder / str(options.records), options.records)
    rng = random.Random(5)
    shelf = Shelf({one.key: msgspec.json.encode(one) for one in documents(options.records)})
    texts = kinds(options.records, rng)
    gc.freeze()  # what the benchmark holds is not to be looked through again and again
    print(f"{options.records:,} records, ms of CPU: p50 p95 p99 / max")
    asked = {kind: _suggested(folder, shelf, list(typed(some))) for kind, some in texts.items()}
    for kind, times in {**asked, "all": [each for some in asked.values() for each in some]}.items():
        print(f"suggest, {kind:<22} {len(times):>5} {Times(times)}", flush=True)
    wrong = list(misspelt(options.records, rng))
    told = _corrected(folder, shelf, [text for _, text in wrong])
    for kind in (*dict.fromkeys(name for name, _ in wrong), "all"):
        some = [row for (name, _), row in zip(wrong, told, strict=True) if kind in (name, "all")]
        times = [time for time, _ in some]
        few = [proposed for _, proposed in some if proposed is not None]
        print(
            f"did you mean, {kind:<17} {len(some):>5} {Times(times)}  "
            f"{len(few)} had under {FEW} hits, {sum(few)} of them a proposal"
        )
    print(f"first, of an engine just opened: {_first(folder, shelf)}")


def kinds(records: int, rng: random.Random) -> dict[str, list[str]]:
    """Texts that people type, by what they are."""
    found: dict[str, list[str]] = {"creators": [], "journals": [], "subjects": [], "titles": []}
    for document in documents(records):
        found["creators"] += [agent.name for agent in document.creators[:1]]
        found["journals"] += [text.value for text in _journal(document)[:1]]
        found["subjects"] += [text.value for text in document.subjects[:1]]
        found["titles"] += [text.value for text in document.titles[:1]]
    return {kind: rng.sample(texts, min(len(texts), _SAMPLED)) for kind, texts in found.items()}


def typed(texts: Sequence[str]) -> Iterator[str]:
    """Each text letter by letter, as far as people type."""
    return (text[:end] for text in texts for end in range(1, min(len(text), _LETTERS) + 1))


def misspelt(records: int, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Pieces of titles with slips, of one to eight words."""
    titles = [text.value for one in documents(records) for text in one.titles[:1]]
    for number in range(_QUERIES):
        words = [word.lower() for word in rng.choice(titles).split() if word.isalpha()][:8]
        long = [at for at, word in enumerate(words) if len(word) > 4]
        if not long:
            continue
        if number % 4 == 3 and all(map(str.isascii, words)):
            yield "another layout", " ".join(words).translate(_KEYS)
            continue
        chosen = rng.sample(long, min(len(long), 1 + number % 2))
        slips = [_slip(word, rng) if at in chosen else word for at, word in enumerate(words)]
        yield ("one word wrong", "two words wrong")[len(chosen) - 1], " ".join(slips)


def _slip(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    ways = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + rng.choice("aeiostn") + word[at + 1 :],
    )
    return rng.choice(ways)


def _journal(document: Document) -> Sequence[Any]:
    return document.journal.titles if document.journal else ()


def _suggested(folder: Path, shelf: Shelf, texts: Sequence[str]) -> list[float]:
    with closing(open_folder(folder, PLAIN)) as engine:
        asking = _asking(engine, shelf)
        for text in texts:
            suggestions(asking, text, 10)
        return [_after(engine, partial(suggestions, asking, text, 10)) for text in texts]


def _corrected(folder: Path, shelf: Shelf, texts: Sequence[str]) -> list[tuple[float, bool | None]]:
    """Of each text the time, and whether something is proposed (None: it had enough hits)."""
    told = []
    with closing(open_folder(folder, PLAIN)) as engine:
        asking = _asking(engine, shelf)
        for text in texts:
            corrections(asking, text, asking.hits([text])[0])
        for text in texts:
            _forget(engine)
            total = asking.hits([text])[0]  # what has been searched for already
            time = _time(partial(corrections, asking, text, total))
            few = bool(corrections(asking, text, total)) if total < FEW else None
            told.append((time, few))
    return told


def _first(folder: Path, shelf: Shelf) -> str:
    with closing(open_folder(folder, PLAIN)) as engine:
        asking = _asking(engine, shelf)
        suggested = _time(partial(suggestions, asking, "qu", 10))
        corrected = _time(partial(corrections, asking, "quantn", 0))
    return f"suggestions {suggested:.0f} ms, did you mean {corrected:.0f} ms"


def _after(engine: Any, work: Callable[[], object]) -> float:
    """The time of a work when no answer is remembered."""
    _forget(engine)
    return _time(work)


def _asking(engine: Any, shelf: Shelf) -> Asking:
    return Asking(engine, PLAIN, meant, shelf.documents)


if __name__ == "__main__":
    main()
