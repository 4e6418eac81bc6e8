"""What is told to operators, as data: a sentence with places, and what stands in them. Pure.

`str()` is the English of the command line and of JSON; pages translate the sentence (`text` is
its key in the catalogues) and put the same things into its places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

_PLACE = re.compile(r"\\\{(\w+)\\\}")

_LONGEST = 4000  # letters of ours; a server's may be any, and each place is read in its turn

Place: TypeAlias = "str | int | Said"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence; where it has a `plural`, `number` chooses the form and stands at `{number}`."""

    text: str
    places: tuple[tuple[str, Place], ...] = ()
    plural: str | None = None
    number: int = 1

    def __str__(self) -> str:
        text = self.text if self.plural is None or self.number == 1 else self.plural
        return filled(text, self.places, f"{self.number:,}")


def filled(text: str, places: Iterable[tuple[str, Place]], number: str) -> str:
    """A sentence, of whatever language, with its places filled."""
    return text.format(number=number, **{name: str(value) for name, value in places})


def said(text: str, **places: Place) -> Said:
    """A sentence with places; Babel finds it where this is called `_`."""
    return Said(text, tuple(places.items()))


def mark(text: str) -> str:
    """Mark a sentence for the translators that is filled, or read back, later."""
    return text


def several(one: str, many: str, number: int) -> Said:
    """A sentence about a number of things; Babel finds it where this is called `ngettext`."""
    return Said(one, (), many, number)


def verbatim(words: str) -> Said:
    """What nobody translates: a command, the words of a person or of a server."""
    return Said("{words}", (("words", words),))


def read(words: str, known: Iterable[str]) -> Said:
    """Words that were kept in English as what they once were: one of the `known`, else verbatim.

    What runs, sweeps and the service keep are plain words, also those that older versions wrote.
    """
    for text in known if len(words) <= _LONGEST else ():
        found = _pattern(text).fullmatch(words)
        if found:
            places = ((name, read(value, known)) for name, value in found.groupdict().items())
            return Said(text, tuple(places))
    return verbatim(words)


def _pattern(text: str) -> re.Pattern[str]:
    """Matches what the sentence says with anything in its places."""
    return re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(text)), re.DOTALL)
