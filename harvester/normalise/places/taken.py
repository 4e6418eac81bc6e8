"""What a scan of a place in a journal has taken so far."""

from __future__ import annotations

from harvester.normalise.places.numerals import edtf, western
from harvester.normalise.places.tokens import SEPARATORS


class Taken:
    """A text, how far it is read, and what was understood so far.

    `tail`: it is the tail of a citation, not OJS's part between semicolons. `sure` counts points:
    labels and forms that tell count two, bare numbers one.
    """

    def __init__(self, text: str, *, tail: bool) -> None:
        self.text, self.tail, self.at = text, tail, 0
        self.volume: str | None = None
        self.year: str | None = None
        self.date: str | None = None
        self.title: str | None = None
        self.pages: str | None = None
        self.sure = 0
        self.strange: list[tuple[str, str]] = []
        self.extras: list[str] = []
        self.unclear = False
        self.repeated = False
        self._issue: tuple[int, int] | None = None
        self._before_issue: tuple[str | None, str | None] = (None, None)
        self.issue: str | None = None
        self._volume_label = self._annual = ""
        self._year_label = False
        self.year_in_brackets = False
        self._bracketed: tuple[int, int] | None = None

    def _skip(self) -> bool:
        """Go over what separates; whether something is left."""
        found = SEPARATORS.match(self.text, self.at)
        self.at = found.end() if found else self.at
        if self.tail and self.text[self.at : self.at + 1] in (":", "：", "/"):
            self.at += 1
            return self._skip()
        return self.at < len(self.text)

    def _after(self, at: int) -> int:
        found = SEPARATORS.match(self.text, at)
        return found.end() if found else at

    def _take_volume(self, text: str, sure: int) -> bool:
        if self.volume is not None:
            return self._again()
        self.volume = western(text)
        self.sure += sure
        return True

    def _take_issue(self, start: int, end: int, sure: int) -> bool:
        """The number, or one more of it: `№ 4 (18)`, `№ 3, ч. 2` stay one, as written."""
        so_far = (self.volume, self.pages)
        if self._issue and self._before_issue != so_far:
            return self._again()  # `Preprint No. 39, Vol 5, Iss 2`
        begin = self._issue[0] if self._issue else start
        self._issue, self._before_issue = (begin, end), so_far
        self.issue = western(self.text[begin:end].strip())
        self.sure += sure
        return True

    def _take_year(self, text: str, date: str | None = None) -> bool:
        if self._year_label and self.year and self.volume is None:
            # Serbian OJS labels the volume `Год.`: of two years the labelled one is that.
            self.volume, self.year = self.year, None
        if self.year is not None:
            return self._again()
        self.year, self.date = western(text), date or edtf(text)
        self.sure += 1
        return True

    def _take_pages(self, text: str, sure: int) -> bool:
        if self.pages is not None:
            return self._again()
        self.pages = text
        self.sure += sure
        return True

    def _again(self) -> bool:
        """A field for the second time: the scan ends here, and the first value stands."""
        self.repeated = True
        return True

    def _follows_issue(self, at: int) -> bool:
        return self._issue is not None and not self.text[self._issue[1] : at].strip()
