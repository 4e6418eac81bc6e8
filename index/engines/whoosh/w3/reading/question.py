"""A query on one commit: its terms, looked up once for all segments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from whoosh import query as w
from whoosh.query.spans import SpanNear2

from index.engines.whoosh.w3.reading.errors import NotKnown
from index.engines.whoosh.w3.reading.lexicon import words
from index.engines.whoosh.w3.reading.queries import Alias, FirstFound, Forms, Near
from index.engines.whoosh.w3.reading.reader import Part, Reader, Term
from index.engines.whoosh.w3.reading.telling import Told, told


class Alternatives:
    """What any of which has to match, with boosts: terms that the index holds, words, others."""

    def __init__(self) -> None:
        self.terms: list[tuple[Term, float]] = []
        self.words: list[tuple[Forms, float]] = []
        # The terms of the words: they match as terms do, and are weighed by the word.
        self.forms: list[Term] = []
        self.others: list[tuple[w.Query, float]] = []

    @cached_property
    def key(self) -> str:
        """The terms and their boosts as one text: a key whose hash is reckoned once."""
        return repr([(term.field, term.text, boost) for term, boost in self.terms])

    @cached_property
    def plain(self) -> Alternatives:
        """The terms alone."""
        found = Alternatives()
        found.terms = self.terms
        return found

    @cached_property
    def matched_key(self) -> str:
        """The same of all terms that match."""
        return self.key + "".join(word.name for word, _ in self.words)


class Question:
    """Answers what does not depend on the segment. For one thread, and one query."""

    def __init__(self, reader: Reader, query: w.Query) -> None:
        self.reader = reader
        self.query = query
        self._alternatives: dict[int, tuple[w.Query, Alternatives]] = {}
        self._phrases: dict[int, tuple[w.Query, Sequence[Term]]] = {}
        self._firsts: dict[int, tuple[w.Query, w.Query | None]] = {}
        self._named: dict[int, tuple[w.Query, w.Or]] = {}

    def alternatives(self, query: w.Or | w.Term) -> Alternatives:
        """The parts of an Or and of those in it; a term is one part."""
        # By identity: queries compare and hash slowly. Held, so that no other takes their place.
        known = self._alternatives.get(id(query))
        if known is None:
            known = self._alternatives[id(query)] = query, Alternatives()
            self._gather(query, 1, known[1])
        return known[1]

    def _gather(self, query: w.Query, boost: float, found: Alternatives) -> None:
        kind = type(query)
        if kind is Forms:
            found.words.append((query, boost * query.boost))
            found.forms += self.told(query).terms
        elif kind is w.Or:
            for part in query.subqueries:
                self._gather(part, boost * query.boost, found)
        elif kind is not w.Term:
            found.others.append((query, boost))
        elif term := self.reader.term(query.fieldname, query.text):
            found.terms.append((term, boost * query.boost))

    def told(self, query: Forms) -> Told:
        """A word in this index."""
        return told(self.reader, query)

    def phrase(self, query: w.Phrase | SpanNear2 | Near) -> Sequence[Term]:
        """The terms that stand near one another, none where the index lacks one.

        Raises `NotKnown` for anything but two or more terms of fields with positions, and for more
        than two in any order.
        """
        known = self._phrases.get(id(query))
        if known is None:
            known = self._phrases[id(query)] = query, self._phrase(query)
        return known[1]

    def _phrase(self, query: w.Phrase | SpanNear2 | Near) -> Sequence[Term]:
        asked = _words(query)
        ordered = getattr(query, "ordered", True)
        if len(asked) < 2 or (len(asked) > 2 and not ordered):
            raise NotKnown(repr(query))
        if not all(type(word) is w.Term and self._has_positions(word) for word in asked):
            raise NotKnown(repr(query))
        found = [self.reader.term(word.fieldname, word.text) for word in asked]
        held = [term for term in found if term]
        return held if len(held) == len(found) else ()

    def first(self, query: FirstFound, exists: Callable[[Part, w.Query], bool]) -> w.Query | None:
        """The first part of the query that matches a document of any segment."""
        known = self._firsts.get(id(query))
        if known is None:
            parts = self.reader.parts
            found = (one for one in query.subqueries if any(exists(part, one) for part in parts))
            known = self._firsts[id(query)] = query, next(found, None)
        return known[1]

    def named(self, query: Alias) -> w.Or:
        """The names that an alias stands for."""
        known = self._named.get(id(query))
        if known is None:
            skipped = len(query.prefix.encode())
            held = words(self.reader, query.fieldname, query.prefix)
            names = [term[skipped:].decode() + query.mark for term, _ in held]
            found = w.Or([w.Prefix(query.target, name) for name in names])
            known = self._named[id(query)] = query, found
        return known[1]

    def _has_positions(self, word: w.Term) -> bool:
        field = self.reader.field(word.fieldname)
        return bool(field and field.format and field.format.supports("positions"))


def _words(query: w.Phrase | SpanNear2 | Near) -> list[w.Query]:
    if isinstance(query, SpanNear2):
        return list(query.qs)
    return [w.Term(query.fieldname, word) for word in query.words]
