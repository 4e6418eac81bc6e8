"""What somebody has typed so far: whole words, and the beginning of one. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from index.analysis import Analysis
from index.tree import Node, Phrase, Prefix, all_of
from index.words import single, words

LETTERS = 200  # that are looked at; no name that begins so is longer
_WORDS = 20


@dataclass(frozen=True, slots=True)
class Typed:
    """`whole`: words as they stand, one of a script without blanks as its pairs; `last`: a start.

    `last` is empty where a blank or a pair of such a script ends the text. `tokens` are all words
    with their diacritics.
    """

    text: str
    tokens: tuple[str, ...]
    whole: tuple[tuple[str, ...], ...]
    last: str

    @property
    def letters(self) -> int:
        """How many letters have been typed."""
        return sum(map(len, self.tokens))

    def within(self, field: str) -> Node:
        """Documents that have all of it in a field."""
        last = [Prefix(self.last, field)] if self.last else []
        return all_of([*(Phrase(word, field) for word in self.whole), *last])

    def fits(self, text: str, analysis: Analysis) -> bool:
        """Whether a text has all of it."""
        found = _exact(text, analysis)
        whole = all(token in found for word in self.whole for token in word)
        return whole and any(token.startswith(self.last) for token in found)


def typed(text: str, analysis: Analysis) -> Typed | None:
    """Understand what was typed; None where there is no letter or digit in it."""
    start = text[:LETTERS].lstrip()
    typed = words(start)[:_WORDS]
    found = [tuple(folded(token, analysis) for token in word) for word in typed]
    kept = [word for word in found if all(word)]
    if not kept:
        return None
    last = kept.pop()[0] if _goes_on(start, typed[-1]) and all(found[-1]) else ""
    return Typed(start, tuple(token for word in typed for token in word), tuple(kept), last)


def _goes_on(text: str, last: tuple[str, ...]) -> bool:
    """Whether the last word may not be whole: no blank behind it, and it is not a pair."""
    alone = len(last) == 1 and (len(last[0]) == 1 or single(last[0]) is not None)
    return alone and not text[-1].isspace()


@lru_cache(maxsize=8192)  # the same names and titles are looked at letter after letter
def _exact(text: str, analysis: Any) -> frozenset[str]:  # a protocol says nothing of hashing
    found = (folded(token, analysis) for token in analysis.tokens(text))
    return frozenset(filter(None, found))


def folded(token: str, analysis: Analysis) -> str:
    """The exact form of a token; empty for one that folds to nothing."""
    return next(iter(analysis.query_terms(token)), "")
