"""Laws of counting: a facet is a count over all hits, and each value promises the hits it gives."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.engines.base import MISSING, Bucket, Engine, Facet, FacetWish, Filter, Query
from index.entries import entries, split
from index.fields import searchable
from index.record import Agent, Coded, Document, Journal, Key, Licence, Text
from index.testing.engine_places import EnginePlaces, NewPlace, document, put
from index.tree import ENTRIES, FILTER_FIELDS, Everything, Exact, Node, Not, Word

# Spellings that meet: one person's, those that are another's key, bodies, names nobody can read.
_CREATORS = [
    Agent("Кистанов В.О.", "Кистанов", "В.О."),
    Agent("Kistanov, Valerii", "Kistanov", "Valerii", variants=(Text("Кистанов, В."),)),
    Agent("kistanov v"),
    Agent("V. Kistanow"),
    Agent("Tanaka, Taro", "Tanaka", "Taro", variants=(Text("田中, 太郎", "ja"),)),
    Agent("田中, 太郎", "田中", "太郎"),
    Agent("Académie des Sciences", kind="organisation"),
    Agent("?"),
    Agent(MISSING),
]
_STUDIES, _PROBLEMS = Text("Far Eastern Studies", "en"), Text("Проблемы Дальнего Востока", "ru")
_JOURNALS = [
    None,
    Journal((_STUDIES, _PROBLEMS), "0131-2812"),
    Journal((_PROBLEMS,), None, "0131-2812"),
    Journal((_PROBLEMS, _STUDIES)),
    Journal((_STUDIES,)),
    Journal((), issns=("2434-561X",)),
]
_SUBJECTS = [Text(value) for value in ("Япония", "япония.", "C++", "c", "C#", "x\x1fy", "?")]
_TYPES = [
    None,
    Coded("Article"),
    Coded("article"),
    Coded("Article", "http://purl.org/coar/resource_type/c_6501", "journal article"),
    Coded("journal article", label="review"),
    Coded("review", label="Article"),
    Coded(MISSING),
]
_LICENCES = [
    None,
    Licence("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0", "CC BY 4.0"),
    Licence("https://creativecommons.org/licenses/by/4.0/"),
    Licence("https://l.example/", "cc by 4.0"),
]
_ACCESS = [None, Coded("open"), Coded("free", label="open access"), Coded("x", "u:x", "open")]
_LANGUAGES = ["en", "en-US", "EN", "ru", "zh-Hans"]
_VALUES = [
    "kistanov v", "Кистанов В.О.", "田中, 太郎", "Far Eastern Studies", "0131-2812", "япония", "C",
    "Article", "article", "ARTICLE", "journal article", "CC BY 4.0", "cc by 4.0", "open", "en",
    "en-US", "2019", "a", "nothing", MISSING,
]  # fmt: skip


@st.composite
def _documents(draw: st.DrawFn) -> Document:
    plain = document(
        draw(st.sampled_from("123456")),
        draw(st.sampled_from(["red", "red blue", "blue"])),
        source=draw(st.sampled_from("ab")),
        date=draw(st.sampled_from([None, "2019", "2019-05", "2021-12-31"])),
        sets=draw(st.sampled_from([(), ("x",), ("x:y", "z")])),
    )
    return replace(
        plain,
        creators=tuple(draw(st.lists(st.sampled_from(_CREATORS), max_size=3))),
        journal=draw(st.sampled_from(_JOURNALS)),
        subjects=tuple(draw(st.lists(st.sampled_from(_SUBJECTS), max_size=3))),
        publishers=tuple(draw(st.lists(st.sampled_from(_SUBJECTS), max_size=1))),
        type=draw(st.sampled_from(_TYPES)),
        licence=draw(st.sampled_from(_LICENCES)),
        access=draw(st.sampled_from(_ACCESS)),
        languages=tuple(draw(st.lists(st.sampled_from(_LANGUAGES), max_size=2))),
    )


_filters = st.builds(
    Filter,
    st.sampled_from(FILTER_FIELDS),
    st.lists(st.sampled_from(_VALUES), max_size=3).map(tuple),
    st.booleans(),
)
_trees: st.SearchStrategy[Node] = st.sampled_from(
    [Everything(), Word("red"), Not(Word("blue")), Exact("creator", "kistanov v"),
     Exact("type", "Article"), Not(Exact("language", "en"))]
)  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """What documents hold in a field, counted by hand: by value the documents, and spellings."""

    holding: Mapping[str, set[Key]]
    labels: Mapping[str, Counter[str]]

    @classmethod
    def of(cls, held: Mapping[Key, Document], found: list[Key], field: str) -> Counted:
        holding: dict[str, set[Key]] = defaultdict(set)
        labels: dict[str, Counter[str]] = defaultdict(Counter)
        for key in found:
            for value, label in _values(held[key], field) or ((MISSING, ""),):
                holding[value].add(key)
                labels[value][label] += 1
        return cls(holding, labels)

    def buckets(self) -> list[Bucket]:
        """In the order of their values, `MISSING` last."""
        found = [
            Bucket(value, len(keys), min(self.labels[value], key=self._rank(value)))
            for value, keys in self.holding.items()
        ]
        return sorted(found, key=lambda bucket: (bucket.value == MISSING, bucket.value))

    def _rank(self, value: str) -> _Rank:
        return _Rank(self.labels[value])


@dataclass(frozen=True)
class _Rank:
    counts: Counter[str]

    def __call__(self, label: str) -> tuple[int, str]:
        return -self.counts[label], label


def _values(document: Document, field: str) -> list[tuple[str, str]]:
    if field in ENTRIES:
        return [split(term) for term in entries(document)[ENTRIES[field]]]
    return [(value, "") for value in searchable(document).keywords[field]]


class CountContract(EnginePlaces):
    """search, scan: facets, filters, histogram."""

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,  # each example has a place of its own
            HealthCheck.differing_executors,  # one law, run for every engine
            HealthCheck.too_slow,
        ],
    )
    @given(
        batches=st.lists(st.lists(_documents(), max_size=7), min_size=1, max_size=3),
        deleted=st.sets(st.sampled_from("123456"), max_size=2),
        tree=_trees,
        filters=st.lists(_filters, max_size=3).map(tuple),
    )
    def test_facets_are_counts_over_scan_and_promise_their_hits(
        self,
        new_place: NewPlace,
        batches: list[list[Document]],
        deleted: set[str],
        tree: Node,
        filters: tuple[Filter, ...],
    ) -> None:
        engine, held = new_place()(), dict[Key, Document]()
        for batch in batches:
            put(engine, *batch)
            held |= {one.key: one for one in batch}
        with engine.writer() as writer:
            for key in (Key("a", identifier) for identifier in deleted):
                writer.delete(key)
                held.pop(key, None)
        wishes = [FacetWish(name, 100, "value") for name in FILTER_FIELDS]
        asked = Query(tree, filters, limit=100, facets=tuple(wishes), histogram=True)
        answer = engine.search(asked)
        assert {m.key for m in answer.matches} == set(engine.scan(asked))
        for facet in answer.facets:
            _keeps_its_promises(engine, held, asked, facet)
        (years,) = (facet for facet in answer.facets if facet.field == "year")
        assert answer.histogram == years.buckets
        engine.close()


def _keeps_its_promises(
    engine: Engine, held: Mapping[Key, Document], asked: Query, facet: Facet
) -> None:
    """Its counts are those of what is found without its own filters, and filters give them."""
    others = tuple(each for each in asked.filters if each.field != facet.field)
    found = list(engine.scan(Query(asked.tree, others)))
    counted = Counted.of(held, found, facet.field)
    assert list(facet.buckets) == counted.buckets()
    assert facet.values == len(counted.holding) - (MISSING in counted.holding)
    wish = FacetWish(facet.field, 100)
    (most,) = engine.search(Query(asked.tree, asked.filters, limit=0, facets=(wish,))).facets
    assert list(most.buckets) == sorted(facet.buckets, key=_by_count)
    values = [bucket.value for bucket in facet.buckets]
    for chosen in [(), *((value,) for value in values), tuple(values[:2]), tuple(values)]:
        wanted = set[Key]().union(*(counted.holding[value] for value in chosen))
        for excluded in (False, True):
            query = Query(asked.tree, (*others, Filter(facet.field, chosen, excluded)))
            right = [key for key in found if (key in wanted) != excluded]
            assert list(engine.scan(query)) == right
            assert engine.search(query).total == len(right)
        if len(chosen) == 1:
            exact = Query(Exact(facet.field, chosen[0]))
            both = set(engine.scan(exact)) & set(found)
            assert both == wanted


def _by_count(bucket: Bucket) -> tuple[bool, int, str]:
    return bucket.value == MISSING, -bucket.count, bucket.value
