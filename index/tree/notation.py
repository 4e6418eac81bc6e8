"""How a tree is written down: the notation that `index.query.parse` reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.tree.nodes import (
    And,
    Boost,
    Constant,
    Dates,
    Everything,
    Exact,
    Fuzzy,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
    Years,
)
from index.words import words as split_words


def write(node: Node) -> str:
    """The node in the notation that `index.query.parse` reads."""
    match node:
        case And(nodes):
            return " ".join(_inner(part) for part in nodes)
        case Or(nodes):
            return " OR ".join(_inner(part) for part in nodes)
        case Not(inner):
            return _denied(_inner(inner))
        case Boost(inner, factor):
            return f"{_inner(inner)}^{factor:g}"
        case Constant(inner, score):
            return f"{_inner(inner)}^={score:g}"
        case _:
            return _leaf(node)


def _leaf(node: Leaf) -> str:
    match node:
        case Everything():
            return "*"
        case Word(text, field):
            return _named(field, text)
        case Phrase(words, field):
            return _named(field, f'"{_run_together(words)}"')
        case Near(words, slop, field, ordered):
            return _named(field, f'"{_run_together(words)}"~{slop}{">" if ordered else ""}')
        case Prefix(text, field):
            return _named(field, f"{text}*")
        case Wildcard(pattern, field):
            return _named(field, pattern)
        case Fuzzy(text, field, edits):
            return _named(field, f"{text}~{edits}" if edits != 1 else f"{text}~")
        case Exact(field, value):
            return _named(field, value if _PLAIN.fullmatch(value) else _quoted(value))
        case Years(first, last):
            return _named("year", _range(_year(first), _year(last)))
        case Dates(first, last):
            return _named("date", _range(first, last))


# A value that needs no quotes: nothing in it can be taken for syntax.
_PLAIN = re.compile(r"[\w./:;-]*\w")


def _named(field: str | None, text: str) -> str:
    return f"{field}:{text}" if field else text


def _quoted(value: str) -> str:
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def _year(year: int | None) -> str | None:
    return None if year is None else f"{year:04}"


def _range(first: str | None, last: str | None) -> str:
    if last is None:
        return f">={first or '0000'}"
    return f"<={last}" if first is None else f"{first}..{last}"


def _denied(text: str) -> str:
    # A dash before a digit is a minus: `stored at -80`.
    return f"NOT {text}" if text[0].isdigit() else f"-{text}"


def _inner(node: Node) -> str:
    joined = isinstance(node, And | Or | Boost | Constant)
    return f"({write(node)})" if joined else write(node)


def _run_together(words: tuple[str, ...]) -> str:
    """Words with blanks; the overlapping pairs of a script without blanks as the run they were."""
    return "".join(_pieces(words))


def _pieces(words: tuple[str, ...]) -> Iterator[str]:
    before = ""
    for word in words:
        yield from (word[-1],) if _overlaps(before, word) else (" " if before else "", word)
        before = word


def _overlaps(before: str, word: str) -> bool:
    pair = len(before) == len(word) == 2 and before[1] == word[0]
    return pair and split_words(before + word[1]) == [(before, word)]
