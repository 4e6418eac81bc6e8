"""The nodes of a query's tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


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
