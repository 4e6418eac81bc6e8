"""A feed as RSS 2.0 (rssboard.org/rss-specification), names of people by Dublin Core."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from email.utils import format_datetime
from html import escape

from index.export.feeds import Channel, feed_updated, name_of
from index.export.work import Work, line, work
from index.provider.render import tag
from index.record import Record

_START = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>'
)


def write(channel: Channel, records: Iterable[Record]) -> bytes:
    """The feed with an item for each record that has a document, in their order."""
    held = [record for record in records if record.document]
    return b"".join((_START, *_head(channel, held), *_items(channel, held), b"</channel></rss>\n"))


def _head(channel: Channel, held: list[Record]) -> Iterator[bytes]:
    yield tag("title", line(channel.title))
    yield tag("link", channel.page_url)
    yield tag("description", line(channel.description))
    yield tag("lastBuildDate", format_datetime(feed_updated(held), usegmt=True))
    itself = {"rel": "self", "type": "application/rss+xml", "href": channel.feed_url}
    yield tag("atom:link", "", itself)
    if channel.next_url:
        yield tag("atom:link", "", {"rel": "next", "href": channel.next_url})
    yield b"\n"


def _items(channel: Channel, held: list[Record]) -> Iterator[bytes]:
    for record in held:
        if record.document:
            yield b"<item>" + b"".join(_item(channel, record, work(record.document)))
            yield b"</item>\n"


def _item(channel: Channel, record: Record, held: Work) -> Iterator[bytes]:
    yield tag("guid", name_of(record.key), {"isPermaLink": "false"})
    yield tag("title", held.title or record.identifier)
    yield tag("link", channel.record_url(record.key))
    yield tag("pubDate", format_datetime(record.first_seen, usegmt=True))
    yield from (tag("dc:creator", line(agent.name)) for agent in held.creators)
    yield from (tag("category", word) for word in held.keywords)
    if held.abstract:
        # A description is HTML, unlike a title (rssboard.org/rss-profile).
        paragraphs = (f"<p>{escape(part)}</p>" for part in held.abstract.split("\n") if part)
        yield tag("description", "".join(paragraphs))
