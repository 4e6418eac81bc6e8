"""Leaves of a query's tree, made of the words and values that a person typed. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.fields import MISSING, keyword
from index.query_identifiers import number
from index.query_limits import MAX_RUN, MAX_SLOP, MAX_WORDS
from index.query_ranges import ranged
from index.tree import (
    ALIASES,
    KEYWORD_FIELDS,
    Exact,
    Near,
    Node,
    Phrase,
    Word,
    all_of,
    any_of,
    negated,
)
from index.words import words

_LETTER = re.compile(r"[^\W_]")
_FORMS = {"year": re.compile(r"\d{4}", re.ASCII),
          "date": re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """What a field in front of a value or of brackets asks: where to look, and for which forms."""

    field: str | None = None
    exact: bool = False

    @property
    def is_keyword(self) -> bool:
        """Whether values are compared as a whole here."""
        return self.field in KEYWORD_FIELDS

    def inside(self, name: str | None, *, exact: bool) -> Scope:
        """The scope of a field (or an alias, in any case) that stands in this one."""
        field = ALIASES.get(name.lower(), name.lower()) if name else self.field
        return Scope(field, exact or self.exact)


def keyword_leaf(scope: Scope, value: str, *, quoted: bool = False) -> Node | None:
    """A value of a field that is compared as a whole, or a range; None where it makes no sense."""
    field = scope.field or ""
    if value == "*" and not quoted:
        return negated(Exact(field, MISSING))
    if value == MISSING:
        return Exact(field, MISSING)
    if field in _FORMS and not _FORMS[field].fullmatch(value):
        return ranged(field, value)
    normal = keyword(field, value)
    return Exact(field, normal) if normal else None


def phrase(text: str, scope: Scope) -> Node | None:
    """Words as they stand, side by side."""
    found = _tokens(text)
    return Phrase(found, scope.field) if found else None


def near(text: str, scope: Scope, slop: int, ordered: bool) -> Node | None:
    """Words as they stand, with at most so many others among them."""
    found = _tokens(text)
    if len(found) < 2:
        return phrase(text, scope)
    return Near(found, min(slop, MAX_SLOP), scope.field, ordered)


def literal(text: str, scope: Scope) -> Node | None:
    """The words of a text; what is written without blanks only means something in its order."""
    found = [
        Phrase(word[:MAX_WORDS], scope.field)
        if len(word) > 1 or scope.exact
        else _word(word[0], scope.field)
        for word in _words(text)
    ]
    return all_of(found) if found else None


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(token for word in _words(text) for token in word)[:MAX_WORDS]


def _words(text: str) -> list[tuple[str, ...]]:
    first = _LETTER.search(text)
    return words(text[first.start() : first.start() + MAX_RUN])[:MAX_WORDS] if first else []


def _word(token: str, field: str | None) -> Node:
    """A word; a bare number that can be an identifier is looked for as both."""
    known = number(token) if field is None else None
    return any_of([known, Word(token, field)]) if known else Word(token, field)
