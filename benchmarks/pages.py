"""The corpus as OAI-PMH pages: `python -m benchmarks.pages FOLDER [--records N]`, 100 a page."""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import zstandard

from benchmarks.shared import CORPUS, CORPUS_SIZE, LARGE, shared

PAGE = 100
ELEMENTS = (
    ("title", "title"), ("title_alt", "title"), ("creators", "creator"), ("subjects", "subject"),
    ("abstract", "description"), ("abstract_alt", "description"), ("publisher", "publisher"),
    ("date", "date"), ("type", "type"), ("url", "identifier"), ("doi", "identifier"),
    ("source", "source"), ("language", "language"),
)  # fmt: skip
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
    "<responseDate>2026-01-01T00:00:00Z</responseDate>"
    '<request verb="ListRecords" metadataPrefix="oai_dc">http://corpus.example.org/oai</request>'
    "<ListRecords>"
)
DC = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">'
)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def rows(limit: int) -> Iterator[dict[str, Any]]:
    """The first records of the corpus, or of the larger one where they are too many for it."""
    large = limit > CORPUS_SIZE
    with (
        (shared() / (LARGE if large else CORPUS)).open("rb") as file,
        zstandard.open(file, "rt", encoding="utf-8")
        if large
        else gzip.open(file, "rt", encoding="utf-8") as lines,
    ):
        for line in islice(lines, limit):
            yield json.loads(line)


def record(row: dict[str, Any]) -> str:
    """A row as an OAI-PMH record."""
    fields = []
    for key, element in ELEMENTS:
        values = row.get(key) or []
        several = values if isinstance(values, list) else [values]
        fields += [f"<dc:{element}>{_clean(value)}</dc:{element}>" for value in several]
    identifier = _clean(f"oai:corpus.example.org:{row['id']}")
    return (
        f"<record><header><identifier>{identifier}</identifier><datestamp>2026-01-01</datestamp>"
        f"</header><metadata>{DC}{''.join(fields)}</oai_dc:dc></metadata></record>\n"
    )


def _clean(value: object) -> str:
    return escape(FORBIDDEN.sub("", str(value)))


def write(folder: Path, limit: int) -> int:
    """Write the pages; gives how many records there are."""
    folder.mkdir(parents=True, exist_ok=True)
    found, number = rows(limit), 0
    while page := list(islice(found, PAGE)):
        body = HEAD + "".join(map(record, page)) + "</ListRecords></OAI-PMH>\n"
        (folder / f"{number // PAGE:06}.xml").write_text(body, "utf-8")
        number += len(page)
    return number


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--records", type=int, default=100_000)
    options = parser.parse_args()
    print(write(options.folder, options.records), "records")
