"""Addresses of the API, and the Link header (RFC 8288). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode

PREFIX = "/api/v1"


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


def link_header(links: Iterable[tuple[str, Mapping[str, str]]]) -> str:
    """The value of a Link header: addresses are percent-encoded, attributes plain ASCII."""
    return ", ".join(
        "; ".join([f"<{_encoded(url)}>", *(f'{name}="{value}"' for name, value in said.items())])
        for url, said in links
    )


def _encoded(url: str) -> str:
    # What is no URL must not end the header's angle brackets, or its line.
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~-._")
