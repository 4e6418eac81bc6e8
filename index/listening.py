"""The words of a text that can take part in the answer to a query, without a look at all of them.

Most words of an abstract answer nothing; what they mean is learned for many at once, and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat
from threading import Lock
from typing import NamedTuple, TypeAlias

from index.analysis import Analysis, is_exact
from index.words import raw_pieces, raw_spans, spans

_KEPT = 1 << 17  # pieces of text, some 400 bytes each
_LONGEST = 60  # letters; longer pieces (runs of Han, formulas) hardly come twice

Places: TypeAlias = tuple[tuple[str, ...], ...]  # of each word of a piece of text its terms


class Token(NamedTuple):
    """A word of a text: where it stands there, and the terms by which it is found."""

    start: int
    end: int
    terms: tuple[str, ...]


_ELSE = Token(0, 0, ())  # a word that takes part in no answer


@dataclass(frozen=True, slots=True)
class Listening:
    """What a query listens for: terms, and exact forms of which one of the patterns is true.

    `counts`: whether it matters how many other words stand between those that are heard.
    `sounded`: whether it listens in a field of sounds.
    """

    terms: frozenset[str]
    patterns: tuple[Callable[[str], bool], ...]
    counts: bool
    sounded: bool
    analysis: Analysis

    def tokens(self, text: str, language: str | None) -> list[Token]:
        """The words that are heard, in order; where it counts, others as words without terms."""
        dialect = self.analysis.dialect(language)
        known = _read(raw_pieces(text), dialect, self.sounded, self.analysis)
        heard = self._heard(known)
        if not heard:
            return []
        chosen = known if self.counts else heard
        return [
            token
            for at, raw in raw_spans(text)
            if raw in chosen
            for token in (
                self._words(at, raw, known[raw], dialect)
                if raw in heard
                else repeat(_ELSE, len(known[raw]))
            )
        ]

    def _heard(self, pieces: Mapping[str, Places]) -> set[str]:
        silent = self.terms.isdisjoint
        found = {raw for raw, places in pieces.items() if not all(map(silent, places))}
        if self.patterns:
            found.update(raw for raw, places in pieces.items() if self._fits(places))
        return found

    def _fits(self, places: Places) -> bool:
        exact = [term for terms in places for term in terms if is_exact(term)]
        return any(fits(term) for fits in self.patterns for term in exact)

    def _words(self, at: int, raw: str, places: Places, dialect: str | None) -> Iterable[Token]:
        if raw.isascii() and raw.isalnum():
            return [Token(at, at + len(raw), terms) for terms in places]  # plainly one word
        return self._inside(at, raw, dialect)

    def _inside(self, at: int, raw: str, dialect: str | None) -> Iterator[Token]:
        for start, end, token in spans(raw):
            terms = self.analysis.terms(token, dialect, self.sounded)
            if terms:  # as in `fields.positions`: one that folds to nothing takes no place
                yield Token(at + start, at + end, terms)


def _read(
    pieces: Collection[str], dialect: str | None, sounded: bool, analysis: Analysis
) -> dict[str, Places]:
    """What pieces of text (`index.words.raw_words`) are found by."""
    known = _memo(dialect, sounded, analysis)
    found = {raw: places for raw in pieces if (places := known.get(raw)) is not None}
    if len(found) < len(pieces):
        new = [raw for raw in pieces if raw not in found]
        found.update(zip(new, map(tuple, analysis.places(new, dialect, sounded)), strict=True))
        known.update((raw, found[raw]) for raw in new if len(raw) <= _LONGEST)
    return found


def _memo(dialect: str | None, sounded: bool, analysis: Analysis) -> dict[str, Places]:
    with _tidying:
        if sum(map(len, _known.values())) > _KEPT:
            for one in _known.values():
                for _ in range(len(one) // 2):  # what came last: common words come early
                    one.popitem()
        return _known.setdefault((dialect, sounded, analysis), {})


_known: dict[tuple[str | None, bool, Analysis], dict[str, Places]] = {}
_tidying = Lock()
