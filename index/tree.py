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
# What facets count under these names stands in fields beside them (`index.entries`).
ENTRIES = {
    "creator": "creator_is", "journal": "journal_is", "subject": "subject_is",
    "publisher": "publisher_is", "language": "language_is", "type": "type_is",
    "licence": "licence_is", "access": "access_is",
}  # fmt: skip
ALSO = "also"  # of entries: other spellings, that they are found by
# The names of filters and facets; every field of keywords that an engine holds.
FILTER_FIELDS = tuple(dict.fromkeys((*KEYWORD_FIELDS, *ENTRIES)))
HELD_FIELDS = (*KEYWORD_FIELDS, *ENTRIES.values(), ALSO)
# Searched by words without a field, but no name of a field; the last of those that hold words.
OTHER = "other"
WORD_FIELDS = (*TEXT_FIELDS, OTHER)


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
class Near:
    """Words as they stand, near one another in one value of one field.

    At most `slop` other words stand among all of them, in any order; `ordered`: in this order, and
    at most `slop` others between each and the next. A word that is given twice needs to stand once
    where order does not matter.
    """

    words: tuple[str, ...]
    slop: int
    field: str | None = None
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so, as they stand."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Words as they stand; in the pattern `?` is any letter and `*` any number of them."""

    pattern: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words at most so many edits away: a letter put in, left out or exchanged."""

    text: str
    field: str | None = None
    edits: int = 1


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
class Dates:
    """Documents of these dates, as `2019`, `2019-05` or `2019-05-17`; both ends are included.

    None is an open end. A document whose month or day is not known counts as the beginning of what
    is known.
    """

    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Boost:
    """The node, whose score counts so many times."""

    node: Node
    factor: float


@dataclass(frozen=True, slots=True)
class Constant:
    """The node, with the same score for every document."""

    node: Node
    score: float = 1.0


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


Leaf: TypeAlias = (
    Everything | Word | Phrase | Near | Prefix | Wildcard | Fuzzy | Exact | Years | Dates
)
Node: TypeAlias = Leaf | Boost | Constant | And | Or | Not


@dataclass(frozen=True, slots=True)
class Prefer:
    """Matches what the node matches; the best of these score more where words stand near.

    Of near words, unlike elsewhere, any form will do. Nobody writes this: `index.ranking` does.
    """

    node: Node
    wanted: tuple[Near, ...]


Ranked: TypeAlias = Node | Prefer  # what an engine can be asked


def all_of(nodes: Iterable[Node]) -> Node:
    """All of the nodes (at least one): flat, each once, a single one as it is."""
    return _joined(And, nodes)


def any_of(nodes: Iterable[Node]) -> Node:
    """Any of the nodes (at least one): flat, each once, a single one as it is."""
    return _joined(Or, nodes)


def negated(node: Node) -> Node:
    """The opposite of the node."""
    return node.node if isinstance(node, Not) else Not(node)


def first_leaves(node: Node, most: int) -> Node:
    """The node with its first leaves, at most so many (at least one)."""
    return _first(node, most)[0] or node


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


def _first(node: Node, most: int) -> tuple[Node | None, int]:
    """The node as far as its leaves are allowed, and how many more are."""
    match node:
        case And(nodes) | Or(nodes):
            kept = []
            for part in nodes:
                some, most = _first(part, most)
                kept.extend([some] if some is not None else [])
            return (_joined(type(node), kept) if kept else None), most
        case Not(inner):
            some, most = _first(inner, most)
            return (negated(some) if some is not None else None), most
        case _:
            return (node, most - 1) if most > 0 else (None, 0)


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
