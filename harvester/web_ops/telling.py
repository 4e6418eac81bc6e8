"""What the service tells operators, in the language of the reader.

English readers get the words as they are on the command line and in JSON. Others get the sentence
in their language; addresses, commands and the words of servers and people stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from babel import numbers

from harvester.advice import Advice
from harvester.said import Place, Said, filled, read, verbatim
from harvester.sayings import KEPT
from harvester.web_ops.meanings import FIELDS, MEANINGS, STATUSES, TODOS
from index.record import RunError
from index.web.pages.languages import FIRST
from index.web.pages.wording import Wording


@dataclass(frozen=True, slots=True)
class Line:
    """Words; `english` where they are not in the reader's language, `kind` is how they look."""

    words: str
    kind: str = "why"
    english: bool = False


@dataclass(frozen=True)
class Telling:
    """Operators' words for one reader."""

    word: Wording

    def said(self, one: Said) -> str:
        """A sentence."""
        text = self.word.say(one.text)
        if one.plural is not None:
            text = self.word.translations.ngettext(one.text, one.plural, one.number)
        places = [(name, self._place(value)) for name, value in one.places]
        return filled(text, places, numbers.format_decimal(one.number, locale=self.word.reader))

    def _place(self, value: Place) -> str:
        return self.said(value) if isinstance(value, Said) else str(value)

    def kept(self, words: str, kind: str = "why") -> Line:
        """Words that a run, a sweep or the service kept in English."""
        one = read(words, KEPT)
        return Line(self.said(one), kind, one == verbatim(words))

    def status(self, name: str) -> str:
        """How a run or a sweep ended; what an entry of quarantine is."""
        return self.word.say(STATUSES.get(name, name))

    def field(self, name: str) -> str:
        """What a record may lack."""
        return self.word.say(FIELDS.get(name, name))

    def advice(self, one: Advice) -> Iterator[Line]:
        """Why a source is as it is, and what to do."""
        if isinstance(one.why, RunError):
            yield from self.error(one.why.code, one.why.message, one.why.hint)
            return
        if one.why:
            yield Line(self.said(one.why))
        if one.do:
            yield Line(self.said(one.do), "todo")

    def error(self, code: str, message: str, hint: str | None = None) -> Iterator[Line]:
        """An error that was kept: what its code means, its words, what to do."""
        meaning = MEANINGS.get(code) if self.word.reader != FIRST else None
        known = self.kept(message)
        if meaning is not None and known.english:
            yield Line(self.word.say(meaning))
            yield Line(message, "detail", english=True)
        else:
            yield known
        todo = TODOS.get(code) if meaning is not None else None
        if hint and todo:
            yield Line(self.word.say(todo), "todo")
        elif hint:
            yield Line(hint, "todo", english=True)
