"""Reading a place in a journal from left to right, until something stops it.

One scanner for OJS's part between semicolons and for the tail of a citation. Each field is taken
once; what comes twice, or is no part of a place, stops it.
"""

from __future__ import annotations

import re

from harvester.normalise.places.bracketed import Bracketed
from harvester.normalise.places.labels import FRONT
from harvester.normalise.places.numerals import is_year
from harvester.normalise.places.pages import read
from harvester.normalise.places.tokens import (
    AHEAD_OF_ISSUE,
    BRACKET,
    IN_SEASON,
    LABEL,
    NUMBER,
    ONE_PAGE,
    PAGE_RANGE,
    PREFIXED,
    SPECIAL_NUMBER,
    YEAR_BRACKET,
    YEARS,
)


class Scan(Bracketed):
    """Reads a place from left to right, until something stops it."""

    def run(self) -> bool:
        """Read as far as possible; whether the end was reached."""
        while self._skip():
            if self.repeated or not self._step():
                return False
        return not self.repeated

    def _step(self) -> bool:
        mark = self.text[self.at]
        if mark in "(（[":
            return self._bracket()
        if mark in ":：" and not self.tail:
            return self._issue_title()
        if mark.isdigit() or mark in "第제":
            return self._behind() or self._bare()
        return (
            self._prefixed_pages()
            or self._front()
            or self._behind()
            or self._special()
            or self._when()
            or self._bare()
            or self._unknown_words()
        )

    def _issue_title(self) -> bool:
        label = LABEL.match(self.text, self._after(self.at + 1))
        if label and self._numbers_next(label):
            self.at += 1  # `Vol. 4: No. 2 (2020)`
            return True
        title = self.text[self.at + 1 :].strip()
        self.title = f"{self.title}: {title}" if self.title else title
        self.at = len(self.text)
        return bool(title)

    def _numbers_next(self, label: re.Match[str]) -> bool:
        """Whether a label behind the colon begins the issue's number, which is not there yet."""
        known = FRONT.get(label["word"].casefold()) == "issue"
        lacking = self.issue is None and self.year is None
        return known and lacking and NUMBER.match(self.text, label.end()) is not None

    def _bare(self) -> bool:
        years = YEARS.match(self.text, self.at)
        if years and self.year is None and is_year(years[1]) and self._ends(years.end()):
            self.at = years.end()
            return self._take_year(years.group())
        if not self.tail:
            return self._volume_and_issue()
        return self._volume_and_issue() or self._bare_pages() or self._bare_number()

    def _unknown_words(self) -> bool:
        """Between the number and `(year)` OJS lets editors write what they like."""
        year = None if self.tail or not self.sure else YEAR_BRACKET.search(self.text, self.at)
        if not year:
            return False
        self.at, self.unclear = year.start(), True
        return True

    def _ends(self, at: int) -> bool:
        return at == len(self.text) or not (self.text[at].isalnum() or self.text[at] in "(/")

    def _volume_and_issue(self) -> bool:
        """`12(3)`, `12 (2019)`."""
        number = NUMBER.match(self.text, self.at)
        if not number or self.volume is not None:
            return False
        if not BRACKET.match(self.text, self._after(number.end())) or not self._numeral(
            number.group()
        ):
            return False
        self.at = number.end()
        volume, point, issue = number.group().partition(".")
        if point:  # MLA: `12.3 (2010): 1-20`
            self._take_issue(number.end() - len(issue), number.end(), 1)
        return self._take_volume(volume, 1)

    def _numeral(self, text: str) -> bool:
        return text[0].isdigit() or (len(text) > 1 and text.isupper())

    def _bare_pages(self) -> bool:
        found = PAGE_RANGE.match(self.text, self.at)
        if not found or not any(character.isdigit() for character in found.group()):
            return False
        self.at = found.end()
        return self._take_pages(found.group(), 1)

    def _prefixed_pages(self) -> bool:
        """`S5-S8`: the letters belong to the pages."""
        found = PREFIXED.match(self.text, self.at) if self.tail else None
        if not found:
            return False
        self.at = found.end()
        return self._take_pages(found.group(), 2)

    def _bare_number(self) -> bool:
        found = ONE_PAGE.match(self.text, self.at)
        if not found or (not self._numeral(found.group()) and not found.group()[-1].isdigit()):
            return False
        text, self.at = found.group(), found.end()
        if self.volume is None and self.text[self.at : self.at + 1] == "/" and self._year_next():
            return self._take_issue(found.start(), found.end(), 1)  # `Seen, 12/2014`
        if self.volume is None and self.pages is None and self._numeral(text) and len(text) < 5:
            return self._take_volume(text, 1)
        follows = PAGE_RANGE.match(self.text, self._after(self.at)) or self._pages_next()
        if self.issue is None and follows and len(text) < 4:
            return self._take_issue(found.start(), found.end(), 1)
        pages = read(text)
        return self._take_pages(text, 2 if pages and pages.article else 1)

    def _year_next(self) -> bool:
        return is_year(self.text[self.at + 1 : self.at + 5]) and self._ends(self.at + 5)

    def _pages_next(self) -> bool:
        """`12 (2014) 3, S. 12-18`: the number in front of the label is the issue's."""
        label = LABEL.match(self.text, self._after(self.at))
        if not label or FRONT.get(label["word"].casefold()) != "pages":
            return False
        return PAGE_RANGE.match(self.text, label.end()) is not None

    def _special(self) -> bool:
        found = SPECIAL_NUMBER.match(self.text, self.at)
        if not found or (self.tail and self.volume is None and self._issue is None):
            return False
        self.at = found.end()
        return self._take_issue(found.start(), found.end(), 2)

    def _when(self) -> bool:
        """Months and seasons; articles that have no issue yet."""
        ahead = AHEAD_OF_ISSUE.match(self.text, self.at)
        if ahead and not self.tail:
            self.title, self.at = ahead.group(), ahead.end()
            self.sure += 2
            return True
        found = IN_SEASON.match(self.text, self.at)
        if not found:
            return False
        self.extras.append(found.group())
        self.at = found.end()
        return True
