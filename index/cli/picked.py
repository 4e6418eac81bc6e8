"""Fields of hits by their public names, as lists of texts: what tables and lines show. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from index.errors import UsageError
from index.record import Document, Text
from index.results import Hit
from index.tree import ALIASES

_Field = Callable[[Hit], Iterable[str | None]]


def fields_of(names: str) -> tuple[str, ...]:
    """The fields that a list with commas names, each once. Raises `UsageError` with the known."""
    asked = [name.strip() for name in names.split(",") if name.strip()]
    found = tuple(dict.fromkeys(ALIASES.get(name, name) for name in asked))
    for name in found:
        if name not in FIELDS:
            raise UsageError(f"no field {name!r}", f"known: {', '.join(FIELDS)}")
    return found


def picked(hit: Hit, names: Sequence[str]) -> dict[str, list[str]]:
    """The values of those fields; an empty list where the document has none."""
    return {name: [value for value in FIELDS[name](hit) if value] for name in names}


def _of_document(values: Callable[[Document], Iterable[str | None]]) -> _Field:
    return lambda hit: values(hit.document)


def _identified(*schemes: str) -> _Field:
    return lambda hit: (one.value for one in hit.document.identifiers if one.scheme in schemes)


def _texts(texts: Sequence[Text]) -> list[str]:
    return [text.value for text in texts]


def _journal(document: Document) -> list[str]:
    return _texts(document.journal.titles) if document.journal else []


def _issn(document: Document) -> list[str | None]:
    journal = document.journal
    own = [journal.issn, journal.eissn, *journal.issns] if journal else []
    named = [one.value for one in document.identifiers if one.scheme in ("issn", "eissn")]
    return list(dict.fromkeys([*own, *named]))


def _year(document: Document) -> list[str]:
    return [f"{document.date.year:04}"] if document.date and document.date.year else []


def _date(document: Document) -> list[str]:
    return [document.date.edtf or document.date.raw] if document.date else []


def _licence(document: Document) -> list[str | None]:
    held = document.licence
    return [held.spdx or held.uri or held.label] if held else []


FIELDS: Mapping[str, _Field] = {
    "source": lambda hit: [hit.source],
    "identifier": lambda hit: [hit.identifier],
    "title": _of_document(lambda document: _texts(document.titles)),
    "creator": _of_document(lambda document: [agent.name for agent in document.creators]),
    "journal": _of_document(_journal),
    "year": _of_document(_year),
    "date": _of_document(_date),
    "doi": _identified("doi"),
    "url": _of_document(lambda document: [link.url for link in document.links]),
    "subject": _of_document(lambda document: _texts(document.subjects)),
    "abstract": _of_document(lambda document: _texts(document.abstracts)),
    "publisher": _of_document(lambda document: _texts(document.publishers)),
    "language": _of_document(lambda document: document.languages),
    "type": _of_document(lambda d: [d.type.label or d.type.raw] if d.type else []),
    "licence": _of_document(_licence),
    "access": _of_document(lambda d: [d.access.label or d.access.raw] if d.access else []),
    "issn": _of_document(_issn),
    "orcid": _of_document(lambda document: [agent.orcid for agent in document.creators]),
    "set": _of_document(lambda document: document.sets),
    "id": _of_document(lambda d: [f"{one.scheme}:{one.value}" for one in d.identifiers]),
    "score": lambda hit: [f"{hit.score:.4f}"],
    "partial": lambda hit: ["yes" if hit.partial else "no"],
}
# What a table shows where nobody says.
USUAL = ("source", "identifier", "title", "creator", "journal", "year", "doi", "url")
