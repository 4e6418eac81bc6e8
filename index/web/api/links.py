"""Addresses of the API, and the Link header (RFC 8288). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode

PREFIX = "/api/v1"
# Proxies hold the head of an answer in one piece (nginx: `proxy_buffer_size`, 4 KiB) and make 502
# of a longer one; a query of 2,000 letters in Cyrillic alone has 12,000 bytes.
SHORT = 2800


def record_url(base: str, source: str, identifier: str, suffix: str = "") -> str:
    """The address of a record in the API."""
    return page_url(f"{base}{PREFIX}", source, identifier) + suffix


def page_url(base: str, source: str, identifier: str) -> str:
    """The address of a record's page."""
    return f"{base}/records/{record_path(source, identifier)}"


def record_path(source: str, identifier: str) -> str:
    """What names a record in an address; slashes of its identifier stand in it as they are."""
    # `.` and `..` between slashes would be resolved by clients before they ask.
    name = quote(identifier, safe="/:@!$&'()*+,;=~")
    if any(part in (".", "..", "") for part in identifier.split("/")):
        name = quote(identifier, safe=":@").replace(".", "%2E")
    return f"{quote(source, safe='')}/{name}"


def with_query(url: str, pairs: Iterable[tuple[str, str]]) -> str:
    """An address with parameters behind it."""
    said = urlencode(list(pairs))
    return f"{url}?{said}" if said else url


def link_header(links: Iterable[tuple[str, Mapping[str, str]]], most: int | None = None) -> str:
    """The value of a Link header: addresses are percent-encoded, attributes plain ASCII.

    Links behind the first `most` bytes are left out; empty where not even one has room.
    """
    value = ""
    for url, said in links:
        one = "; ".join(
            [f"<{_encoded(url)}>", *(f'{name}="{held}"' for name, held in said.items())]
        )
        longer = f"{value}, {one}" if value else one
        if most is not None and len(longer) > most:
            break
        value = longer
    return value


def _encoded(url: str) -> str:
    # What is no URL must not end the header's angle brackets, or its line.
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~-._")
