"""What a token means: languages, stems, exact forms. Pure; the same code for index and query.

    text -> tokens (index.words) -> (token, language) -> terms

A term is an exact form (case and diacritics folded), a stem marked with `STEM` or, of names and
titles, a sound marked with `SOUND`, so that one is never taken for another. The rules
are in `index.folding`, `index.stems` and `index.sounds`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, islice, pairwise
from typing import Protocol

import Stemmer

from index.folding import bare, forms, held_forms
from index.folding import fold as fold
from index.sounds import SOUND, Hearing, asked_sounds, sounds
from index.stems import STEM, ascii_stems, asked_stems, dialect, stems
from index.transliteration import tables
from index.words import BORDER, MAX_LETTERS, raw_words, tokens

MARKS = (STEM, SOUND)  # how terms begin that are no words as they stand
_MEMO = 1 << 16
# Two letters or more that are whole in Unicode: those that have another form have other codes.
_HAN = re.compile("[\u4e00-\u9fff]{2,}")


class Analysis(Protocol):
    """What engines are built with. Another `version` makes another index."""

    @property
    def version(self) -> str:
        """Changes whenever any answer of the other methods can change."""
        ...

    def tokens(self, text: str) -> list[str]:
        """The words of the text, in order, in lower case."""
        ...

    def __hash__(self) -> int:
        """So that what it said of a word can be remembered."""
        ...

    @property
    def border(self) -> str:
        """What `raw_words` puts between two texts; never one of their pieces."""
        ...

    def raw_words(self, texts: Sequence[str]) -> list[str]:
        """Pieces of the texts whose tokens, one after another, are those of the texts."""
        ...

    def terms(self, token: str, language: str | None, sounded: bool = False) -> tuple[str, ...]:
        """What a token of a document is found by: its exact form first, its sound last."""
        ...

    def places(
        self, raw: Sequence[str], language: str | None, sounded: bool = False
    ) -> list[list[tuple[str, ...]]]:
        """Of each piece the terms of its tokens; one that folds to nothing takes no place."""
        ...

    def dialect(self, language: str | None) -> str | None:
        """A language that gives every token the same terms; the same one for as many as it can."""
        ...

    def query_terms(self, token: str, language: str | None = None) -> tuple[str, ...]:
        """What a word of a query looks for: its exact form first."""
        ...

    def query_sounds(self, token: str, hearing: Hearing) -> tuple[str, ...]:
        """What a word of a query looks for beside these in a field that has sounds."""
        ...


class Plain:
    """The analysis of this module as one object."""

    border = BORDER

    @property
    def version(self) -> str:
        # Stems change with Snowball, folding with the Unicode tables of the interpreter, sounds
        # with those of anyascii (to ask for its version takes longer than to start a command).
        ours = f"plain-5/sounds-{tables()}"
        return f"{ours}/snowball-{Stemmer.version()}/unicode-{unicodedata.unidata_version}"

    def tokens(self, text: str) -> list[str]:
        return tokens(text)

    def raw_words(self, texts: Sequence[str]) -> list[str]:
        return raw_words(texts)

    def terms(self, token: str, language: str | None, sounded: bool = False) -> tuple[str, ...]:
        return terms(token, language, sounded)

    def places(
        self, raw: Sequence[str], language: str | None, sounded: bool = False
    ) -> list[list[tuple[str, ...]]]:
        return places(raw, language, sounded)

    def dialect(self, language: str | None) -> str | None:
        return dialect(language)

    def query_terms(self, token: str, language: str | None = None) -> tuple[str, ...]:
        return query_terms(token, language)

    def query_sounds(self, token: str, hearing: Hearing) -> tuple[str, ...]:
        return asked_sounds(token, hearing)


PLAIN: Analysis = Plain()


def is_exact(term: str) -> bool:
    """Whether a term is a word as it stands: neither a stem nor a sound."""
    return not term.startswith(MARKS)


@lru_cache(maxsize=_MEMO)
def terms(token: str, language: str | None, sounded: bool = False) -> tuple[str, ...]:
    """What a token of a document is found by.

    `language` is BCP 47, or None where nobody said. The exact form comes first, then what else the
    token is written as (`folding.held_forms`), then the marked stem, then (of a field that is
    `sounded`) the marked sound; empty for a token that folds to nothing.
    """
    return _terms([token], language, sounded)[0]


def places(
    raw: Sequence[str], language: str | None, sounded: bool = False
) -> list[list[tuple[str, ...]]]:
    """The terms of every token of each of many pieces of text (`words.raw_words`).

    What `tokens` and `terms` give, at a third of the price: words that are plainly one token are
    stemmed together.
    """
    found: list[list[tuple[str, ...]]] = [[]] * len(raw)
    simple: list[int] = []
    han: list[int] = []
    others: list[int] = []
    for at, one in enumerate(raw):
        if one.isascii():
            (simple if one.isalnum() else others).append(at)
        else:
            (han if _HAN.fullmatch(one) else others).append(at)
    for numbers, many in ((simple, _ascii_places), (han, _han_places), (others, _other_places)):
        made = many([raw[at] for at in numbers], language, sounded)
        for at, place in zip(numbers, made, strict=True):
            found[at] = place
    return found


def _ascii_places(
    raw: Sequence[str], language: str | None, sounded: bool
) -> list[list[tuple[str, ...]]]:
    """The places of words of ASCII letters and digits, most of what comes: nothing to fold."""
    lower = [one.lower()[:MAX_LETTERS] for one in raw]
    marked = zip(lower, ascii_stems(lower, language), _sounds(lower, sounded), strict=True)
    return [[(token, *stemmed, *heard)] for token, stemmed, heard in marked]


def _han_places(raw: Sequence[str], _: str | None, __: bool) -> list[list[tuple[str, ...]]]:
    """The places of runs of Han: its letters fold into themselves, and have no stems or sounds."""
    return [[(a + b, a, b) if a != b else (a + b, a) for a, b in pairwise(run)] for run in raw]


def _other_places(
    raw: Sequence[str], language: str | None, sounded: bool
) -> list[list[tuple[str, ...]]]:
    cut = list(map(tokens, raw))
    found = iter(_terms(list(chain.from_iterable(cut)), language, sounded))
    return [[place for place in islice(found, len(part)) if place] for part in cut]


def _terms(tokens_: Sequence[str], language: str | None, sounded: bool) -> list[tuple[str, ...]]:
    """Of each token what `terms` says of it."""
    exact = list(map(bare, tokens_))
    marked = zip(
        tokens_, exact, stems(tokens_, exact, language), _sounds(tokens_, sounded), strict=True
    )
    return [
        (*held_forms(token, form), *stemmed, *heard) if form else ()
        for token, form, stemmed, heard in marked
    ]


def _sounds(tokens_: Sequence[str], sounded: bool) -> list[tuple[str, ...]]:
    if not sounded:
        return [()] * len(tokens_)
    return [(heard,) if heard else () for heard in sounds(tokens_)]


@lru_cache(maxsize=_MEMO)
def query_terms(token: str, language: str | None = None) -> tuple[str, ...]:
    """What an unquoted word of a query looks for: its exact form first, marked stems last.

    With no `language`: the stems of every language that its script allows.
    """
    exact = fold(token)
    return (*forms(token, exact), *asked_stems(token, exact, language)) if exact else ()
