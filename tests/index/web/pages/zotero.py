"""Reading a page as Zotero's translator "Embedded Metadata" does (zotero/translators, 2026).

Of the Highwire tags: which field each fills, what makes which type of item, how names are taken
apart. Enough of it to say what a person would find in the library afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import html

# `HIGHWIRE_MAPPINGS` of the translator.
_FIELDS = {
    "citation_title": "title", "citation_publication_date": "date", "citation_date": "date",
    "citation_journal_title": "publicationTitle", "citation_volume": "volume",
    "citation_issue": "issue", "citation_issn": "ISSN", "citation_eIssn": "ISSN",
    "citation_doi": "DOI", "citation_isbn": "ISBN", "citation_publisher": "publisher",
    "citation_language": "language", "citation_abstract": "abstractNote",
    "citation_abstract_html_url": "url", "citation_conference_title": "proceedingsTitle",
    "citation_dissertation_institution": "university",
    "citation_technical_report_institution": "institution",
}  # fmt: skip


@dataclass
class Item:
    """What stands in the library: its type, its fields, its people, tags and files."""

    kind: str
    fields: dict[str, str] = field(default_factory=dict)
    creators: list[tuple[str, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def embedded(page: html.HtmlElement) -> Item:
    """The item that the tags of a page make."""
    metas = [(one.get("name"), one.get("content")) for one in page.cssselect("meta[name]")]
    tags = [(name, content) for name, content in metas if name.startswith("citation_")]
    item = Item(_kind({name for name, _ in tags}))
    for name, content in tags:
        if name == "citation_author":
            family, _, given = content.partition(", ")
            item.creators.append((family, given))
        elif name == "citation_keywords":
            item.tags += [part.strip() for part in content.split(";") if part.strip()]
        elif name == "citation_pdf_url":
            item.files.append(content)
        elif name in _FIELDS:
            item.fields.setdefault(_FIELDS[name], content)
    first, last = (dict(tags).get(f"citation_{end}page") for end in ("first", "last"))
    if first:
        item.fields["pages"] = f"{first}-{last}" if last and last != first else first
    return item


def _kind(names: set[str]) -> str:
    if "citation_journal_title" in names:
        return "journalArticle"
    for name, kind in (
        ("citation_conference_title", "conferencePaper"),
        ("citation_dissertation_institution", "thesis"),
        ("citation_technical_report_institution", "report"),
        ("citation_isbn", "book"),
    ):
        if name in names:
            return kind
    return "webpage"
