"""Scripted faults: what a server does wrong, as values. `tests.provider` plays them on a socket.

A fault is a `when` (which requests) and an `Effect`: a pure function from the right reply to the
wrong one. A new quirk of real servers is a new effect here, with its test in
test_provider_faults.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TypeAlias
from xml.sax.saxutils import escape

Args: TypeAlias = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes over the wire.

    `cut`: the socket is closed after so many bytes of a body that was promised whole. `hold`: so
    many bytes are sent, and the rest only when the server lets go. `endless`: is sent behind the
    body again and again until the client leaves. `silent`: the socket is closed without a word.
    """

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/xml; charset=utf-8"),)
    cut: int | None = None
    hold: int | None = None
    endless: bytes = b""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, and the body that was sent before it (empty at the first)."""

    number: int
    args: Args
    before: bytes = b""


Effect: TypeAlias = Callable[[Reply, Exchange], Reply]


@dataclass(frozen=True, slots=True)
class Fault:
    """Does `effect` to the reply of every request that `when(number, args)` picks (from 1)."""

    name: str
    when: Callable[[int, Args], bool]
    effect: Effect

    def matches(self, request_number: int, args: Args) -> bool:
        return self.when(request_number, args)

    @classmethod
    def once(cls, effect: Effect, *, at: int) -> Fault:
        """At one request, by its number on this server."""
        return cls(f"once at {at}", lambda number, args: number == at, effect)

    @classmethod
    def always(cls, effect: Effect, *, verb: str | None = None) -> Fault:
        """At every request, or at every one of a verb."""
        return cls(
            f"always {verb or ''}",
            lambda number, args: verb is None or args.get("verb") == [verb],
            effect,
        )

    @classmethod
    def asked(cls, effect: Effect, **args: str) -> Fault:
        """At every request with these arguments (`from_` for from)."""
        wanted = {name.rstrip("_"): [value] for name, value in args.items()}
        return cls(
            f"asked {args}",
            lambda number, given: all(given.get(name) == wanted[name] for name in wanted),
            effect,
        )


def status(code: int, *, retry_after: int | str | None = None, body: bytes = b"busy") -> Effect:
    """An HTTP status, with Retry-After in seconds or as an HTTP date."""
    headers = [("Content-Type", "text/plain")]
    if retry_after is not None:
        headers.append(("Retry-After", str(retry_after)))
    return lambda reply, exchange: Reply(body, code, tuple(headers))


def redirect(location: str, code: int = 302) -> Effect:
    """Sends the client elsewhere."""
    return lambda reply, exchange: Reply(b"", code, (("Location", location),))


def body(content: bytes, content_type: str = "text/html; charset=utf-8") -> Effect:
    """Another body, with status 200."""
    return lambda reply, exchange: Reply(content, headers=(("Content-Type", content_type),))


HTML = (
    b"<!DOCTYPE html>\n<html><head><title>Maintenance</title></head>"
    b"<body><p>We are back soon.<br></body></html>\n"
)


def html() -> Effect:
    """A maintenance page with status 200 (mloesch/sickle#58)."""
    return body(HTML)


def json() -> Effect:
    return body(b'{"error": "not available"}', "application/json")


def empty() -> Effect:
    return body(b"", "text/xml")


def shortened(at: int) -> Effect:
    """The body ends at a byte (from the end when negative), and its length says the same."""
    return lambda reply, exchange: replace(reply, body=reply.body[:at])


def broken_off(at: int) -> Effect:
    """The socket is closed at a byte of a body that was promised whole."""
    return lambda reply, exchange: replace(reply, cut=at)


def dropped() -> Effect:
    """The socket is closed without an answer."""
    return lambda reply, exchange: replace(reply, silent=True)


def junk(*, before: bytes = b"", after: bytes = b"") -> Effect:
    """Text around the document, as PHP writes its notices (findsorguk/findsorguk#843)."""
    return lambda reply, exchange: replace(reply, body=before + reply.body + after)


def oai_error(code: str, message: str = "scripted") -> Effect:
    """An OAI-PMH error in place of the answer, with status 200."""
    said = f'<error code="{escape(code)}">{escape(message)}</error>'.encode()
    answer = re.compile(rb"(</?request\b[^>]*>\s*)<(?!/).*(?=</OAI-PMH>)", re.DOTALL)
    return lambda reply, exchange: replace(
        reply, body=answer.sub(lambda found: found[1] + said, reply.body, count=1)
    )


_TOKEN = re.compile(rb"(<resumptionToken[^>]*?)(?:/>|>([^<]*)</resumptionToken>)")


def token(value: str) -> Effect:
    """Another resumption token on the page; "" makes it look like the last one."""
    new = escape(value).encode()
    return lambda reply, exchange: replace(
        reply,
        body=_TOKEN.sub(lambda found: found[1] + b">" + new + b"</resumptionToken>", reply.body),
    )


def repeated() -> Effect:
    """The page before once more, as it was sent."""
    return lambda reply, exchange: replace(reply, body=exchange.before)


def endless(chunk: bytes = b"<record/>" * 1000) -> Effect:
    """The body goes on until the client leaves."""
    return lambda reply, exchange: replace(reply, endless=chunk)


def held(at: int = 0) -> Effect:
    """The body stops at a byte; the rest comes when the server lets go (or stops)."""
    return lambda reply, exchange: replace(reply, hold=at)


def wrong_gzip() -> Effect:
    """Says gzip, and is not."""
    return lambda reply, exchange: replace(
        reply, headers=(*reply.headers, ("Content-Encoding", "gzip"))
    )


# What a server may do once and not again: each can be noticed from the answer alone.
TRANSIENT: Mapping[str, Effect] = {
    "500": status(500),
    "503": status(503, retry_after=0),
    "429": status(429, retry_after=0),
    "html": html(),
    "json": json(),
    "empty": empty(),
    "shortened": shortened(-40),
    "broken off": broken_off(300),
    "dropped": dropped(),
    "junk": junk(before=b"Notice: undefined index in oai.php\n"),
    "wrong gzip": wrong_gzip(),
    "bad token": oai_error("badResumptionToken"),
}


def random_faults(seed: int, every: int = 4) -> tuple[Fault, ...]:
    """A fault on every n-th request (n at least 2: asked again at once, a request is answered).

    The same seed gives the same fault at the same request number; `Seen.fault` names the kind.
    """

    def picked(name: str) -> Callable[[int, Args], bool]:
        return lambda number, args: number % every == 0 and name == _kind(seed, number)

    return tuple(Fault(name, picked(name), effect) for name, effect in TRANSIENT.items())


def _kind(seed: int, number: int) -> str:
    return Random(f"{seed}/{number}").choice(list(TRANSIENT))
