"""The tree of a query: its nodes, how they are put together, and how they are written down.

`write` is the notation of `index.query.parse`: reading it gives the same tree again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from index.words import words as split_words

# The names of fields in queries, filters, facets and URLs (promises.md).
TEXT_FIELDS = ("title", "creator", "subject", "abstract", "journal", "publisher")
KEYWORD_FIELDS = (
    "source", "set", "year", "date", "language", "type", "licence", "access",
    "doi", "issn", "orcid", "id",
)  # fmt: skip
ALIASES = {"author": "creator", "lang": "language"}


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every document."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in one field, or in any text field (`field` None): its inflections too."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words as they stand (no inflections), next to each other in one value of one field."""

    words: tuple[str, ...]
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Exact:
    """A keyword field that holds exactly this value (identifiers in their normal form)."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Years:
    """Documents of these years, both ends included; None is an open end."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """None of it."""

    node: Node


Node: TypeAlias = Everything | Word | Phrase | Exact | Years | And | Or | Not


def all_of(nodes: Iterable[Node]) -> Node:
    """All of the nodes (at least one): flat, each once, a single one as it is."""
    return _joined(And, nodes)


def any_of(nodes: Iterable[Node]) -> Node:
    """Any of the nodes (at least one): flat, each once, a single one as it is."""
    return _joined(Or, nodes)


def negated(node: Node) -> Node:
    """The opposite of the node."""
    return node.node if isinstance(node, Not) else Not(node)


def write(node: Node) -> str:
    """The node in the notation that `index.query.parse` reads."""
    match node:
        case Everything():
            return "*"
        case Word(text, field):
            return _named(field, text)
        case Phrase(words, field):
            return _named(field, f'"{_run_together(words)}"')
        case Exact(field, value):
            return _named(field, value if _PLAIN.fullmatch(value) else _quoted(value))
        case Years(first, last):
            return _named("year", _range(first, last))
        case And(nodes):
            return " ".join(_inner(part) for part in nodes)
        case Or(nodes):
            return " OR ".join(_inner(part) for part in nodes)
        case Not(inner):
            return f"-{_inner(inner)}"


def _joined(kind: type[And] | type[Or], nodes: Iterable[Node]) -> Node:
    parts = (node.nodes if isinstance(node, kind) else (node,) for node in nodes)
    flat = tuple(dict.fromkeys(part for group in parts for part in group))
    return flat[0] if len(flat) == 1 else kind(flat)


# A value that needs no quotes: nothing in it can be taken for syntax.
_PLAIN = re.compile(r"[\w./:;-]*\w")


def _named(field: str | None, text: str) -> str:
    return f"{field}:{text}" if field else text


def _quoted(value: str) -> str:
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def _range(first: int | None, last: int | None) -> str:
    if last is None:
        return f">={first:04}"
    return f"<={last:04}" if first is None else f"{first:04}..{last:04}"


def _inner(node: Node) -> str:
    return f"({write(node)})" if isinstance(node, And | Or) else write(node)


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
