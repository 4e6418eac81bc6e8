"""dc:rights -> access right, licence, embargo, and every statement as written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from harvester.normalise import access, creative_commons, dates, licences
from harvester.normalise.coar import ACCESS_URI, coded
from harvester.normalise.creative_commons import Named
from harvester.normalise.dublin_core import Value
from harvester.normalise.languages import tag
from harvester.normalise.text import fold
from index.record import Coded, Date, Flag, Licence, Text

_EU_REPO_EMBARGO = "info:eu-repo/date/embargoEnd/"
_EMBARGO = re.compile(
    r"(?:under )?embargo\w*(?: access)?\W+(?:until|till|hasta|até|jusqu.au|bis|до|ends?)\W+(.+)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Rights:
    """The access right, the licence, the statements; the end of an embargo; what looked wrong."""

    access: Coded | None
    licence: Licence | None
    statements: tuple[Text, ...]
    embargo: Date | None = None
    flags: tuple[Flag, ...] = ()


_NOTHING = Rights(None, None, ())


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one value says: `said` is an access right among other things."""

    raw: str
    access: Coded | None
    said: Coded | None
    embargo: Date | None
    licences: tuple[Named | Licence, ...]


def read(values: Sequence[Value]) -> Rights:
    """The first access term and the licence that says most; every other value is a statement.

    A value with a licence's address stays a statement too: it may say more than the address. An
    embargo date means embargoed access where no term says otherwise.
    """
    if not values:
        return _NOTHING
    found = [(_statement(value.text), value.lang) for value in values]
    stated = [statement for statement, _ in found]
    embargo = next((one.embargo for one in stated if one.embargo), None)
    right = _access(stated, embargo)
    held = {one.raw for one in stated if one.access and one.access is right}
    held |= {embargo.raw} if embargo and embargo.raw.startswith(_EU_REPO_EMBARGO) else set()
    texts = (Text(one.raw, tag(lang)) for one, lang in found if one.raw and one.raw not in held)
    licence, flags = _licence(stated)
    return Rights(right, licence, tuple(dict.fromkeys(texts)), embargo, flags)


@lru_cache(maxsize=4096)  # a source has a handful of statements, some of them long
def _statement(text: str) -> _Statement:
    raw = fold(text)
    return _Statement(raw, access.whole(raw), access.said(raw), _embargo(raw), licences.find(raw))


def _access(stated: Sequence[_Statement], embargo: Date | None) -> Coded | None:
    terms = [one.access for one in stated if one.access] + [one.said for one in stated if one.said]
    if terms:
        return terms[0]
    return coded(embargo.raw, ACCESS_URI, "c_f1cf") if embargo else None


def _embargo(raw: str) -> Date | None:
    """The end of an embargo, where the value gives its date."""
    if raw.startswith(_EU_REPO_EMBARGO):
        (date,), _ = dates.read((Value(raw),))
        return date
    found = _EMBARGO.fullmatch(raw)
    if not found:
        return None
    (date, *more), _ = dates.read((Value(found[1].rstrip(".")),))
    told = date.precision in ("day", "month", "year") and not more
    return Date(raw, date.edtf, date.year, date.precision, "embargoEnd") if told else None


def _licence(stated: Sequence[_Statement]) -> tuple[Licence | None, tuple[Flag, ...]]:
    """The first licence, as far as any agreeing one names it; a flag where another disagrees."""
    named = [(one.raw, licence) for one in stated for licence in one.licences]
    commons = [one for _, one in named if isinstance(one, Named)]
    if not commons:
        first = next((one for _, one in named if isinstance(one, Licence)), None)
        return first, ()
    agreeing = [one for one in commons if one.agrees(commons[0])]
    best = max(agreeing, key=Named.said)
    against = dict.fromkeys(
        raw for raw, one in named if isinstance(one, Named) and not one.agrees(best)
    )
    flags = tuple(Flag("licence-disagrees", "rights", raw) for raw in against)
    return creative_commons.licence(best), flags
