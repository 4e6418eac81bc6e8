"""Reading a place in a journal from left to right: labels, numbers, brackets, until something stops.

One scanner for OJS's part between semicolons and for the tail of a citation. Each field is taken
once; what comes twice, or is no part of a place, stops it.
"""

from __future__ import annotations

import re

from harvester.normalise.issue_labels import AHEAD, BEHIND, FRONT, SEASON, SPECIAL, Kind
from harvester.normalise.numerals import is_year, western
from harvester.normalise.pages import DASH, PAGE, read, span

_STOPS = r"\s\d.․,،、:;：；()（）\[\]/⟨⟩<>«»\"“”‐-―−\-"
WORD = (
    r"##issue\.(?:vol|no)##|[nN]\.\s?[º°o](?![^\W\d_])|총\s?제|第|제(?=\s?\d)|编号|編號|번호"
    rf"|[巻卷号號期권호年년辑頁页쪽]|[^{_STOPS}第]+"
)
_ROMAN = r"(?:[IVXLCDMХІ]+|[ivxlcdm]+)(?:[-–/](?:[IVXLCDMХІ]+|[ivxlcdm]+))?(?![^\W_])"
_DIGITS = r"\d{1,6}(?:[A-Za-zА-Яа-я]{1,2}(?![^\W\d_]))?"
_NUMBER = (
    r"\d{4}[-–/]\d{4}(?!\d)"
    rf"|(?:[A-Za-zА-Яа-я]{{1,3}}[-.]?)?{_DIGITS}"
    r"(?:(?:\s?[-–—/+&]\s?|[,.](?=\d{1,2}(?!\d)))(?!\d{4}(?!\d))[A-Za-zА-Яа-я]{0,2}\d{1,6}(?:[A-Za-zА-Яа-я](?![^\W\d_]))?)*"
    rf"|{_ROMAN}"
)
_GAP = r"[\s,،、.;；·|‐-―−\-]*"

_SEPARATORS = re.compile(_GAP)
_LABEL = re.compile(rf"(?P<word>{WORD})(?P<mark>\s*[.:․]?\s*)")
_AT_NUMBER = re.compile(_NUMBER)
_NUMBER_LABEL = re.compile(rf"第?제?\s?(?P<number>{_NUMBER}|[一二三四五六七八九十百]+)\s*\.?\s*[-–]?\s*(?P<word>{WORD})")
_NEXT_NUMBER = re.compile(rf"[\s.]*(?:{_NUMBER})")
_SPECIAL = re.compile(rf"{SPECIAL}[^()（）:;,\[\]]{{0,40}}?(?=\s*(?:[(（:;,\[]|$))", re.I)
_FREE = re.compile(r"[^\s\d():;,،（）\[\]][^():;,،（）\[\]]{0,40}?(?=\s*(?:[(（]|[,،:;]|$))")
_MORE = re.compile(rf"\s*{SPECIAL}[.\s]*(?:{_NUMBER})?(?<![\s])", re.I)
_SHORT = re.compile(rf"[^\W\d_]{{1,4}}|{SPECIAL}", re.I)
_BRACKET = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
_RANGE = re.compile(rf"(?:{PAGE})(?:{DASH}(?:{PAGE}))(?:,\s?(?:{PAGE}){DASH}(?:{PAGE}))*(?!\w)")
_PAGE = re.compile(rf"(?:{PAGE})(?!\w)")
_PREFIXED = re.compile(rf"([A-Za-z])\d+{DASH}\1\d+(?!\w)")
_YEARS = re.compile(r"(\d{4})(?:\s?[-–/]\s?\d{2,4})?")
_DATE = re.compile(r"(\d{4})-(?:0[1-9]|1[0-2])(?:-\d{2})?")
_YEAR_BRACKET = re.compile(r"[(（]\s*\d{4}\s*[)）]")
_YEAR_IN = re.compile(r"(?<!\d)\d{4}(?!\d)")
_SEASON = re.compile(rf"{SEASON}(?:\s*\.?\s*[-–/]\s*{SEASON})?(?![^\W\d_])\.?", re.I)
_AHEAD = re.compile(rf"{AHEAD}(?=\s*(?:[(（:;,]|$))", re.I)
_NOTHING = {"default", "n/a", "none", "na", "-", "unknown", "null"}


class Scan:
    """A text, how far it is read, and what was understood so far."""

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
        self.issue: str | None = None
        self._volume_label = ""
        self._year_label = False
        self.year_in_brackets = False
        self._bracketed: tuple[int, int] | None = None

    def run(self) -> bool:
        """Read as far as possible; whether the end was reached."""
        while self._skip():
            if self.repeated or not self._step():
                return False
        return not self.repeated

    def _skip(self) -> bool:
        """Go over what separates; whether something is left."""
        found = _SEPARATORS.match(self.text, self.at)
        self.at = found.end() if found else self.at
        if self.tail and self.text[self.at : self.at + 1] in (":", "：", "/"):
            self.at += 1
            return self._skip()
        return self.at < len(self.text)

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
        self.title = self.text[self.at + 1 :].strip()
        self.at = len(self.text)
        return bool(self.title)

    # -- what the fields take ---------------------------------------------------------------

    def _take_volume(self, text: str, sure: int) -> bool:
        self.repeated = self.repeated or self.volume is not None
        self.volume = western(text)
        self.sure += sure
        return True

    def _take_issue(self, start: int, end: int, sure: int) -> bool:
        """The number, or one more of it: `№ 4 (18)`, `№ 3, ч. 2` stay one, as written."""
        begin = self._issue[0] if self._issue else start
        self._issue = (begin, end)
        self.issue = western(self.text[begin:end].strip())
        self.sure += sure
        return True

    def _take_year(self, text: str, date: str | None = None) -> bool:
        if self._year_label and self.year and self.volume is None:
            # Serbian OJS labels the volume `Год.`: of two years the labelled one is that.
            self.volume, self.year = self.year, None
        self.repeated = self.repeated or self.year is not None
        self.year, self.date = western(text), western(date or text)
        self.sure += 1
        return True

    def _take_pages(self, text: str, sure: int) -> bool:
        self.repeated = self.repeated or self.pages is not None
        self.pages = text
        self.sure += sure
        return True

    # -- a label in front of a number -------------------------------------------------------

    def _front(self) -> bool:
        found = _LABEL.match(self.text, self.at)
        if not found:
            return False
        word = found["word"].casefold().replace(" ", "")
        kind = FRONT.get(word)
        if kind is None:
            return self._unknown(found)
        if kind == "pages" and not self._numbers_the_issue(found.end()):
            return self._labelled_pages(found.end())
        kind = "issue" if kind == "pages" else kind
        return self._labelled(kind, word, self._second_label(kind, found.end()))

    def _numbers_the_issue(self, at: int) -> bool:
        """OJS 3.3 in Vietnamese: `T. 57 S. 3 (2021)`. Pages do not stand in this frame."""
        number = None if self.tail else _AT_NUMBER.match(self.text, at)
        if not number:
            return False
        return self._volume_label == "t" or bool(
            _YEAR_BRACKET.match(self.text, self._after(number.end()))
        )

    def _second_label(self, kind: Kind, at: int) -> int:
        """Behind `Iss Issue 1` and `Art. No. 5`: the label comes twice."""
        found = _LABEL.match(self.text, at)
        if not found:
            return at
        again = FRONT.get(found["word"].casefold().replace(" ", ""))
        twice = again == kind or (kind == "article" and again == "issue")
        return found.end() if twice and _AT_NUMBER.match(self.text, found.end()) else at

    def _labelled(self, kind: Kind, word: str, at: int) -> bool:
        number = _AT_NUMBER.match(self.text, at)
        if kind == "article":
            return bool(number) and self._article(at)
        if number is None:
            return kind != "annual" and self._free(kind, at)
        text, self.at = number.group(), number.end()
        if kind == "annual":
            kind = "volume"
            if is_year(text):
                self._year_label = True
                return self._take_year(text)
        if kind == "volume":
            self._volume_label = word
            return self._take_volume(text, 2)
        more = _MORE.match(self.text, self.at)
        self.at = more.end() if more else self.at
        return self._take_issue(number.start(), self.at, 2)

    def _labelled_pages(self, at: int) -> bool:
        found = _RANGE.match(self.text, at) or _PAGE.match(self.text, at)
        if found:
            self.at = found.end()
            return self._take_pages(found.group(), 2)
        found = _FREE.match(self.text, at)
        if not found or not all(part in _NOTHING for part in found.group().casefold().split("-")):
            return False
        self.at, self.unclear = found.end(), True
        return True

    def _article(self, at: int) -> bool:
        found = _PAGE.match(self.text, at)
        if not found:
            return False
        words = self.text[self.at : found.end()]
        self.at = found.end()
        return self._take_pages(words, 2)

    def _free(self, kind: Kind, at: int) -> bool:
        """A number in words, as OJS lets editors write: `Núm. Especial`, `No. Suppl. 2`."""
        special = _SPECIAL.match(self.text, at)
        found = special or _FREE.match(self.text, at)
        if not found or self._is_label(found):
            return False
        nothing = found.group().casefold() in _NOTHING
        framed = not self.tail and _YEAR_IN.search(self.text, found.end())
        if not (special or nothing or framed):
            return False  # `No rest for rivers`
        self.at = found.end()
        if nothing:
            self.unclear = True
            return True
        if kind == "volume":
            return self._take_volume(found.group(), 2)
        return self._take_issue(at, found.end(), 2)

    def _is_label(self, word: re.Match[str]) -> bool:
        """`Vol. No. 3`: what follows is the label of another number."""
        known = FRONT.get(word.group().casefold().rstrip(".")) is not None
        return known and _AT_NUMBER.match(self.text, self._after(word.end())) is not None

    def _unknown(self, label: re.Match[str]) -> bool:
        """A label of a language that we do not know: OJS's frame may tell what it means."""
        number = _AT_NUMBER.match(self.text, label.end())
        plain = not self.tail and number is not None and number.group()[0].isdigit()
        if not plain or _SEASON.match(self.text, self.at) or _SPECIAL.match(self.text, self.at):
            return False
        if number is None or is_year(number.group()):
            return False
        self.strange.append((label["word"], number.group()))
        self.at = number.end()
        return True

    # -- numbers without a label, or with one behind ----------------------------------------

    def _behind(self) -> bool:
        found = _NUMBER_LABEL.match(self.text, self.at)
        if not found:
            return False
        word, number = found["word"].casefold(), found["number"]
        kind = BEHIND.get(word)
        if kind is None or (is_year(number) and word not in ("年", "년")):
            return False
        if kind == "pages":
            return self._extent(found)
        if self.tail and _NEXT_NUMBER.match(self.text, found.end()) and self._apart(found):
            return False  # `Acta 12 nr 3`: the label is that of the next number
        self.at = found.end()
        if kind == "annual":
            return self._take_year(number) if is_year(number) else self._take_volume(number, 2)
        if kind == "volume":
            return self._take_volume(number, 2)
        return self._take_issue(found.start("number"), found.end("number"), 2)

    def _apart(self, found: re.Match[str]) -> bool:
        return self.text[found.end("number") : found.start("word")] == " " and FRONT.get(
            found["word"].casefold()
        ) is not None

    def _extent(self, found: re.Match[str]) -> bool:
        """`11 p.` counts pages, `5-9 p.` names them."""
        self.at = found.end()
        if _RANGE.fullmatch(found["number"]):
            return self._take_pages(found["number"], 2)
        self.extras.append(found.group())
        return self.tail

    def _bare(self) -> bool:
        years = _YEARS.match(self.text, self.at)
        if years and self.year is None and is_year(years[1]) and self._ends(years.end()):
            self.at = years.end()
            return self._take_year(years.group())
        if not self.tail:
            return self._volume_and_issue()
        return self._volume_and_issue() or self._bare_pages() or self._bare_number()

    def _unknown_words(self) -> bool:
        """Between the number and `(year)` OJS lets editors write what they like."""
        year = None if self.tail or not self.sure else _YEAR_BRACKET.search(self.text, self.at)
        if not year:
            return False
        self.at, self.unclear = year.start(), True
        return True

    def _ends(self, at: int) -> bool:
        return at == len(self.text) or not (self.text[at].isalnum() or self.text[at] in "(/")

    def _volume_and_issue(self) -> bool:
        """`12(3)`, `12 (2019)`."""
        number = _AT_NUMBER.match(self.text, self.at)
        if not number or self.volume is not None:
            return False
        if re.compile(r"\s?[(（]").match(self.text, number.end()) is None:
            return False
        bracket = _BRACKET.match(self.text, number.end()) or _BRACKET.match(
            self.text, number.end() + 1
        )
        if not bracket or not self._numeral(number.group()):
            return False
        self.at = number.end()
        volume, point, issue = number.group().partition(".")
        if point:  # MLA: `12.3 (2010): 1-20`
            self._take_issue(number.end() - len(issue), number.end(), 1)
        return self._take_volume(volume, 1)

    def _numeral(self, text: str) -> bool:
        return text[0].isdigit() or (len(text) > 1 and text.isupper())

    def _bare_pages(self) -> bool:
        found = _RANGE.match(self.text, self.at)
        if not found or not any(character.isdigit() for character in found.group()):
            return False
        self.at = found.end()
        return self._take_pages(found.group(), 1)

    def _prefixed_pages(self) -> bool:
        """`S5-S8`: the letters belong to the pages."""
        found = _PREFIXED.match(self.text, self.at) if self.tail else None
        if not found:
            return False
        self.at = found.end()
        return self._take_pages(found.group(), 2)

    def _bare_number(self) -> bool:
        found = _PAGE.match(self.text, self.at)
        if not found or not self._numeral(found.group()) and not found.group()[-1].isdigit():
            return False
        text, self.at = found.group(), found.end()
        if self.volume is None and self.pages is None and self._numeral(text) and len(text) < 5:
            return self._take_volume(text, 1)
        follows = _RANGE.match(self.text, self._after(self.at))
        if self.issue is None and follows and len(text) < 4:
            return self._take_issue(found.start(), found.end(), 1)
        pages = read(text)
        return self._take_pages(text, 2 if pages and pages.article else 1)

    def _after(self, at: int) -> int:
        found = _SEPARATORS.match(self.text, at)
        return found.end() if found else at

    # -- brackets and words -----------------------------------------------------------------

    def _bracket(self) -> bool:
        found = _BRACKET.match(self.text, self.at)
        if not found:
            return False
        start, self.at = self.at, found.end()
        inner = found[1].strip()
        years, date = _YEARS.fullmatch(inner), _DATE.fullmatch(inner)
        if date and date[0] != inner[:4]:
            return self._take_year(date[1], inner)
        if years and is_year(years[1]):
            return self._year_in_brackets(inner, start, found.end())
        if _AT_NUMBER.fullmatch(inner):
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

    def _follows_issue(self, at: int) -> bool:
        return self._issue is not None and not self.text[self._issue[1] : at].strip()

    def _words_in_brackets(self, inner: str, found: re.Match[str]) -> bool:
        inside = Scan(inner, tail=self.tail)
        whole = bool(inner) and inside.run()
        if whole and inside.issue and not inside.volume and not self.issue:
            self._issue, self.issue = found.span(), inside.issue
            self.sure += 2
            return True
        if self._issue and _SHORT.fullmatch(inner) and self._follows_issue(found.start()):
            return self._take_issue(found.start(), found.end(), 0)
        year = _YEAR_IN.search(inner)
        if year and is_year(year.group()) and self.year is None:
            self.extras.append(inner)
            return self._take_year(year.group())
        if self._issue is None and self.volume is not None and _SPECIAL.match(inner):
            return self._take_issue(found.start(1), found.end(1), 1)
        self.extras.append(inner)
        return bool(inner)

    def _special(self) -> bool:
        found = _SPECIAL.match(self.text, self.at)
        if not found or (self.tail and self.volume is None and self._issue is None):
            return False
        self.at = found.end()
        return self._take_issue(found.start(), found.end(), 2)

    def _when(self) -> bool:
        """Months and seasons; articles that have no issue yet."""
        ahead = _AHEAD.match(self.text, self.at)
        if ahead and not self.tail:
            self.title, self.at = ahead.group(), ahead.end()
            self.sure += 2
            return True
        found = _SEASON.match(self.text, self.at)
        if not found:
            return False
        self.extras.append(found.group())
        self.at = found.end()
        return True
