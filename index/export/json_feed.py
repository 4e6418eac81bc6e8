"""A feed as JSON Feed 1.1 (jsonfeed.org)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from index.export.feeds import Channel, address, name_of, updated
from index.export.work import line, work
from index.record import Document, Record
from index.shapes import Shape, moment


def write(channel: Channel, records: Iterable[Record]) -> bytes:
    """The feed with an item for each record that has a document, in their order."""
    feed: Shape = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": line(channel.title) or channel.page_url,
        "description": line(channel.description),
        "home_page_url": channel.page_url,
        "feed_url": channel.feed_url,
        "next_url": channel.next_url,
        "authors": [{"name": line(channel.author)}],
        "items": [_item(channel, one, one.document) for one in records if one.document],
    }
    return msgspec.json.encode(_told(feed))


def _item(channel: Channel, record: Record, document: Document) -> Shape:
    held = work(document)
    title = held.title or record.identifier
    return _told(
        {
            "id": name_of(record.key),
            "url": channel.record_url(record.key),
            "external_url": address(held.url),
            "title": title,
            # One of the contents has to stand there (jsonfeed.org/version/1.1, items).
            "content_text": held.abstract or title,
            "date_published": moment(record.first_seen),
            "date_modified": moment(updated(record)),
            "authors": [{"name": line(agent.name)} for agent in held.creators],
            "tags": list(held.keywords),
            "language": next(iter(held.languages), None),
        }
    )


def _told(shape: Shape) -> Shape:
    """Without what is not known; the list of items stays."""
    return {name: value for name, value in shape.items() if value or name == "items"}
