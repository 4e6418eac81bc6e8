"""An engine in plain Python that is obviously right: every question looks at every document.

For tests, and to compare other engines with. Nothing outlives the `Shelf`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock

from index.analysis import Analysis, is_exact
from index.engines.base import MISSING, STATES, Answer, Bucket, FacetWish, Match, Query
from index.engines.batch import Batch, Changes
from index.engines.cursors import state_of
from index.engines.scoring import Entry, Scoring, rounded
from index.engines.standing import Places, edits_between
from index.engines.state import State
from index.errors import EngineBusy, EngineError
from index.fields import SOUNDED, positions, searchable, seconds, telling_words
from index.record import Key, Seen
from index.tree import ENTRIES, TEXT_FIELDS, Everything


@dataclass(slots=True)
class Shelf:
    """What outlives an engine: the documents (replaced as a whole, never changed), and the lock."""

    entries: Mapping[Key, Entry] = field(default_factory=dict)
    number: int = 1  # of the commit
    writing: Lock = field(default_factory=Lock)


class MemoryEngine:
    """A `base.Engine` over a shelf; engines that share a shelf are one index opened twice."""

    def __init__(self, analysis: Analysis, shelf: Shelf | None = None) -> None:
        self._analysis = analysis
        self._shelf: Shelf | None = shelf if shelf is not None else Shelf()
        self._held: dict[int, State] = {}  # the one longest not asked for first

    def writer(self) -> Batch:
        shelf = self._open_shelf()
        if not shelf.writing.acquire(blocking=False):
            raise EngineBusy("another writer holds the index", "wait until it is done")

        def apply(changes: Changes) -> None:
            shelf.entries = self._changed(shelf.entries, changes)
            shelf.number += 1

        return Batch(apply, shelf.writing.release)

    def search(self, query: Query) -> Answer:
        number = state_of(query)
        state = self._held.get(number) or self._newest()
        answer = state.answer(query)
        if answer.next is not None and query.sort == "relevance":
            self._held.pop(state.number, None)
            self._held = dict([*self._held.items(), (state.number, state)][-STATES:])
        return answer

    def totals(self, queries: Iterable[Query]) -> list[int]:
        state = self._newest()
        return [len(state.found(query)) for query in queries]

    def scan(self, query: Query) -> Iterator[Key]:
        return iter(sorted(self._newest().found(query)))

    def terms(self, prefix: str, field: str) -> Iterator[tuple[str, int]]:
        counts: dict[str, int] = defaultdict(int)
        for entry in self._entries().values():
            held = entry.searchable.keywords[field] if field in ENTRIES.values() else ()
            for term in (*entry.places.get(field, ()), *held):
                if term.startswith(prefix) and is_exact(term):
                    counts[term] += 1
        return iter(sorted(counts.items()))

    def holding(self, words: Iterable[str], field: str | None = None) -> list[int]:
        fields = TEXT_FIELDS if field is None else (field,)
        counts = [dict(self.terms("", name)) for name in fields]
        return [max(held.get(word, 0) for held in counts) for word in words]

    def neighbours(
        self, word: str, field: str | None = None, edits: int = 1, same_start: bool = False
    ) -> list[tuple[str, int]]:
        most: dict[str, int] = {}
        for name in TEXT_FIELDS if field is None else (field,):
            for term, count in self.terms(word[:same_start], name):
                if edits_between(term, word) <= edits:
                    most[term] = max(count, most.get(term, 0))
        return list(most.items())

    def entries(self, prefix: str, name: str, limit: int = 10) -> list[Bucket]:
        everything = Query(Everything(), facets=(FacetWish(name, 1 << 30),))
        buckets = self.search(everything).facets[0].buckets
        found = [each for each in buckets if each.value.startswith(prefix)]
        return [each for each in found if each.value != MISSING][:limit]

    def similar(self, key: Key, limit: int = 10) -> tuple[Match, ...]:
        entries = self._entries()
        scoring = Scoring(entries.values(), self._analysis)
        telling = entries[key].telling if key in entries else frozenset()
        scores = {
            other: rounded(scoring.rarity(word) for word in telling & entry.telling)
            for other, entry in entries.items()
            if other != key and telling & entry.telling
        }
        best = sorted(scores, key=lambda other: (-scores[other], other))[:limit]
        return tuple(Match(other, scores[other]) for other in best)

    def keys(self) -> Iterator[Key]:
        return iter(sorted(self._entries()))

    def close(self) -> None:
        self._shelf = None
        self._held = {}

    def _open_shelf(self) -> Shelf:
        if self._shelf is None:
            raise EngineError("the search index is closed", "open it again")
        return self._shelf

    def _entries(self) -> Mapping[Key, Entry]:
        return self._open_shelf().entries

    def _newest(self) -> State:
        shelf = self._open_shelf()
        return State(shelf.entries, shelf.number, self._analysis)

    def _changed(self, entries: Mapping[Key, Entry], changes: Changes) -> Mapping[Key, Entry]:
        new = {key: self._entry(seen) for key, seen in changes.items() if seen}
        kept = {key: entry for key, entry in entries.items() if key not in changes}
        return kept | new

    def _entry(self, seen: Seen) -> Entry:
        parts = searchable(seen.document)
        places: dict[str, Places] = {}
        for name, values in parts.texts.items():
            by_term = defaultdict(list)
            for term, at in positions(values, self._analysis, name in SOUNDED):
                by_term[term].append(at)
            places[name] = dict(by_term)
        telling = frozenset(telling_words(parts, self._analysis))
        return Entry(places, parts, telling, seconds(seen.first_seen))
