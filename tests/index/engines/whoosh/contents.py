"""All that an index holds, as stock Whoosh reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from whoosh.index import open_dir
from whoosh.reading import IndexReader


def contents(folder: Path) -> dict[str, Any]:
    """Terms, postings, positions, lengths, columns and stored fields, by names and numbers."""
    with open_dir(str(folder)).reader() as reader:
        numbers = range(reader.doc_count_all())
        names = reader.schema.names()
        return {
            "terms": {term: _info(reader, *term) for term in reader.all_terms()},
            "postings": {term: list(_postings(reader, *term)) for term in reader.all_terms()},
            "lengths": {
                name: [reader.doc_field_length(number, name) or 0 for number in numbers]
                for name in names
                if reader.schema[name].scorable
            },
            "totals": {name: reader.field_length(name) for name in names},
            "columns": {
                name: list(reader.column_reader(name))
                for name in names
                if reader.schema[name].column_type
            },
            "stored": [reader.stored_fields(number) for number in numbers],
        }


def _info(reader: IndexReader, field: str, term: bytes) -> tuple[Any, ...]:
    info = reader.term_info(field, term)
    extremes = info.min_length(), info.max_length(), info.max_weight()
    return info.weight(), info.doc_frequency(), *extremes, info.min_id(), info.max_id()


def _postings(reader: IndexReader, field: str, term: bytes) -> Any:
    matcher = reader.postings(field, term)
    positions = reader.schema[field].supports("positions")
    while matcher.is_active():
        value = matcher.value_as("positions") if positions else None
        yield matcher.id(), matcher.weight(), value
        matcher.next()
