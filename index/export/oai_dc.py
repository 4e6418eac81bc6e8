"""Document -> simple Dublin Core, in the forms that read back as the same document.

What came is written where Dublin Core has a place for it; docs/normalising.md lists the fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from index.lookalikes import repaired
from index.provider.render import XSI, tag
from index.record import Agent, Document, Journal, Text

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_SCHEMA = f"{NAMESPACE} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
_DC = "http://purl.org/dc/elements/1.1/"
_START = (
    f'<oai_dc:dc xmlns:oai_dc="{NAMESPACE}" xmlns:dc="{_DC}" xmlns:xsi="{XSI}" '
    f'xsi:schemaLocation="{_SCHEMA}">'
)

# (element without its prefix, text, BCP 47 tag)
Element = tuple[str, str, str | None]


def write(document: Document) -> bytes:
    """The `oai_dc:dc` element of a document, UTF-8, by OAI-PMH 2.0 and Dublin Core 1.1.

    What XML cannot hold becomes U+FFFD. Normalising it gives the same fields again, but flags,
    affiliations, the roles of dates and what is only in the XML that was harvested.
    """
    written = (
        tag(f"dc:{name}", text, {"xml:lang": lang} if lang else None)
        for name, text, lang in dict.fromkeys(elements(document))
        if text
    )
    return _START.encode() + b"".join(written) + b"</oai_dc:dc>"


def elements(document: Document) -> Iterator[Element]:
    """The elements, in the order in which repositories write them."""
    yield from _texts("title", document.titles)
    yield from _people("creator", document.creators, document.rights)
    yield from _texts("subject", document.subjects)
    yield from (("subject", code.raw, None) for code in document.classifications)
    yield from (
        ("description", text.value.replace("\n", "\n\n"), text.lang) for text in document.abstracts
    )
    yield from _texts("publisher", document.publishers)
    yield from _people("contributor", document.contributors)
    yield from _texts("contributor", document.funders)
    if document.date:
        yield "date", document.date.edtf or document.date.raw, None
    yield from (("type", one.raw, None) for one in document.types)
    yield from (("format", media_type, None) for media_type in document.formats)
    yield from (("identifier", one.raw, None) for one in document.identifiers)
    yield from (("language", language, None) for language in document.languages)
    yield from _sources(document.journal)
    yield from _relations(document)
    yield from _rights(document)
    yield from _texts("coverage", document.coverage)


def _texts(name: str, values: Iterable[Text]) -> Iterator[Element]:
    return ((name, value.value, value.lang) for value in values)


def _people(name: str, agents: Sequence[Agent], rights: Iterable[Text] = ()) -> Iterator[Element]:
    """Each with its ORCID; the names in other languages behind them all, in the same order.

    A variant without a language stands behind its name: `Kistanov V.O. = Кистанов В.О.`; not one
    that is read from `rights` again.
    """
    stated = " ".join(text.value for text in rights)
    others: list[Element] = []
    for agent in agents:
        beside = [
            variant.value
            for variant in agent.variants
            if variant.lang is None and variant.value not in stated
        ]
        bare = [value for value in beside if value != repaired(agent.name)]
        orcid = (f"https://orcid.org/{agent.orcid}",) if agent.orcid else ()
        yield name, "; ".join((" = ".join((agent.name, *bare[:1])), *orcid)), None
        others += [(name, value, None) for value in bare[1:]]
        others += [(name, text.value, text.lang) for text in agent.variants if text.lang]
    yield from others


def _sources(journal: Journal | None) -> Iterator[Element]:
    """As OJS writes them: `Title; Vol. 69, No. 5: Issue title; 7-22`, then each ISSN."""
    if journal is None:
        return
    place = tuple(_place(journal))
    for title in journal.titles or (Text(""),):
        yield "source", "; ".join(filter(None, (title.value, *place))), title.lang
    for number in journal.issns:
        yield "source", f"{'eISSN' if number == journal.eissn else 'ISSN'} {number}", None


def _place(journal: Journal) -> Iterator[str]:
    volume = f"Vol. {journal.volume}" if journal.volume else ""
    issue = f"No. {journal.issue}" if journal.issue else ""
    numbers = ", ".join(filter(None, (volume, issue)))
    yield ": ".join(filter(None, (numbers, journal.issue_title)))
    yield journal.pages or journal.article_number or ""


def _relations(document: Document) -> Iterator[Element]:
    """Files of the work that no identifier names, and other works."""
    named = {text for one in document.identifiers for text in (one.raw, one.value)}
    files = (link.url for link in document.links if link.url not in named)
    others = (one.raw for one in document.relations)
    return (("relation", raw, None) for raw in (*files, *others))


def _rights(document: Document) -> Iterator[Element]:
    """The access right as it came, where no statement holds it, and the statements."""
    stated = {text.value for text in document.rights}
    if document.access and document.access.raw not in stated:
        yield "rights", document.access.raw, None
    ends = (date.raw for date in document.dates if date.role == "embargoEnd")
    yield from (("rights", raw, None) for raw in ends if raw not in stated)
    yield from _texts("rights", document.rights)
