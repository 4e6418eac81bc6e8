"""One state of the index, asked by our fields and keys; any number of threads may share one."""

from __future__ import annotations

from collections.abc import Iterator

from whoosh import query as w

from index.analysis import MARKS
from index.engines.base import Match
from index.engines.whoosh.schema import DATE, KEY, SEEN, TELLING, TITLE, key_of, key_text
from index.engines.whoosh.w3.reading import Reader, in_order, page, scored, texts_of, words
from index.engines.whoosh.w3.reading.arrays import Numbers
from index.record import Key
from index.tree import WORD_FIELDS

_FEW = 2_000  # of these, sorting the keys is cheaper than putting all documents in order


class Snapshot:
    """The index as one commit left it."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def check(self) -> None:
        """Read every file that each document needs."""
        for part in self.reader.parts:
            part.segment.strings(KEY)
            part.segment.strings("_stored")
            part.segment.numbers(DATE, "i", 0)
            part.segment.numbers(SEEN, "q", 0)
            part.segment.table.run(TITLE)
            for field in WORD_FIELDS:
                part.segment.lengths(field)

    def best(self, query: w.Query, limit: int) -> list[Match]:
        """The first matches by score."""
        numbers, scores = scored(self.reader, query)
        found = page(self.reader, numbers, -scores, 0, limit, KEY)
        return [Match(key_of(text.decode()), float(scores[place])) for place, text in found]

    def number(self, key: Key) -> int | None:
        """The number of the living document under the key."""
        return self.reader.number(KEY, key_text(key))

    def telling(self, number: int) -> list[str]:
        """The words that say what a document is about."""
        return str(self.reader.stored(number).get(TELLING, "")).split()

    def in_key_order(self, numbers: Numbers) -> Iterator[Key]:
        """The keys of these documents (rising), sorted."""
        if len(numbers) <= _FEW:
            texts: Iterator[bytes] = iter(sorted(texts_of(self.reader, numbers, KEY)))
        else:
            texts = in_order(self.reader, numbers, KEY)
        return (key_of(text.decode()) for text in texts)

    def words(self, prefix: str, field: str) -> Iterator[tuple[str, int]]:
        """Exact words of a field with the prefix, and in how many documents each stands."""
        marks = tuple(mark.encode() for mark in MARKS)
        found = words(self.reader, field, prefix)
        return ((term.decode(), count) for term, count in found if not term.startswith(marks))

    def rarity(self, field: str, word: str) -> float:
        """How telling a word is (inverse document frequency)."""
        return self.reader.idf(field, word)
