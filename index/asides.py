"""What else a record says: affiliations, contributors, the place in a journal, rights. Pure.

Words without a field find a record by these too, below all that says what it is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from operator import attrgetter

from index.record import Agent, Document, Journal, Text


def asides(document: Document) -> tuple[Text, ...]:
    """Each value once, with its language where somebody said."""
    return tuple(dict.fromkeys(_asides(document)))


def _asides(document: Document) -> Iterator[Text]:
    for agent in document.creators:
        yield from _text(agent.affiliation)
    for agent in document.contributors:
        yield from _agent(agent)
    if document.journal:
        yield from chain.from_iterable(map(_text, _place(document.journal)))
    yield from filter(_VALUE, document.rights)
    # Of an affiliation in two languages the model holds one; OJS gives both (rcsi.science).
    for flag in document.flags:
        if flag.code == "name-affiliation":
            yield from _text(flag.raw)


def _text(value: str | None) -> tuple[Text, ...]:
    return (Text(value),) if value else ()


def _agent(agent: Agent) -> Iterator[Text]:
    yield from _text(agent.name)
    yield from filter(_VALUE, agent.variants)
    yield from _text(agent.affiliation)


def _place(journal: Journal) -> tuple[str | None, ...]:
    pages = journal.pages or "-".join(filter(None, (journal.first_page, journal.last_page)))
    return journal.volume, journal.issue, journal.issue_title, pages, journal.article_number


_VALUE = attrgetter("value")  # none of an empty text
