"""dc:rights -> access right, licence, embargo, and every statement as written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from harvester.normalise import access, creative_commons, dates, licences
from harvester.normalise.coar import ACCESS_URI, coded
from harvester.normalise.creative_commons import Named
from harvester.normalise.dublin_core import Value
from harvester.normalise.text import fold, texts
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


def read(values: Sequence[Value]) -> Rights:
    """The first access term and the licence that says most; every other value is a statement.

    A value with a licence's address stays a statement too: it may say more than the address. An
    embargo date means embargoed access where no term says otherwise.
    """
    raws = [fold(value.text) for value in values]
    embargo = next((date for raw in raws if (date := _embargo(raw))), None)
    right = _access(raws, embargo)
    licence, flags = _licence(raws)
    held = {right.raw} if right and access.whole(right.raw) else set()
    held |= {embargo.raw} if embargo and embargo.raw.startswith(_EU_REPO_EMBARGO) else set()
    rest = [value for value, raw in zip(values, raws, strict=True) if raw not in held]
    return Rights(right, licence, texts(rest), embargo, flags)


def _access(raws: Sequence[str], embargo: Date | None) -> Coded | None:
    for reader in (access.whole, access.said):
        found = next((right for raw in raws if (right := reader(raw))), None)
        if found:
            return found
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


def _licence(raws: Sequence[str]) -> tuple[Licence | None, tuple[Flag, ...]]:
    """The first licence, as far as any agreeing one names it; a flag where another disagrees."""
    named = [(raw, one) for raw in raws for one in licences.find(raw)]
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
