"""What else a record says: affiliations, contributors, the place in a journal, rights. Pure.

Words without a field find a record by these too, below all that says what it is about.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.record import Agent, Document, Journal, Text


def asides(document: Document) -> tuple[Text, ...]:
    """Each value once, with its language where somebody said."""
    return tuple(dict.fromkeys(text for text in _asides(document) if text.value))


def _asides(document: Document) -> Iterator[Text]:
    for agent in document.creators:
        yield Text(agent.affiliation or "")
    for agent in document.contributors:
        yield from _agent(agent)
    if document.journal:
        yield from (Text(value or "") for value in _place(document.journal))
    yield from document.rights
    # Of an affiliation in two languages the model holds one; OJS gives both (rcsi.science).
    yield from (Text(flag.raw) for flag in document.flags if flag.code == "name-affiliation")


def _agent(agent: Agent) -> Iterator[Text]:
    yield Text(agent.name)
    yield from agent.variants
    yield Text(agent.affiliation or "")


def _place(journal: Journal) -> tuple[str | None, ...]:
    pages = journal.pages or "-".join(filter(None, (journal.first_page, journal.last_page)))
    return journal.volume, journal.issue, journal.issue_title, pages, journal.article_number
