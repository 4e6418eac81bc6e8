"""The names in dc:rights: `Copyright (c) 2023 М.М. Горбунов-Посадов`.

journals.rcsi.science gives the creators in Latin letters only; who holds the rights, often the
first author, stands in Cyrillic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from harvester.normalise.dublin_core import Value
from harvester.normalise.text import fold
from index import names

# OJS words the statement in some eighty languages, with the same sign and a year in all of them.
_STATEMENT = re.compile(
    r"(?:[^\W\d_]+[^\W\d_]*\s+){0,4}?(?:\(c\)|\(с\)|©)\s*(?:(?:19|20)\d\d[\s,–-]*)*(?P<holders>\D+?)"
    r"(?:,?\s*(?:19|20)\d\d\.?)?",
    re.I,
)
_SIGN = re.compile(r"\([cс]\)|©", re.I)  # the statement costs a tenth of a millisecond without
_COMMAS = re.compile(r"\s*[,;]\s*")


def read(rights: Iterable[Value]) -> Iterator[str]:
    """Each person that a statement of rights names, as written."""
    for value in rights:
        yield from _people(value.text)


@lru_cache(maxsize=4096)  # the same body holds the rights of all that a repository has
def _people(statement: str) -> tuple[str, ...]:
    found = _STATEMENT.fullmatch(fold(statement)) if _SIGN.search(statement) else None
    return tuple(filter(_is_person, _holders(found["holders"].strip()))) if found else ()


def _holders(text: str) -> list[str]:
    """`Р.С. Козлов, А.Ю. Кузьменков`; `Козлов, Роман` is one."""
    pieces = _COMMAS.split(text)
    return pieces if all(map(_is_person, pieces)) else [text]


def _is_person(text: str) -> bool:
    return names.parse(text).family is not None
