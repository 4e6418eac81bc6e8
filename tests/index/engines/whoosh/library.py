"""Documents with common and rare words, some in many and some in one document."""

from __future__ import annotations

import random

from index.record import Document
from index.testing.engine_places import document

COMMON = ["model", "данные", "the", "of", "modèle", "研究する", "l'analyse", "Straße"]
RARE = [f"word{number}" for number in range(3000)]


def library(count: int, longest: int = 400) -> list[Document]:
    """So many documents; `longest` words in an abstract at most. The same ones every time."""
    chance = random.Random(5)
    weights = [300] * len(COMMON) + [1] * len(RARE)
    return [
        document(
            f"{number:05}",
            " ".join(chance.choices(COMMON + RARE, weights, k=chance.randint(1, 12))),
            lang=chance.choice([None, "ru", "de", "fr"]),
            subjects=chance.choices(RARE, k=2),
            abstract=" ".join(chance.choices(COMMON, k=chance.randint(0, longest))),
            date=chance.choice([None, "2019", "2020-05-01"]),
            sets=("all", chance.choice("abc")),
            doi=f"10.1000/{number}",
        )
        for number in range(count)
    ]
