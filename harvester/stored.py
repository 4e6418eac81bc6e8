"""Stored OAI-PMH responses: files -> pages.

Takes what tools leave behind: whole responses, responses without or with another namespace, bare
`<record>` files, any wrapper around records (metha-cat, ContentDM exports), and bare Dublin Core.
Compression is told by the first bytes, not by the name. A file larger than a page may be is read
as a stream, so that a dump of millions of records takes no more memory than a page.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

import zstandard
from lxml import etree

from harvester import errors
from harvester.ladder import climb
from harvester.normalise.document import MADE
from harvester.page import is_answer, page_of, parse
from harvester.record_xml import Item, raw_record, read_record, sort_items
from harvester.stages import Page

OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"
SUFFIXES = (".xml", ".xml.gz", ".xml.zst")
BATCH = 500


def files_below(path: Path) -> Iterator[tuple[str, Path]]:
    """The files that a path names, with a short name each: itself, or XML files below a folder.

    Raises `FileUnreadable` where there is nothing.
    """
    if not path.is_dir():
        if not path.exists():
            raise errors.FileUnreadable(f"{path}: no such file or folder", "check the path")
        yield readable(path.name), path
        return
    files = (file for file in sorted(path.rglob("*")) if file.name.endswith(SUFFIXES))
    found = [file for file in files if file.is_file()]
    if not found:
        raise errors.FileUnreadable(
            f"{path}: no file in this folder ends in {', '.join(SUFFIXES)}",
            "a file with another name is loaded when it is named itself",
        )
    for file in found:
        yield readable(file.relative_to(path)), file


def readable(path: Path | str) -> str:
    """A path as text: names that are no UTF-8 cannot stand in messages or in the store."""
    return os.fsencode(path).decode("utf-8", "replace")


def read_stored(path: Path, name: str, max_bytes: int) -> Iterator[Page]:
    """The pages in one file; records come in batches where it is no single response.

    `name` stands for the file in identifiers that have to be made. Raises `PayloadError` or
    `FileUnreadable`, for a stream perhaps after some pages.
    """
    with _opened(path) as stream:
        head = stream.read(max_bytes + 1)
        if len(head) <= max_bytes:
            read = partial(_small, path=path, name=name)
            yield climb(head, readable(path), read, max_bytes)
        else:
            yield from _large(_Chained(head, stream), path)


def _small(body: bytes, url: str, path: Path, name: str) -> Page:
    root = parse(body, url)
    if is_answer(root):
        return page_of(root, url)
    items = list(_items(root, path, name))
    if not items:
        raise errors.NotOaiPmh(
            f"{url}: no records in it; it begins with <{etree.QName(root).localname}>",
            "load takes OAI-PMH responses, <record> elements and oai_dc",
        )
    return Page("ListRecords", *sort_items(items))


def _items(root: etree._Element, path: Path, name: str) -> Iterator[Item]:
    """Every outermost record below `root`, and Dublin Core that stands without one."""
    bare = 0
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if is_record(element):
            yield read_record(element, readable(path))
        elif element.tag == OAI_DC:
            bare += 1
            yield raw_record(element, f"{MADE}{name}" + (f"#{bare}" if bare > 1 else ""))
        else:
            waiting.extend(reversed(list(element.iterchildren(tag=etree.Element))))


def is_record(element: etree._Element) -> bool:
    """Whether this is an OAI-PMH record: MARC and MODS have a `<record>` too, without a header."""
    return etree.QName(element).localname == "record" and any(
        etree.QName(child).localname == "header"
        for child in element.iterchildren(tag=etree.Element)
    )


def _large(stream: _Chained, path: Path) -> Iterator[Page]:
    items: list[Item] = []
    found = False
    broken: errors.PayloadError | None = None
    try:
        for item in _streamed(stream, path):
            items.append(item)
            found = True
            if len(items) == BATCH:
                yield Page("ListRecords", *sort_items(items))
                items.clear()
    except errors.PayloadError as error:
        broken = error
    if items:  # also those before a fault
        yield Page("ListRecords", *sort_items(items))
    if broken:
        raise broken
    if not found:
        raise errors.NotOaiPmh(
            f"{readable(path)}: no records in it, and too large to be read as a whole",
            "load takes OAI-PMH responses and <record> elements; "
            "raise [harvest] max_bytes to read other files of this size",
        )


def _streamed(stream: _Chained, path: Path) -> Iterator[Item]:
    events = etree.iterparse(
        cast(BinaryIO, stream),
        tag="{*}record",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        for _, element in events:
            if is_record(element):
                yield read_record(element, readable(path))
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise errors.NotWellFormed(
            f"{readable(path)}: broken XML: {error}",
            "the records before the fault are loaded; mend the file and load it again",
        ) from error


class _Chained:
    """A file whose head has been read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = memoryview(head), rest

    def read(self, size: int) -> bytes:
        if self._head:
            part, self._head = self._head[:size], self._head[size:]
            return bytes(part)
        return self._rest.read(size)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            magic = file.read(4)
            file.seek(0)
            if magic.startswith(b"\x1f\x8b"):
                with gzip.open(file) as stream:
                    yield cast(BinaryIO, stream)
            elif magic == b"\x28\xb5\x2f\xfd":
                # metha appends a frame a page: read them all.
                with zstandard.ZstdDecompressor().stream_reader(
                    file, read_across_frames=True
                ) as stream:
                    yield cast(BinaryIO, stream)
            else:
                yield file
    except (OSError, EOFError, zstandard.ZstdError) as error:
        raise errors.FileUnreadable(
            f"{readable(path)}: cannot be read: {error}", "check the file and its permissions"
        ) from error
