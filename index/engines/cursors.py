"""Cursors: where a page of hits ended, as a text. Pure.

A cursor holds what the last hit was sorted by and its key, not a number of hits: what is added or
deleted before that place moves nothing. Every engine writes the same ones.
"""

from __future__ import annotations

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from math import isfinite
from typing import NamedTuple, TypeAlias

from index.engines.base import Sort
from index.errors import UsageError
from index.record import Key

# A score, a date as YYYYMMDD (0: none), what titles are sorted by (empty: none), or when a record
# came first in seconds since 1970 (0: not known).
Value: TypeAlias = float | str
_VERSION = 1
_KINDS: dict[str, tuple[type, ...]] = {
    "relevance": (float, int), "newest": (int,), "oldest": (int,), "title": (str,),
    "first-seen": (int,),
}  # fmt: skip


class Place(NamedTuple):
    """What a hit was sorted by, and its key."""

    value: Value
    key: Key


def rank(sort: Sort, place: Place) -> tuple[bool, Value, Key]:
    """Hits come by this, rising; what has no date, title or time behind all others."""
    value, key = place
    if isinstance(value, str):
        return not value, value, key
    if sort == "relevance":
        return False, -value, key
    return not value, value if sort == "oldest" else -value, key


def written(sort: Sort, place: Place) -> str:
    """The cursor behind a place."""
    content = json.dumps([_VERSION, sort, place.value, *place.key], separators=(",", ":"))
    return urlsafe_b64encode(content.encode()).decode().rstrip("=")


def read(sort: Sort, cursor: str) -> Place:
    """The place that a cursor stands for. Raises `UsageError`."""
    try:
        content = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        version, kind, value, source, identifier = content
        fits = version == _VERSION and isinstance(value, _KINDS[kind])
        fits &= isinstance(source, str) and isinstance(identifier, str)
        fits &= isinstance(value, str) or isfinite(value)
    except (ValueError, TypeError, KeyError, OverflowError, binascii.Error, RecursionError):
        fits = False
    if not fits:
        raise UsageError(
            f"{cursor[:80]!r} is no cursor", "take `next` of a page of results as it is"
        )
    if kind != sort:
        raise UsageError(f"this cursor is of a list by {kind}, not by {sort}", "begin a new list")
    return Place(value, Key(source, identifier))
