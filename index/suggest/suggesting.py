"""Help for who types and who has found something: completions, corrections, more like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.engines.base import Engine, Filter, Match
from index.meaning import meant, understood
from index.questions import NONE, Values, query_of
from index.record import Document, Key
from index.results import Hit
from index.streaming import Streaming, hit_of
from index.suggest.alike import alike
from index.suggest.asking import Asking
from index.suggest.completions import Suggestion, suggestions
from index.suggest.corrections import Correction, corrections


class Suggesting(Streaming):
    """Proposals, each of which finds as many full hits as it says."""

    def suggest(self, text: str, limit: int = 10) -> tuple[Suggestion, ...]:
        """Completions of what is being typed: creators, titles, journals, subjects.

        At most `limit` (up to 100), the most frequent first, then the shortest. Any text will do;
        one without letters and digits has none. Raises `EngineError`.
        """
        return self._ask(lambda engine: suggestions(self._asking(engine), text, limit))

    def correct(
        self, text: str, *, filters: Values | None = None, exclude: Values | None = None
    ) -> tuple[Correction, ...]:
        """What may have been meant by a text that has few hits (under five), the likeliest first.

        At most three: words in another keyboard layout, or with other letters. Raises `UsageError`
        for filters that there are not, `EngineError`.
        """
        asked = query_of(understood(text).tree, filters or NONE, "newest", 0, 0, exclude or NONE)
        return self._corrected(text, self._answer(asked).total, asked.filters)

    def similar(self, source: str, identifier: str, limit: int = 10) -> tuple[Hit, ...]:
        """Hits like a record: other records of the work first, then those that share its words.

        None where the index lacks the record. Raises `EngineError`.
        """
        record = self.store.get(Key(source, identifier))
        document = record.document if record and not record.deleted else None
        if document is None:
            return ()
        found = self._ask(lambda engine: alike(self._asking(engine), document, limit))
        documents = self._documents_of(found)
        return tuple(hit_of(m, documents[m.key]) for m in found if m.key in documents)

    def _corrected(
        self, text: str, total: int, filters: tuple[Filter, ...]
    ) -> tuple[Correction, ...]:
        return self._ask(lambda engine: corrections(self._asking(engine, filters), text, total))

    def _asking(self, engine: Engine, filters: tuple[Filter, ...] = ()) -> Asking:
        def documents(keys: Sequence[Key]) -> Mapping[Key, Document]:
            return self._documents_of([Match(key, 0.0) for key in keys])

        return Asking(engine, self._analysis, meant, documents, filters)
