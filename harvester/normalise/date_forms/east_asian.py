"""Chinese, Japanese and Korean dates: year, month and day each with its sign; eras; numerals."""

from __future__ import annotations

import re

from harvester.normalise.date_forms.calendars import ERAS, dated, of_era
from harvester.normalise.date_forms.parts import (
    IMPLAUSIBLE,
    PLAUSIBLE,
    Part,
    Reading,
    alone,
    century,
    decade,
    interval,
    season,
)

_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_TENS = re.compile(r"([1-9])?十([1-9])?")
_NUMBER = "[0-9]{1,4}"
_DATE = re.compile(
    rf"(?P<circa>[約约]\s?)?(?P<era>{'|'.join(ERAS)}|(?:中[華华])?民[國国])?\s?"
    rf"(?P<year>元|{_NUMBER})\s?(?:[年년](?:度|도)?)?"
    rf"(?:\s?(?P<season>[春夏秋冬])[季号期]?|\s?(?P<month>{_NUMBER})\s?[月월]"
    rf"(?:\s?(?P<day>{_NUMBER})\s?[日号號일])?)?\s?(?P<about>頃|ごろ|左右|경)?"
)
_SIGNS = re.compile(f"[年月日年월일春夏秋冬世代季]|{'|'.join(ERAS)}|民[國国]|[년월일]|세기")
_DECADE = re.compile(r"([0-9]{3})0(?:年代|년대)")
_CENTURY = re.compile(r"第?\s?([0-9]{1,2})\s?(?:世[纪紀]|세기)")
_CLOCK = re.compile(r"(?<=日)\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?$")
_TO = re.compile(r"\s?[-–—~〜～至]\s?")


def read(text: str) -> Reading | None:
    """A date with East Asian signs; None for any other text."""
    if not _SIGNS.search(text):
        return None
    digits = _TENS.sub(_ten, text.translate(_DIGITS)).removesuffix("刊").removesuffix("発行")
    part = _part(_CLOCK.sub("", digits).strip(" []()"))
    if part:
        return alone(part)
    ends = [_part(piece) for piece in _TO.split(digits)]
    if len(ends) == 2 and ends[0] and ends[1]:
        return interval(ends[0], ends[1])
    return IMPLAUSIBLE if _DATE.fullmatch(digits) else None


def _ten(found: re.Match[str]) -> str:
    return str(10 * int(found[1] or 1) + int(found[2] or 0))


def _part(text: str) -> Part | None:
    if found := _DECADE.fullmatch(text):
        return decade(int(found[1]))
    if found := _CENTURY.fullmatch(text):
        return century(int(found[1]) - 1)
    found = _DATE.fullmatch(text)
    part = _date(found) if found else None
    about = found and (found["circa"] or found["about"])
    return part.marked("~") if part and about else part


def _date(found: re.Match[str]) -> Part | None:
    year = 1 if found["year"] == "元" else int(found["year"])
    month, day = int(found["month"] or 0), int(found["day"] or 0)
    era = found["era"]
    if era in ERAS:
        return of_era(era, year, month, day)
    if era:
        return dated("minguo", year, month, day)
    if year not in PLAUSIBLE:
        return None
    if found["season"]:
        return season(year, "春夏秋冬".index(found["season"]) + 1)
    return dated("gregorian", year, month, day)
