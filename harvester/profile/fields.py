"""What a document says, as plain values: the fields that a profile counts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from index.record import Agent, Coded, Document, Journal, Text

Values: TypeAlias = Callable[[Document], Iterable[str | None]]


def _texts(texts: Iterable[Text]) -> Iterable[str]:
    return (text.value for text in texts)


def _names(agents: Iterable[Agent]) -> Iterable[str]:
    return (agent.name for agent in agents)


def _coded(coded: Coded | None) -> Iterable[str | None]:
    return (coded.label or coded.uri or coded.raw,) if coded else ()


def _of_journal(value: Callable[[Journal], str | None]) -> Values:
    return lambda document: (value(document.journal),) if document.journal else ()


# A field of a profile -> its values in a document; None and "" do not fill it.
FIELDS: Mapping[str, Values] = {
    "titles": lambda document: _texts(document.titles),
    "creators": lambda document: _names(document.creators),
    "orcids": lambda document: (agent.orcid for agent in document.creators),
    "contributors": lambda document: _names(document.contributors),
    "funders": lambda document: _texts(document.funders),
    "subjects": lambda document: _texts(document.subjects),
    "classifications": lambda document: (
        f"{one.scheme or '?'} {one.raw}" for one in document.classifications
    ),
    "abstracts": lambda document: _texts(document.abstracts),
    "publishers": lambda document: _texts(document.publishers),
    "year": lambda document: (
        (str(document.date.year),) if document.date and document.date.year else ()
    ),
    "type": lambda document: _coded(document.type),
    "version": lambda document: _coded(document.version),
    "access": lambda document: _coded(document.access),
    "languages": lambda document: document.languages,
    "identifiers": lambda document: (one.scheme for one in document.identifiers),
    "doi": lambda document: (one.value for one in document.identifiers if one.scheme == "doi"),
    "journal": lambda document: _texts(document.journal.titles) if document.journal else (),
    "issn": lambda document: document.journal.issns if document.journal else (),
    "volume": _of_journal(lambda journal: journal.volume),
    "issue": _of_journal(lambda journal: journal.issue),
    "pages": _of_journal(lambda journal: journal.pages or journal.article_number),
    "licence": lambda document: (
        (document.licence.spdx or document.licence.uri,) if document.licence else ()
    ),
    "rights": lambda document: _texts(document.rights),
    "links": lambda document: (link.role for link in document.links),
    "relations": lambda document: (one.scheme for one in document.relations),
    "coverage": lambda document: _texts(document.coverage),
    "formats": lambda document: document.formats,
    "sets": lambda document: document.sets,
}


def values_of(document: Document) -> dict[str, tuple[str, ...]]:
    """The values of every field; an empty tuple where the document says nothing."""
    return {
        name: tuple(value for value in values(document) if value) for name, values in FIELDS.items()
    }
