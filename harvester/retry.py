"""Quarantine, read again: by newer code, or after somebody mended the record at its source."""

from __future__ import annotations

from lxml import etree

from harvester.claims import claimed
from harvester.errors import PayloadError
from harvester.harvest import Target, Tools
from harvester.ladder import climb
from harvester.load import batches_of
from harvester.normalise.habits import NONE, Habits
from harvester.page import is_answer, page_of, parse
from harvester.record_xml import read_record, sort_items
from harvester.stages import Page
from index.record import Quarantined


def retry_entry(entry: Quarantined, tools: Tools, own: Habits = NONE) -> bool:
    """Read an entry's bytes again, with the habits of its source.

    True: all of it is stored now, and the entry is gone.
    """
    body = tools.store.quarantine_body(entry.id)
    if body is None:
        return False
    try:
        page = climb(body, entry.url, _page, tools.rules.max_bytes)
    except PayloadError:
        return False  # still as unreadable as before: the entry stays, with its reason
    if page.quarantined or not (page.records or page.tombstones):
        return False
    target = Target(entry.source, entry.url, habits=own)
    with claimed(tools.store, entry.source, tools.owner, tools.clock):
        for batch in batches_of(page, target):
            tools.store.apply(entry.source, batch, None, tools.clock.now())
        tools.store.quarantine_drop(entry.id)
    return True


def _page(body: bytes, url: str) -> Page:
    root = parse(body, url)
    if is_answer(root):
        return page_of(root, url)
    if etree.QName(root).localname == "record":
        return Page("ListRecords", *sort_items([read_record(root, url)]))
    return Page("ListRecords")
