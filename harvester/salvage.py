"""The whole records of a page that no repair makes well-formed.

The page is cut at its records. What is left without them, the skeleton, is read strictly: where it
is whole, nothing else can be missing, so that each record is either kept or named in quarantine.
Where it is not (a page that broke off), the page is damaged: what came whole is kept, and the
window stays open, for nobody knows what else there was.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from harvester import errors
from harvester.bounds import BOUNDS, Bounds
from harvester.page import parse, read_page
from harvester.record_xml import Item, read_record, sort_items
from harvester.stages import Page
from index.record import Unreadable

# `[^<>]`, not `[^>]`: open tags alone would be searched to the end of the body for each of them.
_RECORD = re.compile(rb"<((?:[\w.-]+:)?record)\b[^<>]*>(?=\s*<(?:[\w.-]+:)?header\b)")
_IDENTIFIER = re.compile(rb"<(?:[\w.-]+:)?identifier\b[^<>]*>([^<]+)</")
_ROOT = re.compile(rb"<((?:[\w.-]+:)?OAI-PMH)\b[^<>]*>")
_LIST = re.compile(rb"<((?:[\w.-]+:)?(?:ListRecords|GetRecord))\b[^<>]*>")


def salvage(body: bytes, url: str, reason: str, bounds: Bounds = BOUNDS) -> Page | None:
    """What can be kept of a page; None where it holds no record at all.

    `reason` is why it could not be read, for the quarantine of its broken records.
    """
    root, listing = _ROOT.search(body), _LIST.search(body)
    pieces = _pieces(body)
    if root is None or listing is None or not pieces:
        return None
    before = root[0] + listing[0]
    after = b"</%s></%s>" % (listing[1], root[1])
    items = [
        _item(before + body[start:end] + after, body[start:end], url, reason, bounds)
        for start, end in pieces
    ]
    page = _skeleton(body, pieces, url)
    if page is None:
        return Page("ListRecords", *sort_items(items), damaged=True)
    records, tombstones, quarantined = sort_items(items)
    return replace(page, records=records, tombstones=tombstones, quarantined=quarantined)


def _pieces(body: bytes) -> list[tuple[int, int]]:
    """Where each record stands: to its last end tag before the next one begins."""
    starts = list(_RECORD.finditer(body))
    borders = [*(start.start() for start in starts[1:]), len(body)]
    pieces = []
    for start, border in zip(starts, borders, strict=False):
        ends = list(re.finditer(rb"</%s\s*>" % start[1], body[start.start() : border]))
        end = start.start() + ends[-1].end() if ends else border
        pieces.append((start.start(), end))
    return pieces


def _item(whole: bytes, piece: bytes, url: str, reason: str, bounds: Bounds) -> Item:
    try:
        root = parse(whole, url)
    except errors.PayloadError:
        return Unreadable("record", "not-well-formed", reason, piece, url, _identifier(piece))
    return read_record(root[0][0], url, bounds)


def _identifier(piece: bytes) -> str | None:
    found = _IDENTIFIER.search(piece)
    return unescape(found[1].decode("utf-8", "replace")).strip() or None if found else None


def _skeleton(body: bytes, pieces: list[tuple[int, int]], url: str) -> Page | None:
    """The page without its records, where that is whole."""
    left, at = [], 0
    for start, end in pieces:
        left.append(body[at:start])
        at = end
    try:
        return read_page(b"".join([*left, body[at:]]), url)
    except errors.PayloadError:
        return None
