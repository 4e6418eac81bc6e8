"""dc:subject -> one term each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from harvester.normalise.dublin_core import Value
from harvester.normalise.languages import tag
from harvester.normalise.text import fold
from index.record import Text

# A semicolon that ends an entity escaped twice (`R&amp;amp;D`) separates nothing.
_SEPARATOR = re.compile(r"(?:&#?\w{2,8};|[^;；؛])+")
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "”": "”"}


def read(values: Iterable[Value]) -> tuple[Text, ...]:
    """Each term once in each language, in the order of the record."""
    found: dict[Text, None] = {}
    for value in values:
        language = tag(value.lang)
        terms = (_trim(fold(part)) for part in _SEPARATOR.findall(value.text))
        found.update((Text(term, language), None) for term in terms if term)
    return tuple(found)


def _trim(term: str) -> str:
    return _without_dot(_without_quotes(_without_dot(term)))


def _without_dot(term: str) -> str:
    """The dot that ends the list goes; that of `U.S.` and `et al. (ed.)` stays."""
    return term[:-1].rstrip() if term.endswith(".") and "." not in term[:-1] else term


def _without_quotes(term: str) -> str:
    closing = _QUOTES.get(term[:1])
    inside = term[1:-1]
    if closing and len(term) > 2 and term.endswith(closing) and closing not in inside:
        return inside.strip()
    return term
