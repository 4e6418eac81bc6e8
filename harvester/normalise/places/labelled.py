"""Labels and their numbers: `Vol. 12`, `№ 2-3`, `30. évf.`, `Núm. Especial`."""

from __future__ import annotations

import re

from harvester.normalise.places.labels import BEHIND, FRONT, PLURALS, Kind
from harvester.normalise.places.numerals import is_year
from harvester.normalise.places.taken import Taken
from harvester.normalise.places.tokens import (
    FREE,
    IN_SEASON,
    LABEL,
    MORE,
    NEXT_NUMBER,
    NOTHING,
    NUMBER,
    NUMBER_LABEL,
    ONE_PAGE,
    PAGE_RANGE,
    SPECIAL_NUMBER,
    YEAR_BRACKET,
    YEAR_IN,
)


class Labelled(Taken):
    """What a label in front of a number says, or one behind it."""

    def _front(self) -> bool:
        found = LABEL.match(self.text, self.at)
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
        number = None if self.tail else NUMBER.match(self.text, at)
        if not number:
            return False
        return self._volume_label == "t" or bool(
            YEAR_BRACKET.match(self.text, self._after(number.end()))
        )

    def _second_label(self, kind: Kind, at: int) -> int:
        """Behind `Iss Issue 1` and `Art. No. 5`: the label comes twice."""
        found = LABEL.match(self.text, at)
        if not found:
            return at
        again = FRONT.get(found["word"].casefold().replace(" ", ""))
        twice = again == kind or (kind == "article" and again == "issue")
        return found.end() if twice and NUMBER.match(self.text, found.end()) else at

    def _labelled(self, kind: Kind, word: str, at: int) -> bool:
        number = NUMBER.match(self.text, at)
        if kind == "article":
            return bool(number) and self._article(at)
        if number is None:
            return kind != "annual" and self._free(kind, at)
        text = number.group()
        if self.tail and word in PLURALS and text.isdecimal():
            return False  # `Journal of Social Issues 5(2)`
        self.at = number.end()
        if kind == "annual":
            kind = "volume"
            if is_year(text):
                self._year_label = True
                return self._take_year(text)
            if self.volume is not None:
                self.extras.append(f"{word} {text}")
                return True
            self._annual = f"{word} {text}"
        elif kind == "volume" and self._annual:
            # `Año 5, Vol. 2, Núm. 1`: the journal's year is its volume only where it has no other.
            self.extras.append(self._annual)
            self.volume, self._annual = None, ""
        if self.text[self.at : self.at + 1] == "/" and is_year(
            self.text[self.at + 1 : self.at + 5]
        ):
            self.at += 1  # `n. 2/2019`
        if kind == "volume":
            self._volume_label = word
            return self._take_volume(text, 2)
        if self.text[self.at - 1] == "/":
            return self._take_issue(number.start(), number.end(), 2)
        more = MORE.match(self.text, self.at)
        self.at = more.end() if more else self.at
        return self._take_issue(number.start(), self.at, 2)

    def _labelled_pages(self, at: int) -> bool:
        found = PAGE_RANGE.match(self.text, at) or ONE_PAGE.match(self.text, at)
        if found:
            self.at = found.end()
            return self._take_pages(found.group(), 2)
        found = FREE.match(self.text, at)
        if not found or not all(part in NOTHING for part in found.group().casefold().split("-")):
            return False
        self.at, self.unclear = found.end(), True
        return True

    def _article(self, at: int) -> bool:
        found = ONE_PAGE.match(self.text, at)
        if not found:
            return False
        words = self.text[self.at : found.end()]
        self.at = found.end()
        return self._take_pages(words, 2)

    def _free(self, kind: Kind, at: int) -> bool:
        """A number in words, as OJS lets editors write: `Núm. Especial`, `No. Suppl. 2`."""
        special = SPECIAL_NUMBER.match(self.text, at)
        found = special or FREE.match(self.text, at)
        if self._is_label(at):
            self.at, self.unclear = at, True
            return True
        if not found:
            return False
        nothing = found.group().casefold() in NOTHING
        framed = not self.tail and YEAR_IN.search(self.text, found.end())
        if not (special or nothing or framed):
            return False  # `No rest for rivers`
        self.at = found.end()
        if nothing:
            self.unclear = True
            return True
        if kind == "volume":
            return self._take_volume(found.group(), 2)
        return self._take_issue(at, found.end(), 2)

    def _is_label(self, at: int) -> bool:
        """`Vol. No. 3`: the volume is missing, what follows is the label of another number."""
        label = LABEL.match(self.text, at)
        if not label or label["word"].casefold() not in FRONT:
            return False
        return NUMBER.match(self.text, label.end()) is not None

    def _unknown(self, label: re.Match[str]) -> bool:
        """A label of a language that we do not know: OJS's frame may tell what it means."""
        number = NUMBER.match(self.text, label.end())
        plain = not self.tail and number is not None and number.group()[0].isdigit()
        if (
            not plain
            or IN_SEASON.match(self.text, self.at)
            or SPECIAL_NUMBER.match(self.text, self.at)
        ):
            return False
        if number is None or is_year(number.group()):
            return False
        self.strange.append((label["word"], number.group()))
        self.at = number.end()
        return True

    def _behind(self) -> bool:
        found = NUMBER_LABEL.match(self.text, self.at)
        if not found:
            return False
        word, number = found["word"].casefold(), found["number"]
        kind = BEHIND.get(word)
        if kind is None or (is_year(number) and word not in ("年", "년")):
            return False
        if kind == "pages":
            return self._extent(found)
        if self.tail and NEXT_NUMBER.match(self.text, found.end()) and self._apart(found):
            return False  # `Acta 12 nr 3`: the label is that of the next number
        self.at = found.end()
        if kind == "annual":
            return self._take_year(number) if is_year(number) else self._take_volume(number, 2)
        if kind == "volume":
            return self._take_volume(number, 2)
        return self._take_issue(found.start("number"), found.end("number"), 2)

    def _apart(self, found: re.Match[str]) -> bool:
        return (
            self.text[found.end("number") : found.start("word")] == " "
            and FRONT.get(found["word"].casefold()) is not None
        )

    def _extent(self, found: re.Match[str]) -> bool:
        """`11 p.` counts pages, `5-9 p.` names them."""
        self.at = found.end()
        if PAGE_RANGE.fullmatch(found["number"]):
            return self._take_pages(found["number"], 2)
        self.extras.append(found.group())
        return self.tail
