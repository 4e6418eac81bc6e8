"""What searches have in common: the query, filters by the names of fields, ranges of years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from index.engines.base import Sort
from index.tree import ALIASES, FILTER_FIELDS
from index.web.api.params import Param, Values
from index.web.problems import Problem
from index.web.settings import WebSettings

# No document has a year outside of these (the flag `date-implausible`).
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
NAMES = (*FILTER_FIELDS, *ALIASES)

# `none` stands for those without a year in facets (`engines.base.MISSING`).
_LIKE = {"year": r"^(\d{1,4}|\d{1,4}\.\.\d{0,4}|\.\.\d{1,4}|\(none\))$"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as `Index.search` takes it."""

    text: str
    filters: dict[str, list[str]]
    exclude: dict[str, list[str]]


def asking(settings: WebSettings) -> tuple[Param, ...]:
    """`q`, and for each field `field=` and `-field=`."""
    query = Param(
        "q", "What to search for; without it, everything. docs: query language.",
        default="", most=settings.max_letters, example="физика",
    )  # fmt: skip
    return (query, *_filters(settings.max_letters))


def _filters(most: int) -> Iterator[Param]:
    for name in NAMES:
        field = ALIASES.get(name, name)
        what = f"Only records with this {field}; several: any of them."
        if name == "year":
            what += " A range too: `2010..2020`, `2010..`, `..2020`."
        yield Param(name, what, many=True, least=1, most=most, like=_LIKE.get(name))
    for name in NAMES:
        field = ALIASES.get(name, name)
        what = f"No records with this {field}."
        yield Param(f"-{name}", what, many=True, least=1, most=most, like=_LIKE.get(name))


def sorting() -> Param:
    """The order of hits."""
    return Param("sort", "The order of the records.", default="relevance", among=get_args(Sort))


def asked(values: Values, settings: WebSettings) -> Asked:
    """What the parameters ask. Raises `Problem` for too many values.

    A NUL, which no text can hold, is a blank.
    """
    given = sum(len(values[sign + name]) for name in NAMES for sign in ("", "-"))
    if given > settings.max_values:
        raise Problem(
            "parameters",
            f"{given} values of filters; up to {settings.max_values} are taken",
            "ask for less at once; programs that want everything take /export or the dump",
        )
    return Asked(
        values["q"].replace("\0", " "),
        dict(_by_field(values, "")),
        dict(_by_field(values, "-")),
    )


def _by_field(values: Values, sign: str) -> Iterator[tuple[str, list[str]]]:
    for field in FILTER_FIELDS:
        names = [field, *(alias for alias, of in ALIASES.items() if of == field)]
        some = [value for name in names for value in values[sign + name]]
        if some:
            yield field, list(_spread(some)) if field == "year" else some


def _spread(values: list[str]) -> Iterator[str]:
    """Years, and those of ranges."""
    for value in values:
        first, between, last = value.partition("..")
        if not between:
            yield value
        else:
            least = max(_FIRST_YEAR, int(first or 0))
            most = min(_LAST_YEAR, int(last or _LAST_YEAR))
            # No year matches what no document has: an empty range finds nothing.
            yield from map(str, range(least, most + 1)) if least <= most else ["none"]
