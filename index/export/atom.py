"""A feed as Atom 1.0 (RFC 4287; pages by RFC 5005)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.export.feeds import Channel, feed_updated, name_of, updated
from index.export.work import Work, line, work
from index.provider.render import tag
from index.record import Key, Record
from index.shapes import moment

_START = b'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'


def write(channel: Channel, records: Iterable[Record]) -> bytes:
    """The feed with an entry for each record that has a document, in their order."""
    held = [record for record in records if record.document]
    return b"".join((_START, *_head(channel, held), *_entries(channel, held), b"</feed>\n"))


def _head(channel: Channel, held: list[Record]) -> Iterator[bytes]:
    yield tag("id", name_of(Key("feed", channel.feed_url)))
    yield tag("title", line(channel.title))
    yield tag("subtitle", line(channel.description))
    yield tag("updated", moment(feed_updated(held)) or "")
    yield b"<author>" + tag("name", line(channel.author)) + b"</author>"
    yield tag("link", "", {"rel": "self", "type": "application/atom+xml", "href": channel.feed_url})
    yield tag("link", "", {"rel": "alternate", "type": "text/html", "href": channel.page_url})
    if channel.next_url:
        yield tag("link", "", {"rel": "next", "href": channel.next_url})
    yield b"\n"


def _entries(channel: Channel, held: list[Record]) -> Iterator[bytes]:
    for record in held:
        if record.document:
            yield b"<entry>" + b"".join(_entry(channel, record, work(record.document)))
            yield b"</entry>\n"


def _entry(channel: Channel, record: Record, held: Work) -> Iterator[bytes]:
    yield tag("id", name_of(record.key))
    yield tag("title", held.title or record.identifier)
    yield tag("published", moment(record.first_seen) or "")
    yield tag("updated", moment(updated(record)) or "")
    for agent in held.creators:
        yield b"<author>" + tag("name", line(agent.name)) + b"</author>"
    href = channel.record_url(record.key)
    yield tag("link", "", {"rel": "alternate", "type": "text/html", "href": href})
    for word in held.keywords:
        yield tag("category", "", {"term": word})
    if held.abstract:
        yield tag("summary", held.abstract)
