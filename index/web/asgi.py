"""Names of ASGI, and its headers as bytes."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["ASGIApp", "Message", "Receive", "Scope", "Send", "header", "replaced"]

Headers = list[tuple[bytes, bytes]]


def header(headers: Headers, name: bytes) -> str:
    """All values of a header, with commas between them; empty where it is not there."""
    return ", ".join(value.decode("latin-1") for key, value in headers if key.lower() == name)


def replaced(headers: Headers, **values: str | None) -> Headers:
    """The headers with these in place of what they were; None takes one out."""
    new = {name.replace("_", "-").encode(): value for name, value in values.items()}
    kept = [pair for pair in headers if pair[0].lower() not in new]
    return kept + [
        (name, value.encode("latin-1")) for name, value in new.items() if value is not None
    ]
