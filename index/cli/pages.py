"""A record as lines for a terminal: every field that holds something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from rich.text import Text as Line

from index.cli.console import printable
from index.record import Agent, Coded, Date, Flag, Identifier, Licence, Link, Record, Text
from index.shapes import moment

WIDTH = 16


def record_lines(record: Record) -> Iterator[tuple[Line, Line]]:
    """Provenance and times, then the document field by field: each a name and a text."""
    yield _line("record", f"{record.source}  {record.identifier}")
    if record.deleted:
        yield _line("deleted", f"{moment(record.deleted.at)}, said by {record.deleted.how}")
    yield _line("datestamp", record.datestamp)
    yield _line("first seen", moment(record.first_seen) or "")
    yield _line("last changed", moment(record.last_changed) or "")
    yield _line("last seen", moment(record.last_seen) or "")
    yield _line("format", f"{record.format.prefix}  {record.format.namespace}")
    if record.document is None:
        return
    for field in fields(record.document):
        value = getattr(record.document, field.name)
        if field.name not in ("source", "identifier") and value not in (None, (), ""):
            yield from _field(field.name, value)


def _field(name: str, value: object) -> Iterator[tuple[Line, Line]]:
    for number, item in enumerate(value if isinstance(value, tuple) else (value,)):
        yield _line(name if number == 0 else "", _words(item))


def _words(item: object) -> str:
    """A value of the model in a line."""
    match item:
        case Text(value, lang):
            return f"{value}  [{lang}]" if lang else value
        case Agent():
            variants = [text.value for text in item.variants]
            extra = [item.orcid or "", *variants, item.affiliation or ""]
            return "  ".join([item.name, *filter(None, extra)])
        case Date(raw, edtf):
            return edtf or f"{raw}  (as written)"
        case Coded(raw, _, label):
            return f"{label}  ({raw})" if label else raw
        case Identifier(scheme, value):
            return f"{scheme}  {value}"
        case Licence(uri, spdx):
            return f"{spdx}  {uri}" if spdx else uri
        case Link(url, role):
            return f"{role}  {url}"
        case Flag(code, field, raw):
            return f"{code}: {field} “{raw}”"
    if is_dataclass(item):
        parts = ((field.name, getattr(item, field.name)) for field in fields(item))
        return "; ".join(
            f"{name} {_joined(value)}" for name, value in parts if value not in (None, ())
        )
    return str(item)


def _joined(value: object) -> str:
    return " / ".join(map(_words, value)) if isinstance(value, tuple) else str(value)


def _line(name: str, value: str) -> tuple[Line, Line]:
    return Line(f"{name:<{WIDTH}}", "dim"), Line(printable(value))
