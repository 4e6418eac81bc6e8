"""How much one answer may hold beside bytes: a small body can cost much time and memory.

Ten million empty elements are 40 MB of bytes and 1.4 GB of tree; canonical XML takes a minute for a
hundred thousand attributes of one element.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from harvester.errors import BeyondLimits


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most tags and records of a response; the most levels of elements in a record, and
    attributes of one element in it.
    """

    tags: int = 4_000_000
    records: int = 100_000
    depth: int = 200
    attributes: int = 1000


BOUNDS = Bounds()


def check_tags(body: bytes, url: str, bounds: Bounds) -> None:
    """Raise `BeyondLimits` before a tree is made of more tags than may be."""
    found = body.count(b"<")
    if found > bounds.tags:
        raise BeyondLimits(
            f"{url}: the answer holds {found:,} tags, more than {bounds.tags:,}, and was not read",
            "raise [harvest] max_tags if such pages are right for this server",
        )


def check_records(number: int, url: str, bounds: Bounds) -> None:
    """Raise `BeyondLimits` where a list holds more records than may be."""
    if number > bounds.records:
        raise BeyondLimits(
            f"{url}: the answer holds {number:,} records, more than {bounds.records:,}",
            "raise [harvest] max_records if such pages are right for this server",
        )


def excess(record: etree._Element, bounds: Bounds) -> str | None:
    """What a record has too much of, in words; None: nothing."""
    if _deeper(bounds.depth)(record):
        return f"a record deeper than {bounds.depth} elements ([harvest] max_depth)"
    if _wider(record, most=bounds.attributes):
        return (
            f"an element with more than {bounds.attributes} attributes ([harvest] max_attributes)"
        )
    return None


_wider = etree.XPath("boolean(descendant::*[count(@*) > $most])")


@lru_cache
def _deeper(depth: int) -> etree.XPath:
    """Whether there is an element so many levels below: a step a level, as fast as the levels."""
    return etree.XPath(f"boolean({'/'.join('*' * (depth + 1))})")
