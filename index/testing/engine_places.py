"""How the tests of engines get one, and small documents for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import TypeAlias

import pytest

from index.engines.base import Answer, Engine, Query, Sort
from index.query import parse
from index.record import Agent, Coded, Date, Document, Identifier, Journal, Key, Seen, Text

Open: TypeAlias = Callable[[], Engine]
NewPlace: TypeAlias = Callable[[], Open]


class EnginePlaces:
    """Gives each test an open engine in a new place."""

    @pytest.fixture
    def new_place(self) -> NewPlace:
        raise NotImplementedError("the subclass says where its engine lives")

    @pytest.fixture
    def place(self, new_place: NewPlace) -> Open:
        return new_place()

    @pytest.fixture
    def engine(self, place: Open) -> Iterator[Engine]:
        engine = place()
        yield engine
        engine.close()


def document(
    identifier: str,
    *titles: str,
    source: str = "herald",
    lang: str | None = None,
    creators: Iterable[str] = (),
    subjects: Iterable[str] = (),
    abstract: str | None = None,
    journal: str | None = None,
    issn: str | None = None,
    doi: str | None = None,
    date: str | None = None,
    sets: tuple[str, ...] = (),
    type_: str | None = None,
) -> Document:
    """A document with these values and nothing else."""
    return Document(
        source,
        identifier,
        sets=sets,
        titles=tuple(Text(title, lang) for title in titles),
        creators=tuple(Agent(name) for name in creators),
        subjects=tuple(Text(subject, lang) for subject in subjects),
        abstracts=(Text(abstract, lang),) if abstract else (),
        date=Date(date, edtf=date, year=int(date[:4])) if date else None,
        type=Coded(type_) if type_ else None,
        languages=(lang,) if lang else (),
        identifiers=(Identifier("doi", doi, doi),) if doi else (),
        journal=Journal(titles=(Text(journal),), issn=issn) if journal else None,
    )


def came(one: Key) -> datetime | None:
    """When a record came first, in tests: its key alone tells, whatever becomes of the document."""
    day = sum(map(ord, one.source + one.identifier)) % 5
    return datetime(2026, 1, day, tzinfo=UTC) if day else None


def seen(document: Document) -> Seen:
    """The document, and when its record came first."""
    return Seen(document, came(document.key))


def put(engine: Engine, *documents: Document) -> None:
    """All of them in one batch."""
    with engine.writer() as writer:
        for each in documents:
            writer.put(each, came(each.key))


def ask(engine: Engine, text: str, *, sort: Sort = "relevance", limit: int = 10) -> Answer:
    """Ask as a person types."""
    return engine.search(Query(parse(text).tree, sort=sort, limit=limit))


def hits(engine: Engine, text: str, *, sort: Sort = "relevance") -> list[str]:
    """The identifiers of what answers, in order."""
    answer = ask(engine, text, sort=sort, limit=1000)
    assert answer.total == len(answer.matches)
    return [match.key.identifier for match in answer.matches]


def key(identifier: str, source: str = "herald") -> Key:
    return Key(source, identifier)
