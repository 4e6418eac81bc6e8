"""Records as rows: the columns of tables, each with the name of its field (promises.md). Pure."""

from __future__ import annotations

from collections.abc import Iterable

from index.export.work import Work, work
from index.record import Document, Record
from index.shapes import moment

COLUMNS = (
    "source", "id", "title", "creator", "journal", "volume", "issue", "pages", "year", "date",
    "doi", "url", "fulltext", "issn", "isbn", "orcid", "publisher", "subject", "abstract",
    "language", "type", "licence", "access", "set", "datestamp", "first_seen", "last_changed",
)  # fmt: skip


def row(record: Record, document: Document) -> list[str]:
    """A text for each of `COLUMNS`; several values of one stand in their order, with `; `."""
    held = work(document)
    return [*_said(record, document, held), *_kept(record, document)]


def _said(record: Record, document: Document, held: Work) -> Iterable[str]:
    return (
        record.source,
        record.identifier,
        _joined((held.title, *held.other_titles)),
        _joined(agent.name for agent in document.creators),
        held.journal,
        held.volume,
        held.issue,
        held.pages,
        f"{held.date[0]:04}" if held.date else "",
        (document.date.edtf or document.date.raw) if document.date else "",
        held.doi,
        held.url,
        _joined(held.files),
        _joined(held.issns),
        held.isbn,
        _joined(agent.orcid for agent in document.creators),
        _joined(text.value for text in document.publishers),
        _joined(held.keywords),
        "\n\n".join(text.value for text in document.abstracts),
        _joined(document.languages),
        (document.type.label or document.type.raw) if document.type else "",
        held.licence,
        (document.access.label or document.access.raw) if document.access else "",
    )


def _kept(record: Record, document: Document) -> Iterable[str]:
    first, changed = moment(record.first_seen), moment(record.last_changed)
    return _joined(document.sets), record.datestamp, first or "", changed or ""


def _joined(values: Iterable[str | None]) -> str:
    return "; ".join(filter(None, values))
