"""Where a quoted part of a query ends: quotes of every kind. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right

# An opening quote -> what may close it. People mix the kinds of one language, as word processors
# do: „…“ and „…” and „…" are all seen.
_CLOSING = {
    '"': '"”“＂', "＂": '＂"', "“": '”"“', "”": '”"', "„": '“”"', "‟": '”"', "〝": "〞〟",
    "«": "»", "»": "«»", "「": "」", "『": "』", "《": "》", "〈": "〉", "‹": "›", "›": "‹›",
    "'": "'’", "‘": "’'", "‚": "‘’'", "`": "'`´", "´": "´'",
}  # fmt: skip
OPENING = "".join(_CLOSING)
_SINGLE = "'‘’‚`´"  # apostrophes too: words have to touch them from inside
_DIRECTED = "»«」』》〉›‹〞〟"  # never a part of a word
_FIRST_UNSPACED = "\u0e00"  # scripts from here on (Thai, kana, Han, …) put no blank behind a quote


class Quotes:
    """The quotes of one text. Places are looked up once for each kind, so that time is linear."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: dict[str, list[int]] = {}

    def end(self, at: int) -> int | None:
        """The place of the quote that closes the one at `at`; None where none opens, or closes."""
        mark = self._text[at : at + 1]
        closing = _CLOSING.get(mark)
        if closing is None or (mark in _SINGLE and not _solid(self._text, at + 1)):
            return None
        places = self._known(closing)
        behind = bisect_right(places, at)
        return places[behind] if behind < len(places) else None

    def _known(self, closing: str) -> list[int]:
        if closing not in self._places:
            found = re.finditer(f"[{closing}]", self._text)
            self._places[closing] = [m.start() for m in found if _closes(self._text, m.start())]
        return self._places[closing]


def _closes(text: str, at: int) -> bool:
    """Whether a quote can end something: inside of a word it is a part of it (`צה"ל`, `don't`)."""
    mark, behind = text[at], text[at + 1 : at + 2]
    if mark in _DIRECTED:
        return True
    if mark in _SINGLE and not _solid(text, at - 1):
        return False
    return not (behind.isalnum() and behind < _FIRST_UNSPACED)


def _solid(text: str, at: int) -> bool:
    return 0 <= at < len(text) and not text[at].isspace()
