"""The corpus as `Document`s: normalised once, kept as JSON lines in the temporary folder."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec
from lxml import etree

from benchmarks.pages import record, rows
from harvester.normalise import NORMALISER, normalise
from harvester.record_xml import read_record
from index.record import Document, RawRecord


def documents(limit: int) -> Iterator[Document]:
    """The first records of the corpus as documents."""
    decode = msgspec.json.Decoder(Document).decode
    with _cached(limit).open("rb") as lines:
        yield from map(decode, islice(lines, limit))


def _cached(limit: int) -> Path:
    """The file with at least so many documents; made where there is none."""
    place = Path(tempfile.gettempdir()) / f"corpus-documents-{NORMALISER}-{limit}.jsonl"
    if not place.exists():
        half = place.with_suffix(".half")
        with half.open("wb") as file:
            for row in rows(limit):
                file.write(msgspec.json.encode(_document(record(row))) + b"\n")
        half.replace(place)
    return place


def _document(xml: str) -> Document:
    read = read_record(etree.fromstring(xml), "corpus")
    assert isinstance(read, RawRecord)
    return normalise(read, "corpus")
