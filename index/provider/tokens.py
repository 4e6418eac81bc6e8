"""Resumption tokens: the whole place in a list, so that the server keeps nothing.

A token is base64url of a checksum and JSON. The checksum is no secret: a token grants nothing that
plain arguments would not; it tells a token of this list from a mangled or foreign one.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

import msgspec

from index.errors import Refused

_CHECK = 8  # bytes of checksum


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list goes on: what was asked, and the (last_changed, row) of the last item given.

    `cursor` counts the items given so far, `size` is `completeListSize` as the first page said it.
    """

    verb: str
    prefix: str
    set_spec: str | None
    since: datetime | None
    until: datetime | None
    after: tuple[datetime, int] | None
    cursor: int
    size: int | None
    expires: datetime


def write_token(place: Place, realm: str) -> str:
    """The token of a place; `realm` names the list's owner, so that others' tokens are told."""
    return _pack(msgspec.json.encode(place), realm)


def read_token(token: str, verb: str, realm: str, now: datetime) -> Place:
    """The place of a token for that verb. Raises `Refused` with badResumptionToken."""
    try:
        payload = urlsafe_b64decode(token + "=" * (-len(token) % 4))[_CHECK:]
    except ValueError as error:
        raise _bad("is none of ours") from error
    if _pack(payload, realm) != token:
        raise _bad("is none of ours")
    place = msgspec.json.decode(payload, type=Place)
    if place.verb != verb:
        raise _bad(f"is one of {place.verb}")
    if now > place.expires:
        raise _bad("has expired")
    return place


def _pack(payload: bytes, realm: str) -> str:
    check = blake2b(realm.encode() + b"\n" + payload, digest_size=_CHECK).digest()
    return urlsafe_b64encode(check + payload).rstrip(b"=").decode()


def _bad(what: str) -> Refused:
    return Refused("badResumptionToken", f"the token {what}; begin the list again")
