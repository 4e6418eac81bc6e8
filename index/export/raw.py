"""Sources as they were harvested: files of OAI-PMH responses, which `harvester load` reads back.

    FOLDER/herald/000001.xml.zst, 000002.xml.zst, …    a folder a source

Headers are those of the server, and so are its datestamps; deleted records are tombstones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import zstandard

from index.errors import FileUnwritable
from index.export.files import replacing
from index.provider import render
from index.record import Record
from index.store.base import RecordStore

PAGE = 1000  # records of a response
SUFFIX = ".xml.zst"


def responses(store: RecordStore, source: str) -> Iterator[tuple[int, bytes]]:
    """The responses of a source, each with how many records and tombstones it has."""
    for page in _pages(store, source):
        for (url, prefix), some in groupby(page, lambda one: (one.base_url, one.format.prefix)):
            records = list(some)
            date = max((one.response_date or "" for one in records), default="")
            items = b"".join(_item(store, one) for one in records)
            asked = {"verb": "ListRecords", "metadataPrefix": prefix}
            body = render.wrap("ListRecords", [items])
            yield len(records), render.told(date, url or "", asked, body)


def write_source(
    store: RecordStore, source: str, folder: Path, told: Callable[[int], None]
) -> tuple[int, int]:
    """Write a source into a folder that is made; gives its items, and how many files they fill.

    `told` hears again and again how many there are by now. Raises `FileUnwritable`.
    """
    done = number = 0
    pack = zstandard.ZstdCompressor().compress
    _make(folder)
    for number, (count, body) in enumerate(responses(store, source), 1):
        with replacing(folder / f"{number:06}{SUFFIX}") as file:
            file.write(pack(body))
        done += count
        told(done)
    return done, number


def _make(folder: Path) -> None:
    """Make the folder; one with files of an earlier export would be read with ours."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = next(folder.iterdir(), None)
    except OSError as error:
        raise FileUnwritable(
            f"{folder} cannot be written: {error.strerror}", "Choose another place."
        ) from error
    if held is not None:
        raise FileUnwritable(f"{folder} is not empty", "Choose another place, or empty it.")


def _pages(store: RecordStore, source: str) -> Iterator[list[Record]]:
    after = None
    while found := store.listing(source, after=after, limit=PAGE):
        yield [record for _, record in found]
        row, last = found[-1]
        after = (last.last_changed, row)


def _item(store: RecordStore, record: Record) -> bytes:
    live = record.content_hash is not None and record.deleted is None
    xml = store.raw(record.content_hash or "") if live else None
    return render.whole(render.headed(record, record.datestamp), record, xml)
