"""The tree of a query: its nodes, how they are put together, and how they are written down.

`write` is the notation of `index.query.parse`: reading it gives the same tree again.
"""

from __future__ import annotations

from index.tree.field_names import (
    ALIASES,
    ALSO,
    ENTRIES,
    FILTER_FIELDS,
    HELD_FIELDS,
    KEYWORD_FIELDS,
    OTHER,
    TEXT_FIELDS,
    WORD_FIELDS,
)
from index.tree.joining import all_of, any_of, first_leaves, negated
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
    Prefer,
    Prefix,
    Ranked,
    Wildcard,
    Word,
    Years,
)
from index.tree.notation import write

__all__ = [
    "ALIASES",
    "ALSO",
    "ENTRIES",
    "FILTER_FIELDS",
    "HELD_FIELDS",
    "KEYWORD_FIELDS",
    "OTHER",
    "TEXT_FIELDS",
    "WORD_FIELDS",
    "And",
    "Boost",
    "Constant",
    "Dates",
    "Everything",
    "Exact",
    "Fuzzy",
    "Leaf",
    "Near",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "Prefer",
    "Prefix",
    "Ranked",
    "Wildcard",
    "Word",
    "Years",
    "all_of",
    "any_of",
    "first_leaves",
    "negated",
    "write",
]
