"""The fields of a Whoosh index. The schema is pickled into it: what stands here stays importable.

Fields take what analysis and `index.fields` made: texts as term -> positions, keywords as lists of
finished values. Whoosh's own analysers have no say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from whoosh import columns, fields

from index.analysis import Analysis
from index.engines.whoosh.w3.writing.rows import Plan, Row, plan
from index.fields import (
    GAP,
    SOUNDED,
    TELLING_FIELDS,
    Value,
    positions,
    searchable,
    seconds,
    telling_words,
)
from index.record import Key, Seen
from index.tree import HELD_FIELDS, WORD_FIELDS

KEY = "key"  # source and OAI identifier; unique
DATE = "sort_date"  # YYYYMMDD, 0 where it is not known
SEEN = "first_seen"  # seconds since 1970, 0 where it is not known
TITLE = "sort_title"  # `Searchable.title`, one term for each document that has a title
TELLING = "telling"  # the words that `similar` starts from
_BETWEEN = "\0"  # below every letter of a source's name: keys sort as (source, identifier)


class Words(fields.TEXT):  # type: ignore[misc]  # Whoosh ships no types
    """A text field that is given its terms with their positions."""

    def __init__(self) -> None:
        super().__init__(analyzer=fields.analysis.IDAnalyzer())

    def index(
        self, value: Mapping[str, list[int]], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each term as Whoosh holds it: bytes, frequency, weight, encoded positions."""
        for term, places in value.items():
            yield term.encode(), len(places), float(len(places)), self.format.encode(places)


def schema() -> fields.Schema:
    """A new schema of every field that can be asked for."""
    made = fields.Schema()
    made.add(KEY, fields.ID(unique=True, stored=True, sortable=True))
    made.add(DATE, fields.COLUMN(columns.NumericColumn("i", default=0)))
    made.add(SEEN, fields.COLUMN(columns.NumericColumn("q", default=0)))
    made.add(TITLE, fields.ID())
    made.add(TELLING, fields.STORED())
    for name in WORD_FIELDS:
        made.add(name, Words())
    for name in HELD_FIELDS:
        made.add(name, fields.ID())
    return made


def plan_of(held: fields.Schema) -> Plan:
    """How our fields are written in arrays. Raises `Unwritable` for a schema that is not ours."""
    return plan(held, KEY, TELLING, TELLING_FIELDS, GAP, SOUNDED)


def row_of(seen: Seen) -> Row:
    """A document as `w3` writes it."""
    parts = searchable(seen.document)
    title = (parts.title,) if parts.title else ()
    keywords = {**parts.keywords, TITLE: title}
    numbers = {DATE: parts.date or 0, SEEN: seconds(seen.first_seen)}
    return Row(key_text(seen.document.key), parts.texts, keywords, numbers)


def row(seen: Seen, analysis: Analysis) -> dict[str, object]:
    """The arguments of Whoosh's own `add_document` for a document."""
    parts = searchable(seen.document)
    texts = {name: _places(name, values, analysis) for name, values in parts.texts.items()}
    keywords = {name: list(values) for name, values in parts.keywords.items() if values}
    return {
        KEY: key_text(seen.document.key),
        DATE: parts.date or 0,
        SEEN: seconds(seen.first_seen),
        TELLING: " ".join(telling_words(parts, analysis)),
        **({TITLE: parts.title} if parts.title else {}),
        **{name: places for name, places in texts.items() if places},
        **keywords,
    }


def key_text(key: Key) -> str:
    """A key as one term."""
    return f"{key.source}{_BETWEEN}{key.identifier}"


def key_of(text: str) -> Key:
    """The key that `key_text` wrote."""
    source, _, identifier = text.partition(_BETWEEN)
    return Key(source, identifier)


def _places(name: str, values: tuple[Value, ...], analysis: Analysis) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for term, at in positions(values, analysis, name in SOUNDED):
        places[term].append(at)
    return dict(places)
