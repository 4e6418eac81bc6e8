"""Records as rows: the columns of tables, by the names of fields (promises.md). Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple, TypeAlias

from index.export.work import Work, work
from index.record import Coded, Document, Record

Cell: TypeAlias = str | int | datetime | list[str] | None


class Row(NamedTuple):
    """A record, its document and the reference that it makes."""

    record: Record
    document: Document
    work: Work


def cells(record: Record, document: Document) -> list[Cell]:
    """The value of each of `COLUMNS`: "" or an empty list, and None for a number, is not known."""
    row = Row(record, document, work(document))
    return [value(row) for value in COLUMNS.values()]


def _label(code: Coded | None) -> str:
    return (code.label or code.raw) if code else ""


def _date(document: Document) -> str:
    return (document.date.edtf or document.date.raw) if document.date else ""


COLUMNS: Mapping[str, Callable[[Row], Cell]] = {
    "source": lambda row: row.record.source,
    "id": lambda row: row.record.identifier,
    "title": lambda row: row.work.title,
    "other_titles": lambda row: list(row.work.other_titles),
    "creator": lambda row: [agent.name for agent in row.document.creators],
    "orcid": lambda row: [agent.orcid for agent in row.document.creators if agent.orcid],
    "journal": lambda row: row.work.journal,
    "volume": lambda row: row.work.volume,
    "issue": lambda row: row.work.issue,
    "pages": lambda row: row.work.pages,
    "year": lambda row: row.work.date[0] if row.work.date else None,
    "date": lambda row: _date(row.document),
    "doi": lambda row: row.work.doi,
    "url": lambda row: row.work.url,
    "fulltext": lambda row: list(row.work.files),
    "issn": lambda row: list(row.work.issns),
    "isbn": lambda row: row.work.isbn,
    "publisher": lambda row: row.work.publisher,
    "subject": lambda row: list(row.work.keywords),
    "abstract": lambda row: row.work.abstract,
    "language": lambda row: list(row.document.languages),
    "type": lambda row: _label(row.document.type),
    "licence": lambda row: row.work.licence,
    "access": lambda row: _label(row.document.access),
    "set": lambda row: list(row.document.sets),
    "datestamp": lambda row: row.record.datestamp,
    "first_seen": lambda row: row.record.first_seen,
    "last_changed": lambda row: row.record.last_changed,
}
