"""Dates with words: the classes of their tokens (`tokens.py`) make a pattern, patterns make dates.

A date is a part, a range, one of two, or an open range; what one end of a range leaves out is taken
from the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from harvester.normalise.date_forms.calendars import Calendar, dated, jalali_season
from harvester.normalise.date_forms.parts import (
    Part,
    Reading,
    alone,
    century,
    decade,
    interval,
    point,
    quarter,
    season,
    since,
    until,
)
from harvester.normalise.date_forms.tokens import Token, tokenise

_ORDERS = frozenset(
    ["Y", "MY", "YM", "DMY", "MDY", "YMD", "DM", "MD", "D", "M", "SY", "YS", "S", "DY", "YDM"]
)
_GLUED = {"D-M-Y": "DMY", "Y-M-D": "YMD", "M-Y": "MY", "Y-M": "YM", "M-D-Y": "MDY"}
_CALENDARS: dict[str, Calendar] = {"H": "hijri", "J": "jalali", "T": "buddhist"}
_SCRIPT_YEARS = range(2400, 2601)  # Buddhist years that we can meet
_MAX_LENGTH = 100
_MODERN = 1700  # no Hijri or Jalali year that we can meet
_LONGEST = 80  # years of a range whose end is shortened
_DUAL = re.compile("Y[HJ]-?YG?|YG?-?Y[HJ]")


@dataclass(frozen=True, slots=True)
class _Side:
    """What one side of a range says; the other side completes it."""

    found: dict[str, int] = field(default_factory=dict)
    calendar: Calendar = "gregorian"
    whole: Part | None = None


def read(text: str, calendar: Calendar, languages: Sequence[str]) -> Sequence[Reading]:
    """Readings of a date in words: one, two for `A and B`, empty for what is none."""
    if len(text) > _MAX_LENGTH or not any(map(str.isalnum, text)):
        return ()
    tokens = tokenise(text, tuple(languages))
    if tokens is None:
        return ()
    if all(token.kind != "F" for token in tokens) and (listed := _listed(tokens, calendar)):
        return listed
    one = _piece(tokens, calendar)
    return (one,) if one else ()


def _listed(tokens: Sequence[Token], calendar: Calendar) -> Sequence[Reading]:
    """Two whole dates with an `and` between them; empty for all others."""
    pieces = _split(tokens, "+")
    reads = [_piece(piece, calendar) for piece in pieces] if len(pieces) > 1 else []
    return tuple(dict.fromkeys(read for read in reads if read)) if all(reads) else ()


def _kinds(tokens: Sequence[Token]) -> str:
    return "".join(token.kind for token in tokens)


def _split(tokens: Sequence[Token], kind: str) -> list[list[Token]]:
    pieces: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == kind:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return [piece for piece in pieces if piece]


def _piece(tokens: Sequence[Token], calendar: Calendar) -> Reading | None:
    """One date: a part, a range, one of two, an open range; with its marks."""
    kinds = _kinds(tokens)
    mark = ("~" if "C" in kinds else "") + ("?" if "?" in kinds or "Q" in kinds else "")
    kept = [_as_range(token) for token in tokens if token.kind not in "C?QF,"]
    kinds = _kinds(kept)
    if not kinds or "!" in kinds:
        return None
    if kinds[0] in "AB" and (part := _part(kept[1:], calendar)):
        return (since if kinds[0] == "A" else until)(_marked(part, mark))
    if part := _part(kept, calendar):
        return alone(_marked(part, mark))
    return _pair(kept, kinds, mark, calendar)


def _as_range(token: Token) -> Token:
    return Token("-") if token.kind == "+" else token


def _marked(part: Part, mark: str) -> Part:
    return part.marked(mark) if mark else part


def _pair(tokens: Sequence[Token], kinds: str, mark: str, calendar: Calendar) -> Reading | None:
    for sign in "-BO":  # `1990 until 1995`
        for at in (at for at, kind in enumerate(kinds) if kind == sign):
            ends = _ends(tokens[:at], tokens[at + 1 :], calendar)
            if ends:
                both = mark + ("?" if sign == "O" else "")
                return interval(_marked(ends[0], both), _marked(ends[1], both))
    half = len(tokens) // 2
    if len(tokens) % 2 == 0 and tokens[:half] == tokens[half:]:
        part = _part(tokens[:half], calendar)
        return alone(_marked(part, mark)) if part else None
    return None


def _ends(
    left: Sequence[Token], right: Sequence[Token], calendar: Calendar
) -> tuple[Part, Part] | None:
    """Both ends of a range, each completed by what only the other says."""
    # `1985–1990 годы` are years; behind a single year the word means its decade.
    left, right = ([one for one in side if one.kind != "X"] for side in (left, right))
    kinds = _kinds(left), _kinds(right)
    if kinds[0] in ("D", "R") and kinds[1] in ("DK", "RK"):
        return century(left[0].value - 1), century(right[0].value - 1)
    if kinds == ("Y", "D"):
        last = _long_year(left[0].value, right[0].value)
        if last > left[0].value + _LONGEST:
            return None
        right = [Token("Y", last)]
    first, second = _side(left, calendar), _side(right, calendar)
    if first is None or second is None:
        return None
    start, end = _made(_filled(first, second)), _made(_filled(second, first))
    return (start, end) if start and end else None


def _long_year(year: int, short: int) -> int:
    """1998 and 99 -> 1999, 1999 and 02 -> 2002."""
    last = year - year % 100 + short
    return last if last > year else last + 100


def _part(tokens: Sequence[Token], calendar: Calendar) -> Part | None:
    kinds = _kinds(tokens)
    if kinds in ("SY-Y", "SY-D"):  # a winter over two years
        tokens = tokens[:2]
    if _DUAL.fullmatch(kinds):  # one year in two calendars: ours is the later number
        ours = max(token.value for token in tokens if token.kind == "Y")
        tokens = [Token("Y", ours)] if ours >= _MODERN else tokens
    side = _side(tokens, calendar)
    return _made(side) if side else None


def _side(tokens: Sequence[Token], calendar: Calendar) -> _Side | None:
    kinds = _kinds(tokens)
    for sign in "HJTG":
        if sign in kinds:
            calendar = _CALENDARS.get(sign, "gregorian")
            tokens = [token for token in tokens if token.kind not in "HJTG"]
            kinds = re.sub("[HJTG]", "", kinds)
    whole = _long(kinds, tokens)
    if whole:
        return _Side(whole=whole)
    values = [token for token in tokens if token.kind != "-"]
    kinds = _GLUED.get(kinds, kinds)
    if kinds not in _ORDERS or len(values) != len(kinds):
        return None
    return _Side({token.kind: token.value for token in values}, calendar)


def _long(kinds: str, tokens: Sequence[Token]) -> Part | None:
    """Decades, centuries, quarters."""
    values = {token.kind: token.value for token in tokens}
    if kinds in ("d", "Xd", "dX"):
        return decade(values["d"])
    if kinds in ("XY", "YX") and values["Y"] % 10 == 0:
        return decade(values["Y"] // 10)
    if kinds in ("DK", "RK", "KD", "KR"):
        number = values.get("D", values.get("R", 0))
        return century(number - 1) if 10 <= number <= 21 else None
    if kinds in ("ZY", "YZ"):
        return quarter(values["Y"], values["Z"])
    return None


def _filled(side: _Side, other: _Side) -> _Side:
    """`13` of `1943 August 13-15` gets its month and year from the other side."""
    if side.whole or other.whole:
        return side
    lacking = {kind: value for kind, value in other.found.items() if kind not in side.found}
    finest = min("DMSY".index(kind) for kind in side.found)
    coarser = {kind: value for kind, value in lacking.items() if "DMSY".index(kind) > finest}
    if "S" in side.found:
        coarser.pop("M", None)
    calendar = other.calendar if side.calendar == "gregorian" else side.calendar
    return replace(side, found={**side.found, **coarser}, calendar=calendar)


def _made(side: _Side) -> Part | None:
    if side.whole:
        return side.whole
    found, calendar = side.found, side.calendar
    if "Y" not in found or ("D" in found and "M" not in found):
        return None
    year, month, turn = found["Y"], found.get("M", 0), found.get("S", 0)
    if month > 100:
        calendar = "jalali" if month < 200 else "hijri"
        month %= 100
    if turn > 100:
        return jalali_season(year, turn - 100) if year < 1600 else season(year, turn - 100)
    if turn:
        return season(year, turn)
    if calendar == "gregorian" and year in _SCRIPT_YEARS and month:
        calendar = "buddhist"
    if calendar == "gregorian":
        return point(year, month, found.get("D", 0))
    return dated(calendar, year, month, found.get("D", 0))
