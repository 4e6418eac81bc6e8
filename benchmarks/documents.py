"""The corpus as `Document`s: normalised once, kept as JSON lines in the temporary folder."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import zstandard
from lxml import etree

from benchmarks.pages import record, rows
from benchmarks.shared import shared
from harvester.normalise import NORMALISER, normalise
from harvester.record_xml import read_record
from index.record import Document, Key, RawRecord, Seen


def documents(limit: int, corpus: str = "100k") -> Iterator[Document]:
    """The first records of a corpus (a name of `CORPORA`) as documents."""
    decode = msgspec.json.Decoder(Document).decode
    with _cached(limit, corpus).open("rb") as lines:
        yield from map(decode, islice(lines, limit))


def _cached(limit: int, corpus: str) -> Path:
    """The file with at least so many documents; made where there is none."""
    name = f"corpus-documents-{NORMALISER}-{corpus}-{limit}.jsonl"
    place = Path(tempfile.gettempdir()) / name
    if not place.exists():
        half = place.with_suffix(".half")
        with half.open("wb") as file:
            for row in CORPORA[corpus](limit):
                file.write(msgspec.json.encode(_document(record(row))) + b"\n")
        half.replace(place)
    return place


def _rows_300k(limit: int) -> Iterator[dict[str, Any]]:
    with (shared() / "corpus/records-300k.jsonl.zst").open("rb") as packed:
        lines = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), "utf-8")
        yield from map(json.loads, islice(lines, limit))


CORPORA = {"100k": rows, "300k": _rows_300k}


def _document(xml: str) -> Document:
    read = read_record(etree.fromstring(xml), "corpus")
    assert isinstance(read, RawRecord)
    return normalise(read, "corpus")


class Kept:
    """Documents by their keys in an SQLite file; other processes can ask for them too."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._encode = msgspec.json.Encoder().encode
        self._decode = msgspec.json.Decoder(Document).decode
        self._base = sqlite3.connect(path, check_same_thread=False)
        self._base.execute(
            "CREATE TABLE IF NOT EXISTS d (source, identifier, document, "
            "PRIMARY KEY (source, identifier)) WITHOUT ROWID"
        )

    def put(self, documents: Iterable[Document]) -> None:
        """Keep these, in place of earlier ones."""
        rows = ((one.source, one.identifier, self._encode(one)) for one in documents)
        with self._base:
            self._base.executemany("INSERT OR REPLACE INTO d VALUES (?, ?, ?)", rows)

    def __call__(self, keys: Sequence[Key]) -> Iterator[Seen]:
        for key in keys:
            row = self._base.execute(
                "SELECT document FROM d WHERE source = ? AND identifier = ?", key
            ).fetchone()
            yield Seen(self._decode(row[0]))

    def all(self) -> Iterator[Document]:
        """Every document, by key."""
        for row in self._base.execute("SELECT document FROM d ORDER BY source, identifier"):
            yield self._decode(row[0])

    def keys(self) -> Iterator[Key]:
        """Every key, in order."""
        for row in self._base.execute("SELECT source, identifier FROM d ORDER BY 1, 2"):
            yield Key(*row)

    def __reduce__(self) -> tuple[type[Kept], tuple[Path]]:
        return Kept, (self._path,)
