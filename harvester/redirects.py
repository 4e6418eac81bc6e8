"""Which redirects are followed: a server may move, and must not send us where it likes."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

Resolve = Callable[[str], Sequence[str]]


def addresses(host: str) -> list[str]:
    """The addresses of a host; none where its name has none."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None)]
    except OSError:
        return []


def refusal(before: str, after: str, resolve: Resolve = addresses) -> str | None:
    """Why a redirect from one URL to another is not followed, in words; None: it is.

    http to https is right, https to http and every other scheme are not. A private address is
    followed to only by a source that is at one itself: else a public server could make us ask the
    machines of our own network.
    """
    old, new = urlsplit(before), urlsplit(after)
    if new.scheme not in ("http", "https"):
        return f"to {new.scheme or 'no scheme'}: is not followed"
    if (old.scheme, new.scheme) == ("https", "http"):
        return "from https to http is not followed"
    if is_private(new.hostname, resolve) and not is_private(old.hostname, resolve):
        return f"to {new.hostname}, an address of a private network, is not followed"
    return None


def is_same_site(one: str, other: str) -> bool:
    """Whether two URLs lead to one server: the same host and port, or http and https of one."""
    return _site(one) == _site(other)


def _site(url: str) -> tuple[str, int | None]:
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return (parts.hostname or "").lower(), None if parts.port in (None, usual) else parts.port


def is_private(host: str | None, resolve: Resolve) -> bool:
    """Whether any address of the host is none of the public internet."""
    found = resolve(host or "")
    return any(not ipaddress.ip_address(each.partition("%")[0]).is_global for each in found)
