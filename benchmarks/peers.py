"""Other engines on the same documents, for orientation: their analysis is their own, and simpler.

Each gets the texts of the same fields, with positions and its English stemmer, and the keywords as
they are; nothing is stored but the key.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from index.engines.whoosh.schema import key_text
from index.fields import searchable
from index.record import Document
from index.tree import KEYWORD_FIELDS, TEXT_FIELDS


def _rows(documents: Iterable[Document]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    for document in documents:
        parts = searchable(document)
        texts = {name: [text for text, _ in parts.texts[name]] for name in TEXT_FIELDS}
        yield key_text(document.key), texts | {k: list(v) for k, v in parts.keywords.items()}


def tantivy(documents: Iterable[Document], folder: Path) -> None:
    """tantivy by its Python binding, one thread."""
    import tantivy

    builder = tantivy.SchemaBuilder().add_text_field("key", stored=True, tokenizer_name="raw")
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="en_stem", index_option="position")
    for name in KEYWORD_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    index = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer(heap_size=256 << 20, num_threads=1)
    for key, fields in _rows(documents):
        writer.add_document(tantivy.Document(key=[key], **fields))
    writer.commit()
    writer.wait_merging_threads()


def fts5(documents: Iterable[Document], folder: Path) -> None:
    """SQLite's full-text index, the texts themselves not kept."""
    names = [*TEXT_FIELDS, *(f'"{name}"' for name in KEYWORD_FIELDS)]
    rows = (
        [" \n ".join(fields[name]) for name in (*TEXT_FIELDS, *KEYWORD_FIELDS)]
        for _, fields in _rows(documents)
    )
    with closing(sqlite3.connect(folder / "fts5.db")) as base, base:
        base.execute(
            f"CREATE VIRTUAL TABLE d USING fts5({', '.join(names)}, content='', "
            "tokenize='porter unicode61')"
        )
        marks = ", ".join("?" * len(names))
        base.executemany(f"INSERT INTO d ({', '.join(names)}) VALUES ({marks})", rows)
        base.execute("INSERT INTO d (d) VALUES ('optimize')")


Build = Callable[[Iterable[Document], Path], None]


def there() -> dict[str, Build]:
    """The peers that can be run here; says which cannot."""
    if find_spec("tantivy") is None:
        print("tantivy is not installed (pip install tantivy): left out")
        return {"fts5": fts5}
    return {"tantivy": tantivy, "fts5": fts5}
