"""Records as CSL-JSON (citationstyles.org, schema 1.0): what citation processors take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from index.export.citation_keys import citation_key
from index.export.work import Work, names, work
from index.record import Agent, Key, Record

_encode = msgspec.json.Encoder().encode


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """An array with an item for each record, one a line, UTF-8."""
    before = b"[\n"
    for record in records:
        if record.document:
            yield before + _encode(item(record.key, work(record.document)))
            before = b",\n"
    yield (b"[" if before == b"[\n" else b"\n") + b"]\n"


def item(key: Key, held: Work) -> dict[str, Any]:
    """One item; what is not known is left out."""
    fields: dict[str, Any] = {
        "id": citation_key(key, held),
        "type": held.kind.csl,
        "title": held.title,
        "author": [_name(agent) for agent in held.creators],
        "container-title": held.journal,
        "volume": held.volume,
        "issue": held.issue,
        "page": held.pages if held.first_page else "",
        "number": held.article_number,
        "issued": {"date-parts": [list(held.date)]} if held.date else None,
        "publisher": held.publisher,
        "DOI": held.doi,
        "URL": held.url,
        "ISSN": ", ".join(held.issns),
        "ISBN": held.isbn,
        "language": next(iter(held.languages), ""),
        "keyword": ", ".join(held.keywords),
        "abstract": held.abstract,
    }
    return {name: value for name, value in fields.items() if value}


def _name(agent: Agent) -> dict[str, str]:
    family, given = names(agent)
    return {"family": family, "given": given} if given else {"literal": family}
