"""What searches have in common: the query, filters by the names of fields, ranges of years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from index.engines.base import Sort
from index.tree import ALIASES, FILTER_FIELDS
from index.web.api.params import Param, Values
from index.web.problems import Mistake, Problem
from index.web.settings import WebSettings

# No document has a year outside of these (the flag `date-implausible`).
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
NAMES = (*FILTER_FIELDS, *ALIASES)


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
        years = " A year, or a range: `2010..2020`, `2010..`, `..2020`." if name == "year" else ""
        yield Param(name, what + years, many=True, least=1, most=most)
    for name in NAMES:
        field = ALIASES.get(name, name)
        yield Param(f"-{name}", f"No records with this {field}.", many=True, least=1, most=most)


def sorting() -> Param:
    """The order of hits."""
    return Param("sort", "The order of the records.", default="relevance", among=get_args(Sort))


def asked(values: Values, settings: WebSettings) -> Asked:
    """What the parameters ask. Raises `Problem` for too many values, and for years that are none.

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
            yield field, list(_spread(some, sign)) if field == "year" else some


def _spread(values: list[str], sign: str) -> Iterator[str]:
    """Years, and those of ranges."""
    for value in values:
        first, between, last = value.partition("..")
        if not between:
            yield value
        elif (first or last) and _is_year(first) and _is_year(last):
            least = max(_FIRST_YEAR, int(first or 0))
            most = min(_LAST_YEAR, int(last or _LAST_YEAR))
            # No year matches what no document has: an empty range finds nothing.
            yield from map(str, range(least, most + 1)) if least <= most else ["none"]
        else:
            wrong = Mistake(f"{sign}year", "is no range of years, such as 2010..2020")
            raise Problem("parameters", f"{value[:40]!r} is no range of years", None, [wrong])


def _is_year(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit() and len(text) <= 4)
