"""Asking a provider in one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree

from index.provider import Provider
from index.record import Batch, Incoming, Tombstone
from index.store.base import Store

NOW = datetime(2024, 5, 1, 12, 0, 0, tzinfo=UTC)
URL = "https://example.org/oai"
NS = {"o": "http://www.openarchives.org/OAI/2.0/"}


def provider(store: Store, source: str = "s", **changes: Any) -> Provider:
    """A provider with small pages."""
    settings: dict[str, Any] = {
        "name": "Test & Co",
        "base_url": URL,
        "admin_email": "admin@example.org",
        "page_size": 2,
        **changes,
    }
    return Provider(store, source, **settings)


def fill(
    store: Store,
    *items: Incoming | Tombstone,
    days: int = 0,
    source: str = "s",
    prefix: str = "oai_dc",
) -> None:
    """Store items as of so many days after NOW."""
    batch = Batch(
        records=tuple(item for item in items if isinstance(item, Incoming)),
        tombstones=tuple(item for item in items if isinstance(item, Tombstone)),
        prefix=prefix,
    )
    store.apply(source, batch, None, NOW + timedelta(days=days))


def ask(
    provider: Provider, verb: str | Sequence[str] = (), now: datetime = NOW, **args: Any
) -> etree._Element:
    """The parsed response; `from_` stands for from."""
    given: dict[str, Sequence[str]] = {name.rstrip("_"): [value] for name, value in args.items()}
    if verb:
        given["verb"] = [verb] if isinstance(verb, str) else verb
    return etree.fromstring(provider.answer(given, now))


def records(provider: Provider, **args: Any) -> etree._Element:
    """The response to ListRecords for oai_dc."""
    return ask(provider, "ListRecords", metadataPrefix="oai_dc", **args)


def texts(root: etree._Element, path: str) -> list[str]:
    """The texts at a path; `o:` is OAI-PMH."""
    found = root.xpath(f"//{path}/text()", namespaces=NS)
    assert isinstance(found, list)
    return [str(text) for text in found]


def identifiers(root: etree._Element) -> list[int]:
    """The numbers of the articles on a page."""
    return [int(text.rpartition(":")[2]) for text in texts(root, "o:header/o:identifier")]


def code(root: etree._Element) -> str | None:
    """The OAI-PMH error code; None where there is no error."""
    error = root.find("o:error", NS)
    return None if error is None else error.get("code")


def token(root: etree._Element) -> etree._Element | None:
    """The resumptionToken element."""
    return root.find("*/o:resumptionToken", NS)


def whole_list(provider: Provider, verb: str = "ListRecords", **args: Any) -> list[etree._Element]:
    """Every page of a list, by its tokens."""
    pages = [ask(provider, verb, metadataPrefix="oai_dc", **args)]
    while (element := token(pages[-1])) is not None and element.text:
        pages.append(ask(provider, verb, resumptionToken=element.text))
    return pages
