"""What every form of date is read into, and how it is written: EDTF level 1 (ISO 8601-2:2019)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from typing import NamedTuple

from index.record import Precision

PLAUSIBLE = range(1000, 2101)
_COARSER: tuple[Precision, ...] = ("day", "month", "season", "year", "decade", "century")
_BOTH = {frozenset("?~"): "%"}


class Reading(NamedTuple):
    """One date that was read: what `Date` holds, and the code of what is wrong with it."""

    edtf: str | None = None
    year: int | None = None
    precision: Precision | None = None
    flag: str | None = None
    role: str | None = None


IMPLAUSIBLE = Reading(flag="date-implausible")
AMBIGUOUS = "date-ambiguous"
OFF_CALENDAR = "date-off-calendar"


@dataclass(frozen=True, slots=True)
class Part:
    """A date that stands alone or at an end of an interval.

    `text` is its EDTF without a mark; `low` and `high` are its ends where it is longer than what
    level 1 allows at the end of an interval (a decade, a year of another calendar).
    """

    text: str
    precision: Precision
    low: str
    high: str
    mark: str = ""
    flag: str | None = None

    @property
    def year(self) -> int:
        return int(self.low[:4])

    @property
    def last_year(self) -> int:
        return int(self.high[:4])

    def marked(self, mark: str) -> Part:
        """The same, uncertain (`?`), approximate (`~`) or both (`%`)."""
        marks = frozenset(self.mark + mark)
        return replace(self, mark=_BOTH.get(marks, "".join(marks)[:1]))


def plain(text: str, precision: Precision) -> Part:
    """A part that EDTF writes with digits alone."""
    return Part(text, precision, text, text)


def span(low: str, high: str, precision: Precision) -> Part:
    """What lasts from `low` to `high`, as one part; a single value where they are the same."""
    text = low if low == high else f"{low}/{high}"
    return Part(text, precision, low, high)


def point(year: int, month: int = 0, day: int = 0) -> Part:
    """A Gregorian date; 0 is unknown. What is not on the calendar goes, with a flag."""
    if not month:
        return plain(f"{year:04}", "year")
    if month > 12:
        return replace(plain(f"{year:04}", "year"), flag=OFF_CALENDAR)
    text = f"{year:04}-{month:02}"
    if not day:
        return plain(text, "month")
    if not 1 <= year <= 9999 or day > monthrange(year, month)[1]:
        return replace(plain(text, "month"), flag=OFF_CALENDAR)
    return plain(f"{text}-{day:02}", "day")


def season(year: int, number: int) -> Part:
    """Spring to winter, 1 to 4."""
    return plain(f"{year:04}-{20 + number}", "season")


def quarter(year: int, number: int) -> Part:
    """Level 1 has no quarters: from its first month to its last."""
    last = 3 * number
    return span(f"{year:04}-{last - 2:02}", f"{year:04}-{last:02}", "season")


def decade(tens: int) -> Part:
    """`189` are the 1890s."""
    return Part(f"{tens:03}X", "decade", f"{tens:03}0", f"{tens:03}9")


def century(hundreds: int) -> Part:
    """`18` is the 19th century."""
    return Part(f"{hundreds:02}XX", "century", f"{hundreds:02}00", f"{hundreds:02}99")


def alone(part: Part) -> Reading:
    """A part that is the whole date."""
    if part.year not in PLAUSIBLE:
        return IMPLAUSIBLE
    ends = part.text.split("/")
    return Reading("/".join(end + part.mark for end in ends), part.year, part.precision, part.flag)


def interval(start: Part, end: Part) -> Reading | None:
    """From one part to another; None where it runs backwards."""
    if start.low[:10] > end.high[:10]:
        return None
    if start.year not in PLAUSIBLE or end.last_year not in PLAUSIBLE:
        return IMPLAUSIBLE
    edtf = f"{start.low}{start.mark}/{end.high}{end.mark}"
    precision = max(start.precision, end.precision, key=_COARSER.index)
    return Reading(edtf, start.year, precision, start.flag or end.flag)


def since(start: Part) -> Reading:
    """An interval whose end is open."""
    read = alone(start)
    return read._replace(edtf=f"{start.low}{start.mark}/..") if read.edtf else read


def until(end: Part) -> Reading:
    """An interval whose start is open: there is no earliest year."""
    read = alone(end)
    return read._replace(edtf=f"../{end.high}{end.mark}", year=None) if read.edtf else read
