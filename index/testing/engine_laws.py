"""Laws of engines: whatever happens to one, it answers as the obviously right one does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.analysis import PLAIN
from index.engines.base import MISSING, Engine, FacetWish, Filter, Query, Sort
from index.engines.memory import MemoryEngine
from index.record import Document, Key
from index.testing.engine_facets import all_pages
from index.testing.engine_places import EnginePlaces, NewPlace, came, document
from index.tree import (
    And,
    Boost,
    Constant,
    Dates,
    Everything,
    Exact,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
    Years,
)

# Few words, so that documents and queries meet.
_VOCABULARY = [
    "физика",
    "физики",
    "свет",
    "university",
    "universities",
    "of",
    "a",
    "大学の",
    "l'eau",
]
_IDS = ["1", "2", "3", "4"]
_SOURCES = ["a", "b"]


@dataclass(frozen=True)
class Batch:
    """Documents put and keys deleted, in this order; thrown away at the end or not."""

    changes: tuple[Document | Key, ...]
    kept: bool


_FILTERS = (
    Filter("source", ("a", "b")),
    Filter("year", ("2019", "2020", MISSING)),
    Filter("set", ("z",), excluded=True),
)
_DATES = [None, "2019", "2020-05", "2020-06", "2021-12-31", "x"]
_WISHES = tuple(map(FacetWish, ("source", "year", "set", "language", "date")))

Step: TypeAlias = Batch | Literal["reopen"]

words = st.sampled_from(_VOCABULARY)
texts = st.lists(words, max_size=5).map(" ".join)
keys = st.builds(Key, st.sampled_from(_SOURCES), st.sampled_from(_IDS))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document under one of few keys, of few words and values."""
    key = draw(keys)
    return document(
        key.identifier,
        *draw(st.lists(texts, max_size=2)),
        source=key.source,
        lang=draw(st.sampled_from([None, "ru", "en", "fr"])),
        creators=draw(st.lists(words, max_size=2)),
        abstract=draw(texts),
        date=draw(st.sampled_from([None, "2019", "2020-05", "2021-12-31"])),
        sets=draw(st.sampled_from([(), ("x",), ("x:y", "z")])),
    )


changes = st.lists(documents() | keys, max_size=6).map(tuple)
steps = st.lists(st.builds(Batch, changes, st.booleans()) | st.just("reopen"), max_size=6)
fields = st.sampled_from([None, "title", "creator", "abstract"])
tokens = words.flatmap(lambda word: st.sampled_from(PLAIN.tokens(word)))
leaves: st.SearchStrategy[Node] = st.one_of(
    st.just(Everything()),
    st.builds(Word, tokens, fields),
    st.builds(Phrase, st.lists(tokens, min_size=1, max_size=3).map(tuple), fields),
    st.builds(Exact, st.just("set"), st.sampled_from(["x", "x:y", "z"])),
    st.builds(Exact, st.just("source"), st.sampled_from(_SOURCES)),
    st.builds(
        Near,
        st.lists(tokens, min_size=1, max_size=3).map(tuple),
        st.integers(0, 3),
        fields,
        st.booleans(),
    ),
    st.builds(Prefix, st.sampled_from(["физ", "univ", "у", "大", "l'", "~", "ـ"]), fields),
    st.builds(Wildcard, st.sampled_from(["*", "?", "*и*", "фи?ик*", "u*y", "[a]", "~*"]), fields),
    st.builds(
        Fuzzy, st.sampled_from(["физик", "of", "univercity", "大"]), fields, st.integers(0, 2)
    ),
    st.builds(Exact, st.just("year"), st.sampled_from(["2019", MISSING])),
    st.builds(Dates, st.sampled_from(_DATES), st.sampled_from(_DATES)),
    st.builds(Years, st.sampled_from([None, 2019, 2020]), st.sampled_from([None, 2020])),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, inner),
        st.builds(Boost, inner, st.sampled_from([0.5, 3.0])),
        st.builds(Constant, inner),
    ),
    max_leaves=6,
)


@dataclass
class Pair:
    """The engine under test and the obviously right one, treated alike."""

    open_: Callable[[], Engine]
    right: Engine = field(default_factory=lambda: MemoryEngine(PLAIN))

    def __post_init__(self) -> None:
        self.tested = self.open_()

    def take(self, step: Step) -> None:
        """Let the same happen to both."""
        if step == "reopen":
            self.tested.close()
            self.tested = self.open_()
            return
        for engine in (self.tested, self.right):
            _write(engine, step)

    def compare(self, tree: Node) -> None:
        """Both give the same keys, hits and totals."""
        query = Query(tree, limit=1000)
        tested, right = self.tested.search(query), self.right.search(query)
        assert tested.total == right.total
        assert {m.key for m in tested.matches} == {m.key for m in right.matches}
        assert len(tested.matches) == tested.total
        assert list(self.tested.scan(query)) == list(self.right.scan(query))
        self._pages(tree)
        self._counts(tree)

    def _pages(self, tree: Node) -> None:
        """Pages join to one long list, in the same order as in the right engine."""
        for sort in get_args(Sort):
            pages = all_pages(self.tested, Query(tree, sort=sort, limit=3))
            whole = self.tested.search(Query(tree, sort=sort, limit=1000))
            assert pages == [match.key for match in whole.matches]
            if sort != "relevance":
                part = Query(tree, sort=sort, limit=3, offset=1)
                assert self.tested.search(part) == self.right.search(part)

    def _counts(self, tree: Node) -> None:
        """Facets are those of the right engine, and each value promises the hits it gives."""
        asked = Query(tree, _FILTERS, facets=_WISHES, histogram=True, sort="title")
        found = self.tested.search(asked)
        assert found == self.right.search(asked)
        for facet in found.facets:
            others = tuple(each for each in _FILTERS if each.field != facet.field)
            for bucket in facet.buckets:
                clicked = Query(tree, (*others, Filter(facet.field, (bucket.value,))))
                assert len(list(self.tested.scan(clicked))) == bucket.count

    def close(self) -> None:
        self.tested.close()
        self.right.close()


class _ThrownAway(Exception):
    """Leaves a batch."""


def _write(engine: Engine, batch: Batch) -> None:
    try:
        with engine.writer() as writer:
            for change in batch.changes:
                if isinstance(change, Key):
                    writer.delete(change)
                else:
                    writer.put(change, came(change.key))
            if not batch.kept:
                raise _ThrownAway
    except _ThrownAway:
        pass


class LawContract(EnginePlaces):
    """Any sequence of batches, and any tree."""

    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,  # each example has a place of its own
            HealthCheck.differing_executors,  # one law, run for every engine
            HealthCheck.too_slow,
        ],
    )
    @given(happened=steps, asked=st.lists(trees, min_size=1, max_size=6))
    def test_any_history_answers_like_the_right_engine(
        self, new_place: NewPlace, happened: list[Step], asked: list[Node]
    ) -> None:
        pair = Pair(new_place())
        try:
            for step in happened:
                pair.take(step)
            assert list(pair.tested.keys()) == list(pair.right.keys())
            for prefix, name in (("", "title"), ("ф", "title"), ("u", "creator")):
                assert list(pair.tested.terms(prefix, name)) == list(pair.right.terms(prefix, name))
            for tree in asked:
                pair.compare(tree)
        finally:
            pair.close()
