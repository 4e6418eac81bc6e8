"""Feeds of a query, by their names: what came, newest first, each record once for ever.

A record's place is when it was first seen; its name is made of source and OAI identifier. Neither
changes when it is indexed or normalised again, or when the addresses of the server do, so that no
reader gets old entries as new ones. Pure: addresses are arguments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from types import MappingProxyType
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from index.record import Key, Record

# When nothing came yet; a feed without entries has to say some time, always the same.
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_HOST = re.compile(r"[\w.-]+(:\d{1,5})?")
_NO_CODE = re.compile("%(?![0-9A-Fa-f]{2})")
_SAFE = "/:@!$&'()*+,;=?%~"  # in a path and what follows it (RFC 3986)


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says of itself; all addresses are absolute, with all that needs it encoded.

    `page_url` is the page of the query, `record_url` gives that of a record; `feed_url` is the
    feed's own, `next_url` the one of what came before its last entry. `author`: who runs it.
    """

    title: str
    description: str
    author: str
    page_url: str
    feed_url: str
    record_url: Callable[[Key], str]
    next_url: str | None = None


WriteFeed = Callable[[Channel, Iterable[Record]], bytes]


@dataclass(frozen=True, slots=True)
class Feed:
    """A way to write feeds: its media type, and the suffix of files and addresses."""

    name: str
    media_type: str
    suffix: str
    write: WriteFeed


def name_of(key: Key) -> str:
    """The name of a record for ever: a `urn:uuid:` (RFC 9562, version 5) of its key."""
    return uuid5(NAMESPACE_URL, "\0".join(key)).urn


def address(url: str) -> str:
    """An address of others as readers of feeds take it; "" for what leads nowhere on the web."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc):
        return ""
    behind = (_encoded(one) for one in (parts.path, parts.query, parts.fragment))
    return parts._replace(**dict(zip(("path", "query", "fragment"), behind, strict=True))).geturl()


def _encoded(part: str) -> str:
    return quote(_NO_CODE.sub("%25", part), safe=_SAFE)


def updated(record: Record) -> datetime:
    """When what a record says changed last; being indexed or normalised again is no change."""
    return max(record.first_seen, record.last_changed)


def feed_updated(records: Sequence[Record]) -> datetime:
    """When a feed of these records changed last."""
    return max(map(updated, records), default=_BEGINNING)


def _late(module: str) -> WriteFeed:
    def write(channel: Channel, records: Iterable[Record]) -> bytes:
        found: WriteFeed = import_module(f"index.export.{module}").write
        return found(channel, records)

    return write


FEEDS: Mapping[str, Feed] = MappingProxyType(
    {
        "atom": Feed("atom", "application/atom+xml", ".atom", _late("atom")),
        "rss": Feed("rss", "application/rss+xml", ".rss", _late("rss")),
        "json": Feed("json", "application/feed+json", ".feed.json", _late("json_feed")),
    }
)
