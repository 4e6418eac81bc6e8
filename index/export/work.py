"""What formats for references want of a document: one title, one date, one address. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.export.kinds import Kind, kind_of
from index.record import Agent, Document, Journal, Text

_CALENDAR = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?")
_NO_JOURNAL = Journal()


@dataclass(frozen=True, slots=True)
class Work:
    """A document as a reference. Texts are one line each, but `abstract`; unknown is "" or empty.

    `date` holds year, month and day as far as they are known. `url` is where a reader is sent: the
    landing page, else a file, else the DOI.
    """

    kind: Kind
    title: str
    other_titles: tuple[str, ...]
    creators: tuple[Agent, ...]
    journal: str
    volume: str
    issue: str
    first_page: str
    last_page: str
    article_number: str
    date: tuple[int, ...]
    publisher: str
    doi: str
    url: str
    files: tuple[str, ...]
    issns: tuple[str, ...]
    isbn: str
    languages: tuple[str, ...]
    keywords: tuple[str, ...]
    abstract: str
    licence: str

    @property
    def pages(self) -> str:
        """First and last page with a hyphen, or the article's number."""
        return "-".join(filter(None, (self.first_page, self.last_page))) or self.article_number


def work(document: Document) -> Work:
    """The reference that a document makes."""
    journal = document.journal or _NO_JOURNAL
    titles = _values(document.titles)
    doi = identified(document, "doi")
    return Work(
        kind=kind_of(document.type, in_journal=bool(journal.titles or journal.issns)),
        title=titles[0] if titles else "",
        other_titles=titles[1:],
        creators=tuple(agent for agent in document.creators if line(agent.name)),
        journal=line(_own(journal.titles, document)),
        volume=line(journal.volume),
        issue=line(journal.issue),
        first_page=line(journal.first_page or journal.pages),
        last_page=line(journal.last_page),
        article_number=line(journal.article_number),
        date=_date(document),
        publisher=line(_own(document.publishers, document)),
        doi=doi,
        url=_url(document, doi),
        files=tuple(link.url for link in document.links if link.role == "fulltext"),
        issns=_issns(document, journal),
        isbn=identified(document, "isbn"),
        languages=document.languages,
        keywords=_values(document.subjects),
        abstract=_own(document.abstracts, document),
        licence=document.licence.uri if document.licence else "",
    )


def line(text: str | None) -> str:
    """A text as one line: whatever parts its words is one blank."""
    return " ".join((text or "").split())


def identified(document: Document, scheme: str) -> str:
    """The first identifier of a scheme; "" where there is none."""
    return next((one.value for one in document.identifiers if one.scheme == scheme), "")


def names(agent: Agent) -> tuple[str, str]:
    """Family and given name; a body, and who is not taken apart, as (name, "")."""
    if agent.kind == "organisation" or not agent.family:
        return line(agent.name), ""
    return line(agent.family), line(agent.given)


def _values(texts: Iterable[Text]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (line(text.value) for text in texts))))


def _own(texts: Sequence[Text], document: Document) -> str:
    """The text in the language of the title, else the first one."""
    lang = document.titles[0].lang if document.titles else None
    ranked = sorted(texts, key=lambda text: text.lang != lang)
    return ranked[0].value if ranked else ""


def _date(document: Document) -> tuple[int, ...]:
    """As much of the date as a calendar has; a decade or a season has no more than its year."""
    date = document.date
    if date is None:
        return ()
    known = _CALENDAR.fullmatch(date.edtf or "")
    if known is None:
        return () if date.year is None else (date.year,)
    return tuple(int(part) for part in known.groups() if part)


def _url(document: Document, doi: str) -> str:
    landing = [link.url for link in document.links if link.role == "landing"]
    others = [link.url for link in document.links]
    named = identified(document, "url")
    made = f"https://doi.org/{doi}" if doi else ""
    return next(filter(None, (*landing, named, *others, made)), "")


def _issns(document: Document, journal: Journal) -> tuple[str, ...]:
    named = (one.value for one in document.identifiers if one.scheme in ("issn", "eissn"))
    own = (journal.issn, journal.eissn, *journal.issns)
    return tuple(dict.fromkeys(filter(None, (*own, *named))))
