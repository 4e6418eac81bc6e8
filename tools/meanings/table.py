"""A table of names and their meanings, held to the names that the code has."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

Meanings: TypeAlias = Mapping[str, str]


def complete(what: str, names: Collection[str], meanings: Meanings) -> list[tuple[str, str]]:
    """The names with their meanings, in their order. Raises `LookupError` where one is missing."""
    lacking = [name for name in names if name not in meanings]
    gone = [name for name in meanings if name not in names]
    if lacking or gone:
        raise LookupError(
            f"tools/meanings, {what}: no meaning for {lacking}, no such names any more: {gone}"
        )
    return [(name, meanings[name]) for name in names]
