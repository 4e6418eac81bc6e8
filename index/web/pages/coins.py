"""COinS: a hit of a list as an OpenURL in the title of a `<span class="Z3988">`. Pure.

Z39.88-2004, journal and book formats, as Zotero's translator `COinS.js` reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from index.record import Document

_BOOKS = ("book", "book part", "thesis", "report", "conference proceedings")
_ABOUT = 300  # letters of a title: lists hold many


def coins(document: Document) -> str:
    """The value of the attribute `title`, before it is escaped for HTML."""
    return urlencode(list(_pairs(document)))


def _pairs(document: Document) -> Iterator[tuple[str, str]]:
    yield "ctx_ver", "Z39.88-2004"
    label = document.type.label if document.type else None
    book = document.journal is None and (label in _BOOKS or "thesis" in (label or ""))
    yield "rft_val_fmt", f"info:ofi/fmt:kev:mtx:{'book' if book else 'journal'}"
    yield "rft.genre", _genre(label, book)
    for doi in (one.value for one in document.identifiers if one.scheme == "doi"):
        yield "rft_id", f"info:doi/{doi}"
    title = document.titles[0].value[:_ABOUT] if document.titles else ""
    yield ("rft.btitle" if book else "rft.atitle"), title
    yield from _place(document)
    if document.date and (document.date.edtf or document.date.year):
        yield "rft.date", document.date.edtf or str(document.date.year)
    for number, agent in enumerate(document.creators[:10]):
        if number == 0 and agent.family:
            yield from (("rft.aulast", agent.family), ("rft.aufirst", agent.given or ""))
        else:
            yield "rft.au", agent.name


def _genre(label: str | None, book: bool) -> str:
    if label == "preprint":
        return "preprint"
    if label == "conference paper":
        return "proceeding"
    if not book:
        return "article"
    return "bookitem" if label == "book part" else "book"


def _place(document: Document) -> Iterator[tuple[str, str]]:
    journal = document.journal
    if journal is None:
        return
    parts = (
        ("rft.jtitle", journal.titles[0].value if journal.titles else None),
        ("rft.issn", journal.issn or journal.eissn),
        ("rft.volume", journal.volume),
        ("rft.issue", journal.issue),
        ("rft.spage", journal.first_page),
        ("rft.epage", journal.last_page),
        ("rft.artnum", journal.article_number),
    )
    yield from ((name, value) for name, value in parts if value)
