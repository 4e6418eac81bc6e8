"""Records as RIS, as reference managers read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from index.export.citation_keys import citation_key
from index.export.work import Work, line, names, work
from index.record import Agent, Key, Record

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# What readers take for the beginning of a field; a paragraph that begins so gets a blank.
_TAG = re.compile(r"^(?=[A-Z][A-Z0-9] {1,2}-)", re.MULTILINE)


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """An entry for each record, UTF-8, lines end with CR LF; paragraphs are lines without a tag."""
    for record in records:
        if record.document:
            yield entry(record.key, work(record.document)).encode()


def entry(key: Key, held: Work) -> str:
    """One entry: `TY` first, `ER` last."""
    lines = (f"{tag}  - {_plain(value)}\r\n" for tag, value in _fields(key, held) if value)
    return f"{''.join(lines)}ER  - \r\n\r\n"


def _plain(value: str) -> str:
    shown = _CONTROLS.sub("\ufffd", value)
    first, *rest = shown.split("\n")
    return "\r\n".join((first, *(_TAG.sub(" ", paragraph) for paragraph in rest)))


def _fields(key: Key, held: Work) -> Iterator[tuple[str, str]]:
    yield "TY", held.kind.ris
    yield "ID", citation_key(key, held)
    yield "TI", held.title
    yield from (("TT", title) for title in held.other_titles[:1])
    yield from (("AU", _name(agent)) for agent in held.creators)
    yield "T2", held.journal
    yield "VL", held.volume
    yield "IS", held.issue
    yield "SP", held.first_page or held.article_number
    yield "EP", held.last_page
    yield "PY", f"{held.date[0]:04}" if held.date else ""
    yield "DA", _date(held.date)
    yield "PB", held.publisher
    yield "DO", line(held.doi)
    yield "UR", line(held.url)
    yield from (("L1", line(url)) for url in held.files)
    yield "SN", next(iter(held.issns), held.isbn)
    yield "LA", next(iter(held.languages), "")
    yield from (("KW", word) for word in held.keywords)
    yield "AB", held.abstract


def _name(agent: Agent) -> str:
    return ", ".join(filter(None, names(agent)))


def _date(date: tuple[int, ...]) -> str:
    """`YYYY/MM/DD/`, as far as it is known: the specification wants all three strokes."""
    if not date:
        return ""
    parts = [f"{date[0]:04}", *(f"{part:02}" for part in date[1:])]
    return "/".join([*parts, "", ""][:3]) + "/"
