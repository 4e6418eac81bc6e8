"""The script anyone would write first: Sickle, Whoosh, add_document, one commit.

`python -m benchmarks.first_script URL FOLDER`. It does far less than ours: no store, no history, no
languages, no normalising; what it shares with ours is that the records can be searched afterwards.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sickle import Sickle
from whoosh.fields import ID, KEYWORD, TEXT, Schema
from whoosh.index import create_in

FIELDS = {
    "title": "title", "creators": "creator", "subjects": "subject", "abstract": "description",
    "publisher": "publisher", "journal": "source",
}  # fmt: skip


def main(url: str, folder: str) -> None:
    """Harvest the URL and index it in the folder."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    schema = Schema(
        id=ID(stored=True, unique=True), year=KEYWORD(stored=True), language=KEYWORD(stored=True),
        **{name: TEXT(stored=True) for name in FIELDS},
    )  # fmt: skip
    writer = create_in(folder, schema).writer(limitmb=256)
    for record in Sickle(url).ListRecords(metadataPrefix="oai_dc"):
        if record.deleted:
            continue
        dc = record.metadata
        values = {name: "\n".join(filter(None, dc.get(tag, []))) for name, tag in FIELDS.items()}
        writer.add_document(
            id=record.header.identifier,
            year=(dc.get("date") or [""])[0][:4],
            language=" ".join(filter(None, dc.get("language", []))),
            **values,
        )
    writer.commit()


if __name__ == "__main__":
    main(*sys.argv[1:])
