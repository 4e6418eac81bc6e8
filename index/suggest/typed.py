"""What somebody has typed so far: whole words, and the beginning of one. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from index.analysis import Analysis
from index.tree import Node, Phrase, Prefix, all_of
from index.words import words

LETTERS = 200  # that are looked at; no name that begins so is longer
_WORDS = 20


@dataclass(frozen=True)
class Typed:
    """`whole`: words as they stand, one of a script without blanks as its pairs; `last`: a start.

    `last` is empty where a blank or a pair of such a script ends the text.
    """

    text: str
    whole: tuple[tuple[str, ...], ...]
    last: str

    @property
    def letters(self) -> int:
        """How many letters have been typed."""
        return sum(map(len, self.single))

    @cached_property
    def single(self) -> tuple[str, ...]:
        """All words one after another, the beginning too."""
        last = (self.last,) if self.last else ()
        return (*(token for word in self.whole for token in word), *last)

    def within(self, field: str) -> Node:
        """Documents that have all of it in a field."""
        last = [Prefix(self.last, field)] if self.last else []
        return all_of([*(Phrase(word, field) for word in self.whole), *last])

    def fits(self, text: str, analysis: Analysis) -> bool:
        """Whether a text has all of it."""
        found = {exact for token in analysis.tokens(text) if (exact := folded(token, analysis))}
        whole = all(token in found for word in self.whole for token in word)
        return whole and any(token.startswith(self.last) for token in found)


def typed(text: str, analysis: Analysis) -> Typed | None:
    """Understand what was typed; None where there is no letter or digit in it."""
    start = text[:LETTERS].lstrip()
    found = [tuple(folded(token, analysis) for token in word) for word in words(start)[:_WORDS]]
    found = [word for word in found if all(word)]
    if not found:
        return None
    open_ = len(found[-1]) == 1 and not start[-1].isspace()
    last = found.pop()[0] if open_ else ""
    return Typed(start, tuple(found), last)


def folded(token: str, analysis: Analysis) -> str:
    """The exact form of a token; empty for one that folds to nothing."""
    return next(iter(analysis.query_terms(token)), "")
