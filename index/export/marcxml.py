"""Records as MARCXML (loc.gov/standards/marcxml, MARC 21 bibliographic), valid by its schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import langcodes

from index.export.work import Work, line, names, work
from index.provider.render import tag, text
from index.record import Agent, Document, Record

NAMESPACE = "http://www.loc.gov/MARC21/slim"
_START = f'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="{NAMESPACE}">\n'

# Tag, both indicators, and its subfields.
Field = tuple[str, str, tuple[tuple[str, str], ...]]


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """A collection with a record for each, UTF-8."""
    yield _START.encode()
    for record in records:
        if record.document:
            yield _record(record, record.document, work(record.document))
    yield b"</collection>\n"


def _record(record: Record, document: Document, held: Work) -> bytes:
    # Lengths and addresses mean nothing in XML, and stay zero (MARCXML, design considerations).
    leader = f"00000n{held.kind.marc} a2200000uu 4500"
    parts = (
        tag("leader", leader),
        *_controls(record, held),
        *map(_field, fields(record, document, held)),
    )
    return b"<record>" + b"".join(parts) + b"</record>\n"


def _controls(record: Record, held: Work) -> Iterator[bytes]:
    year = f"{held.date[0]:04}" if held.date else "uuuu"
    known = "s" if held.date else "n"
    language = _marc_language(held.languages[0]) if held.languages else "und"
    entered = f"{record.first_seen:%y%m%d}"
    yield tag("controlfield", line(record.identifier), {"tag": "001"})
    yield tag("controlfield", record.source, {"tag": "003"})
    yield tag("controlfield", f"{record.last_changed:%Y%m%d%H%M%S}.0", {"tag": "005"})
    fixed = f"{entered}{known}{year}    xx {'|' * 17}{language}|d"
    yield tag("controlfield", fixed, {"tag": "008"})


def _field(field: Field) -> bytes:
    name, indicators, subfields = field
    inner = "".join(
        f'<subfield code="{code}">{text(value)}</subfield>' for code, value in subfields if value
    )
    if not inner:
        return b""
    start = f'<datafield tag="{name}" ind1="{indicators[0]}" ind2="{indicators[1]}">'
    return f"{start}{inner}</datafield>".encode()


def fields(record: Record, document: Document, held: Work) -> Iterator[Field]:
    """The data fields in the order of their tags."""
    yield from _numbers(record, held)
    first, others = held.creators[:1], held.creators[1:]
    yield from (_agent("1", agent, "") for agent in first)
    yield "245", "10" if first else "00", (("a", held.title),)
    yield from (("246", "31", (("a", title),)) for title in held.other_titles)
    yield "264", " 1", (("b", held.publisher), ("c", f"{held.date[0]:04}" if held.date else ""))
    yield from (("520", "  ", (("a", one.value),)) for one in document.abstracts)
    yield "540", "  ", (("u", held.licence),)
    yield from (("653", "  ", (("a", word),)) for word in held.keywords)
    yield "655", " 4", (("a", (document.type.label or document.type.raw) if document.type else ""),)
    yield from (_agent("7", agent, "aut") for agent in others)
    yield from (_agent("7", agent, "ctb") for agent in document.contributors)
    yield "773", "0 ", _host(held)
    yield "856", "40", (("u", held.url),)
    yield from (("856", "40", (("u", url),)) for url in held.files if url != held.url)


def _numbers(record: Record, held: Work) -> Iterator[Field]:
    yield "020", "  ", (("a", held.isbn),)
    yield "024", "7 ", (("a", held.doi), ("2", "doi")) if held.doi else ()
    yield "035", "  ", (("a", f"({record.source}){line(record.identifier)}"),)
    if len(held.languages) > 1:
        codes = dict.fromkeys(map(_marc_language, held.languages))
        yield "041", "0 ", tuple(("a", code) for code in codes)


def _agent(hundred: str, agent: Agent, relator: str) -> Field:
    """A person or a body; who may be either is entered as a person."""
    body = agent.kind == "organisation"
    name = ", ".join(filter(None, names(agent)))
    orcid = f"(orcid){agent.orcid}" if agent.orcid else ""
    place = line(agent.affiliation)
    indicators = "2 " if body else ("1 " if names(agent)[1] else "0 ")
    return (
        f"{hundred}{'10' if body else '00'}",
        indicators,
        (("a", name), ("u", place), ("4", relator), ("0", orcid)),
    )


def _host(held: Work) -> tuple[tuple[str, str], ...]:
    """The journal, and the place in it as people write it."""
    if not held.journal and not held.issns:
        return ()
    volume = f"Vol. {held.volume}" if held.volume else ""
    issue = f"no. {held.issue}" if held.issue else ""
    pages = f"p. {held.pages}" if held.pages else ""
    place = ", ".join(filter(None, (volume, issue, pages)))
    issns = tuple(("x", number) for number in held.issns)
    return (("t", held.journal), ("g", place), *issns)


@lru_cache(maxsize=1024)
def _marc_language(code: str) -> str:
    """The language as MARC codes it (ISO 639-2, bibliographic); `und` where it has no such code."""
    try:
        return langcodes.Language.get(code).to_alpha3(variant="B")
    except LookupError:
        return "und"
