"""Brackets: `(2014)`, `12(3)`, `№ 4 (18)`, `(Spring 2019)`."""

from __future__ import annotations

import re

from harvester.normalise.places.labelled import Labelled
from harvester.normalise.places.numerals import is_year
from harvester.normalise.places.tokens import (
    BRACKET,
    DATE,
    NUMBER,
    SHORT,
    SPECIAL_NUMBER,
    YEAR_IN,
    YEARS,
)


class Bracketed(Labelled):
    """What stands in brackets: years, numbers, words."""

    def _bracket(self) -> bool:
        found = BRACKET.match(self.text, self.at)
        if not found:
            return False
        start, self.at = self.at, found.end()
        inner = found[1].strip()
        years, date = YEARS.fullmatch(inner), DATE.fullmatch(inner)
        if date:
            return self._take_year(date[1], f"{date[1]}-{date[3]:0>2}-{date[4]:0>2}")
        if years and is_year(years[1]):
            return self._year_in_brackets(inner, start, found.end())
        if NUMBER.fullmatch(inner):
            return self._number_in_brackets(found, start)
        return self._words_in_brackets(inner, found)

    def _year_in_brackets(self, inner: str, start: int, end: int) -> bool:
        """Of two the later is the year: `№ 26 (1355) (2014)`."""
        if self._bracketed and self._issue and self._bracketed[0] >= self._issue[1]:
            self._take_issue(*self._bracketed, 0)
            self.year = None
        self._bracketed, self.year_in_brackets = (start, end), True
        return self._take_year(inner)

    def _number_in_brackets(self, found: re.Match[str], start: int) -> bool:
        if self._issue is None and self.volume is not None:
            return self._take_issue(found.start(1), found.end(1), 1)
        return self._follows_issue(start) and self._take_issue(start, found.end(), 0)

    def _words_in_brackets(self, inner: str, found: re.Match[str]) -> bool:
        inside = type(self)(inner, tail=self.tail)
        if inner and not self.issue and inside._front() and inside.issue and not inside._skip():
            self._issue, self.issue = found.span(), inside.issue
            self.sure += 2
            return True
        if self._issue and SHORT.fullmatch(inner) and self._follows_issue(found.start()):
            return self._take_issue(found.start(), found.end(), 0)
        year = YEAR_IN.search(inner)
        if year and is_year(year.group()) and self.year is None:
            self.extras.append(inner)
            return self._take_year(year.group())
        if self._issue is None and self.volume is not None and SPECIAL_NUMBER.match(inner):
            return self._take_issue(found.start(1), found.end(1), 1)
        self.extras.append(inner)
        return bool(inner)
