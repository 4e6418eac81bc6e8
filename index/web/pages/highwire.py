"""Meta tags by which Zotero, Google Scholar and others read a record page. Pure.

Highwire Press tags, as Zotero's translator "Embedded Metadata" reads them and as Google Scholar's
inclusion guidelines ask for them.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.record import Date, Document, Journal

Tag = tuple[str, str]
_PDF = "application/pdf"


def tags(document: Document, canonical: str) -> list[Tag]:
    """(name, content) in the order of the record; only what is known."""
    return [(name, content) for name, content in _tags(document, canonical) if content]


def _tags(document: Document, canonical: str) -> Iterator[Tag]:
    yield "citation_title", document.titles[0].value if document.titles else ""
    for agent in document.creators:
        yield "citation_author", _name(agent.family, agent.given, agent.name)
        yield "citation_author_orcid", agent.orcid or ""
        yield "citation_author_institution", agent.affiliation or ""
    yield "citation_publication_date", _date(document.date)
    if document.journal:
        yield from _place(document.journal)
    yield from _identifiers(document)
    yield from _kind(document)
    yield from (("citation_keywords", subject.value) for subject in document.subjects)
    yield from (("citation_language", code) for code in document.languages)
    yield "citation_publisher", document.publishers[0].value if document.publishers else ""
    yield "citation_abstract", document.abstracts[0].value if document.abstracts else ""
    for link in document.links:
        if link.role == "fulltext" and link.media_type == _PDF:
            yield "citation_pdf_url", link.url
    yield "citation_abstract_html_url", canonical


def _name(family: str | None, given: str | None, name: str) -> str:
    return f"{family}, {given}" if family and given else name


def _date(date: Date | None) -> str:
    """`2023/11/01`, `2023/11` or `2023`, as Google Scholar writes dates."""
    if date is None or date.year is None:
        return ""
    known = {"day": 10, "month": 7}.get(date.precision or "", 4)
    plain = date.edtf and len(date.edtf) >= known and date.edtf[:4].isdigit()
    return (date.edtf or "")[:known].replace("-", "/") if plain else str(date.year)


def _place(journal: Journal) -> Iterator[Tag]:
    yield "citation_journal_title", journal.titles[0].value if journal.titles else ""
    yield "citation_issn", journal.issn or (journal.issns[0] if journal.issns else "")
    yield "citation_eIssn", journal.eissn or ""
    yield "citation_volume", journal.volume or ""
    yield "citation_issue", journal.issue or ""
    yield "citation_firstpage", journal.first_page or journal.article_number or ""
    yield "citation_lastpage", journal.last_page or ""


def _identifiers(document: Document) -> Iterator[Tag]:
    for one in document.identifiers:
        if one.scheme in ("doi", "isbn", "pmid"):
            yield f"citation_{one.scheme}", one.value


def _kind(document: Document) -> Iterator[Tag]:
    """Theses and reports are told by who gave them out."""
    label = (document.type.label if document.type else None) or ""
    publisher = document.publishers[0].value if document.publishers else ""
    if "thesis" in label:
        yield "citation_dissertation_institution", publisher or document.source
    elif label in ("report", "technical report", "research report", "working paper"):
        yield "citation_technical_report_institution", publisher or document.source
