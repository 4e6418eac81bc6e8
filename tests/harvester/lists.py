"""Servers whose lists lack records that they have."""

from __future__ import annotations

from dataclasses import replace

from tests.faults import Exchange, Fault, Reply
from tests.records import identifier


def without(*numbers: int) -> Fault:
    """The server forgets these records without a word."""

    def forget(reply: Reply, exchange: Exchange) -> Reply:
        body = reply.body
        for number in numbers:
            body = cut_out(body, identifier(number).encode())
        return replace(reply, body=body)

    def some(reply: Reply, exchange: Exchange) -> Reply:
        if exchange.args["verb"] == ["GetRecord"]:
            return reply
        return forget(reply, exchange)

    return Fault.always(some)


def cut_out(body: bytes, name: bytes) -> bytes:
    """A list without one item."""
    for tag in (b"record", b"header"):
        pieces = body.split(b"<%s>" % tag)
        if len(pieces) > 1:
            end = b"</%s>" % tag
            kept = [
                piece.partition(end)[2]
                if b">%s<" % name in piece.partition(end)[0]
                else b"<%s>" % tag + piece
                for piece in pieces[1:]
            ]
            return pieces[0] + b"".join(kept)
    return body


def hidden_from_lists(*numbers: int) -> Fault:
    """ListRecords lacks what ListIdentifiers has (OJS: pkp/pkp-lib#6962)."""
    fault = without(*numbers)
    return Fault("hidden", lambda number, args: args.get("verb") == ["ListRecords"], fault.effect)
