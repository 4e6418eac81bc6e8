"""What words count in a document, for the engine in memory: as `index.ranking` has it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from math import exp, log
from typing import TypeAlias

from index.analysis import Analysis
from index.engines.standing import Places
from index.fields import WEIGHTS, weighed
from index.function_words import is_function_word
from index.ranking import FEW, FLOOR, K1, NEAR_FIELDS, NEARNESS, SAID, USUAL, B
from index.tree import Near

# Terms of which an occurrence counts alike, from the best ones down.
Rungs: TypeAlias = Sequence[tuple[float, list[str]]]
Fields: TypeAlias = Mapping[str, Places]  # a document's terms by field


class Telling:
    """Weighs the words of documents among these."""

    def __init__(self, documents: Collection[Fields], analysis: Analysis) -> None:
        self._documents, self._analysis = documents, analysis
        self._averages: dict[str, float] = {}
        self._weights: dict[tuple[str, tuple[str, ...]], float] = {}

    def word(self, text: str, fields: Fields) -> float | None:
        """How well a document answers by a word in these fields; None where it holds none."""
        counted = [
            WEIGHTS[name] * found / self._length(name, places)
            for name, places in fields.items()
            if (found := _occurrences(places, self._rungs(text, name)))
        ]
        return self._weight(text, tuple(fields)) * _bent(sum(counted)) if counted else None

    def nearness(self, near: Near, fields: Fields) -> float:
        """What a document scores for two words that stand near each other, in any form."""
        first, second = near.words
        names = tuple(name for name in NEAR_FIELDS if near.field in (None, name))
        counted = sum(
            WEIGHTS[name]
            * _near(self._spots(first, name, fields), self._spots(second, name, fields), near.slop)
            for name in names
        )
        rarer = min(self._weight(word, names) for word in near.words)
        return NEARNESS * rarer * _bent(counted) if counted else 0.0

    def _weight(self, text: str, names: tuple[str, ...]) -> float:
        """How telling a word is: by how few documents hold it, and how often these say it again."""
        found = self._weights.get((text, names))
        if found is None:
            holding = max(self._most(text, name)[0] for name in names)
            all_ = len(self._documents)
            rarity = log(1 + max(0.0, all_ - holding + 0.5) / (holding + 0.5))
            found = self._weights[text, names] = rarity * (FLOOR + self._repeated(text))
        return found

    def _repeated(self, text: str) -> float:
        if is_function_word(text):
            return 0.0
        texts = sum(any(fields[SAID].values()) for fields in self._documents)
        holding, times = self._most(text, SAID)
        if not holding:
            return USUAL
        holding = min(holding, texts)
        found = max(0.0, log(texts / holding) + log(1 - exp(-times / texts)))
        return (holding * found + FEW * USUAL) / (holding + FEW)

    def _most(self, text: str, name: str) -> tuple[int, int]:
        """In how many documents the most frequent rung stands, and how often."""
        counts = [
            [len(fields[name][term]) for fields in self._documents for term in terms
             if term in fields[name]]
            for _, terms in self._rungs(text, name)
        ]  # fmt: skip
        return max(((len(found), sum(found)) for found in counts), key=lambda pair: pair[0])

    def _length(self, name: str, places: Places) -> float:
        """The length of a field beside the average of those documents that have it."""
        if name not in self._averages:
            lengths = [size for each in self._documents if (size := _size(each[name]))]
            self._averages[name] = sum(lengths) / len(lengths)
        return (1 - B) + B * _size(places) / self._averages[name]

    def _rungs(self, text: str, name: str) -> Rungs:
        forms = weighed(text, name, self._analysis)
        return [(weight, [term for term, _ in group])
                for weight, group in groupby(forms, key=lambda form: form[1])]  # fmt: skip

    def _spots(self, text: str, name: str, fields: Fields) -> set[int]:
        terms = (term for _, terms in self._rungs(text, name) for term in terms)
        return {at for term in terms for at in fields[name].get(term, ())}


def _occurrences(places: Places, rungs: Rungs) -> float:
    """How often a word stands there; an occurrence counts by its best form."""
    found, best = 0.0, 0
    for weight, terms in rungs:
        times = sum(len(places.get(term, ())) for term in terms)
        found += weight * max(times - best, 0)
        best = max(times, best)
    return found


def _near(first: set[int], second: set[int], slop: int) -> int:
    """1 where two words stand near, 1 more where the second follows the first."""
    apart = set(_apart(first, second))
    return int(any(0 < abs(step) <= slop + 1 for step in apart)) + int(1 in apart)


def _apart(first: set[int], second: set[int]) -> Iterator[int]:
    return (after - before for before in first for after in second)


def _size(places: Places) -> int:
    return sum(map(len, places.values()))


def _bent(counted: float) -> float:
    return counted * (K1 + 1) / (counted + K1)
