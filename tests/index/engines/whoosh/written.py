"""Small indexes that stock Whoosh has written, of several segments and with deleted documents."""

from __future__ import annotations

import random
from pathlib import Path

from whoosh import fields
from whoosh.index import FileIndex, create_in

from index.engines.whoosh.w3.reading import Reader, Readers

RARE = [f"w{n}" for n in range(120)]
WORDS = ["the", "of", "red", "green", "blue", "черный", "белый", "大学", *RARE]
_CHANCES = [40, 30, 10, 8, 6, 5, 4, 3, *([1] * len(RARE))]
TAGS = ["a", "b", "b:c", "d"]


def schema() -> fields.Schema:
    """A field of each kind that is read."""
    return fields.Schema(
        key=fields.ID(unique=True, stored=True, sortable=True),
        title=fields.TEXT(analyzer=fields.analysis.SpaceSeparatedTokenizer()),
        body=fields.TEXT(analyzer=fields.analysis.SpaceSeparatedTokenizer()),
        tags=fields.KEYWORD(scorable=True),
        plain=fields.KEYWORD(),
        year=fields.NUMERIC(int, sortable=True),
    )


def row(rng: random.Random, number: int) -> dict[str, object]:
    """A document of random words; now and then one without a field."""
    made: dict[str, object] = {
        "key": f"k{number:05}",
        "body": text(rng, rng.randint(1, 60)),
        "tags": " ".join(rng.choices(TAGS, k=rng.randint(1, 3))),
        "plain": rng.choice(TAGS),
    }
    if rng.random() < 0.9:
        made["title"] = text(rng, rng.randint(1, 8))
    if rng.random() < 0.8:
        made["year"] = rng.randint(1900, 2030)
    return made


def text(rng: random.Random, length: int) -> str:
    """Words of which some are far more common than others."""
    return " ".join(rng.choices(WORDS, _CHANCES, k=length))


def index(folder: Path, sizes: list[int], *, seed: int = 1, compound: bool = False) -> FileIndex:
    """An index with a segment of each of these sizes, a tenth of all but the last deleted."""
    rng = random.Random(seed)
    made = create_in(str(folder), schema())
    number = 0
    for size in sizes:
        writer = made.writer(compound=compound)
        for old in rng.sample(range(number), number // 10):
            writer.delete_by_term("key", f"k{old:05}")
        for _ in range(size):
            writer.add_document(**row(rng, number))
            number += 1
        writer.commit(merge=False)
    return made


def reader(folder: Path) -> Reader:
    """The reader of a folder's newest commit."""
    return Readers(folder).newest()
