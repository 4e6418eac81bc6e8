"""Words of a query as they stand in an index: their exact forms, and those of patterns. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.analysis import Analysis, is_exact

_WILD = re.compile(r"([*?])")


def exact_forms(words: Iterable[str], analysis: Analysis) -> list[str]:
    """The exact form of each word; those that fold to nothing or are marked are left out."""
    forms = (term for word in words for term in analysis.query_terms(word)[:1])
    return [term for term in forms if is_exact(term)]


def exact_pattern(pattern: str, analysis: Analysis) -> str:
    """A wildcard whose letters are folded as those of exact forms are."""
    pieces = _WILD.split(pattern)
    return "".join(
        piece if _WILD.fullmatch(piece) else "".join(exact_forms((piece,), analysis))
        for piece in pieces
    )
