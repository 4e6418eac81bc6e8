"""What `Index` proposes: over a store and an index on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index import open_index
from index.core import Index
from index.errors import UsageError
from index.record import Batch, Document, Identifier, Incoming, Text
from index.settings import IndexSettings
from index.suggest.corrections import Correction
from tests.records import article, gone

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def ix(tmp_path: Path) -> Iterator[Index]:
    with open_index(IndexSettings.of_folder(tmp_path / "data"), create=True) as made:
        for source in ("s", "t"):
            made.store.declare(source, "", "oai_dc", declared=False, now=NOW)
        yield made


def put(ix: Index, *records: Incoming, source: str = "s") -> None:
    ix.store.apply(source, Batch(records=records), None, NOW)
    ix.sync()


def delete(ix: Index, n: int) -> None:
    """Without a sync."""
    ix.store.apply("s", Batch(tombstones=(gone(n),)), None, NOW)


def held(n: int, title: str, doi: str = "", lang: str | None = None, source: str = "s") -> Incoming:
    """The n-th article of a source, with a title and perhaps a DOI."""
    came = article(n, title=title, lang=lang, source=source)
    assert came.document
    known = (Identifier("doi", doi, doi),) if doi else ()
    return replace(came, document=replace(came.document, identifiers=known))


def identifiers(ix: Index, n: int, source: str = "s", limit: int = 10) -> list[str]:
    found = ix.similar(source, f"oai:test.example.org:{n}", limit)
    return [f"{hit.source}{hit.identifier.rpartition(':')[2]}" for hit in found]


def test_suggestions_find_what_they_say(ix: Index) -> None:
    put(ix, *(article(n, title=f"Glass{' ice' * (n % 2)}") for n in range(4)))
    found = ix.suggest("gla")
    assert [(each.kind, each.text, each.count) for each in found] == [
        ("title", "Glass", 4),
        ("title", "Glass ice", 2),
    ]
    assert [ix.search(each.query).total for each in found] == [4, 2]
    assert ix.suggest("gla", limit=1)[0].text == "Glass"
    assert ix.suggest("?!") == ()


def test_titles_of_records_deleted_since_the_last_sync_are_not_offered(ix: Index) -> None:
    put(ix, article(1, title="Glass and ice"), article(2, title="Glass and fire"))
    delete(ix, 1)
    assert [each.text for each in ix.suggest("glass")] == ["Glass and fire"]


def test_few_hits_come_with_what_may_have_been_meant(ix: Index) -> None:
    put(ix, *(article(n, title="Magnetische Felder", lang="de") for n in range(6)))
    assert ix.search("felder").did_you_mean == ()
    results = ix.search("magnetishce felder")
    assert results.total == 0
    assert results.did_you_mean == (Correction("magnetische felder", 6),)
    assert ix.search("magnetishce", offset=1).did_you_mean == ()
    assert ix.correct("magnetishce felder") == results.did_you_mean
    assert ix.correct("felder") == ()


def test_corrections_are_counted_within_the_filters(ix: Index) -> None:
    put(ix, *(article(n, title="Magnetische Felder", lang="de") for n in range(6)))
    put(ix, article(7, title="Felder", source="t"), source="t")
    here = {"source": ["t"]}
    assert ix.search("magnetishce", filters=here).did_you_mean == ()
    assert ix.correct("magnetishce", filters=here) == ()
    assert ix.correct("feldr", filters=here) == (Correction("felder", 1),)
    assert ix.correct("feldr", exclude=here) == (Correction("felder", 6),)
    with pytest.raises(UsageError, match="'colour' is no field"):
        ix.correct("feldr", filters={"colour": ["red"]})


def test_the_same_work_comes_first_in_whatever_language(ix: Index) -> None:
    put(ix, held(1, "Физика первого льда", "10.5555/ice", "ru"))
    put(ix, held(2, "Физика льда на лужах", lang="ru"), held(3, "Совсем другое"))
    put(ix, held(1, "The physics of first ice", "10.5555/ICE".lower(), "en", "t"), source="t")
    assert identifiers(ix, 1) == ["t1", "s2"]
    assert identifiers(ix, 1, "t") == ["s1"]
    assert identifiers(ix, 1, limit=1) == ["t1"]
    first, second = ix.similar("s", "oai:test.example.org:1")
    assert first.score > second.score > 0


def test_what_was_deleted_is_like_nothing(ix: Index) -> None:
    put(ix, *(article(n, title="Magnetic fields") for n in range(3)))
    delete(ix, 1)
    assert identifiers(ix, 0) == ["s2"]
    assert identifiers(ix, 1) == []
    ix.sync()
    assert identifiers(ix, 0) == ["s2"]
    assert identifiers(ix, 1) == []
    assert identifiers(ix, 99) == []


def test_words_that_only_one_record_has_do_not_crowd_out_the_others(ix: Index) -> None:
    own = " ".join(f"own{n}" for n in range(40))
    put(
        ix, article(1, title=f"{own} glaciers"), article(2, title="Glaciers"), article(3, title="x")
    )
    assert identifiers(ix, 1) == ["s2"]


def test_words_of_nearly_everything_say_nothing(ix: Index) -> None:
    put(ix, *(article(n, title=f"on{'' if n else ' glaciers'} {n}") for n in range(120)))
    assert identifiers(ix, 0) == []


def test_a_title_of_many_records_is_one_suggestion(ix: Index) -> None:
    twice = Document("s", "x", titles=(Text("Ice"), Text("Glace", "fr")))
    put(ix, *(replace(article(n), document=replace(twice, identifier=f"oai:test.example.org:{n}"))
              for n in range(3)))  # fmt: skip
    assert [(each.text, each.count) for each in ix.suggest("ice")] == [("Ice", 3)]
    assert [(each.text, each.count) for each in ix.suggest("gla")] == [("Glace", 3)]
