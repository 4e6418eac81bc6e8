"""Queries that stand for many terms: prefixes, ranges, patterns. All documents count the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from whoosh import query as w
from whoosh.fields import FieldType

from index.engines.whoosh.w3.reading.arrays import Numbers
from index.engines.whoosh.w3.reading.fuzzy import Spelled, near, spelled
from index.engines.whoosh.w3.reading.queries import Wildcard
from index.engines.whoosh.w3.reading.runs import Infos
from index.engines.whoosh.w3.reading.segment import Segment
from index.engines.whoosh.w3.reading.table import BETWEEN, TermTable

_LETTER = rb"[^\xff\x80-\xbf][\x80-\xbf]*"
_WILD = {"*": rb"[^\xff]*", "?": _LETTER}


def prefix_run(table: TermTable, field: str, prefix: bytes) -> range:
    """The terms of a field that begin so."""
    kept = prefix.rstrip(b"\xff")
    behind = kept[:-1] + bytes([kept[-1] + 1]) if kept else None
    return table.run(field, prefix, behind)


def range_run(table: TermTable, field: FieldType, query: w.TermRange) -> range:
    """The terms between the two ends of a range; empty where an end is no value of the field."""
    try:
        low = b"" if query.start is None else field.to_bytes(query.start)
        high = None if query.end is None else field.to_bytes(query.end)
    except ValueError:
        return range(0)
    # Nothing stands between a term and the same one with a zero byte behind it.
    low = low + b"\0" if query.startexcl else low
    high = high + b"\0" if high is not None and not query.endexcl else high
    return table.run(query.fieldname, low, high)


def wildcard_infos(segment: Segment, field: FieldType, query: w.Wildcard) -> Infos:
    """The terms that a wildcard matches: one search through all that begin as it does."""
    table = segment.table
    run = prefix_run(table, query.fieldname, field.to_bytes(query._find_prefix(query.text)))
    joined, starts = segment.held(("joined", run.start, run.stop), lambda: table.joined(run))
    classes = "[" in query.text and not isinstance(query, Wildcard)
    if classes or joined.count(BETWEEN) != len(run) + 1:
        return regex_infos(segment, field, query)
    unlike = _unlike(query)
    pieces = [_WILD.get(letter) or re.escape(letter.encode()) for letter in query.text]
    before = BETWEEN + b"".join(b"(?!" + re.escape(mark) + b")" for mark in unlike)
    pattern = re.compile(before + b"".join(pieces) + b"(?=" + BETWEEN + b")")
    found = [match.start() + 1 for match in pattern.finditer(joined)]
    return table.infos_at(run.start + np.searchsorted(starts, found))


def regex_infos(segment: Segment, field: FieldType, query: w.Regex | w.Wildcard) -> Infos:
    """The terms that a pattern matches, one after another."""
    table = segment.table
    run = prefix_run(table, query.fieldname, field.to_bytes(query._find_prefix(query.text)))
    matches = re.compile(query._get_pattern()).match
    texts = map(field.from_bytes, table.texts(run))
    unlike = tuple(mark.decode() for mark in _unlike(query))
    places = [
        place
        for place, text in enumerate(texts, run.start)
        if matches(text) and not text.startswith(unlike)
    ]
    return table.infos_at(np.array(places, np.int64))


def fuzzy_infos(segment: Segment, field: FieldType, query: w.FuzzyTerm) -> Infos:
    """The terms a few edits away that begin with the same letters."""
    table = segment.table
    run = prefix_run(table, query.fieldname, field.to_bytes(query.text[: query.prefixlength]))
    found = [_near(segment, field, part, query) for part in _without(table, run, query)]
    return table.infos_at(np.concatenate(found))


def _without(table: TermTable, run: range, query: w.FuzzyTerm) -> Iterator[range]:
    """The parts of a run that are left when what begins unlike words is taken out."""
    start = run.start
    for mark in sorted(_unlike(query)):
        strange = prefix_run(table, query.fieldname, mark)
        yield range(start, max(start, strange.start))
        start = max(start, strange.stop)
    yield range(start, run.stop)


def _near(segment: Segment, field: FieldType, run: range, query: w.FuzzyTerm) -> Numbers:
    """The terms of a run a few edits away."""

    def words() -> Spelled:
        joined = segment.table.joined(run).data
        if joined.count(BETWEEN) != len(run) + 1:
            # Terms of numbers may hold the byte that stands between.
            texts = (field.from_bytes(term).encode() for term in segment.table.texts(run))
            joined = BETWEEN + b"".join(text + BETWEEN for text in texts)
        return spelled(joined)

    known = segment.held(("spelled", run.start, run.stop), words)
    return run.start + near(known, query.text, query.maxdist)


def _unlike(query: w.Query) -> tuple[bytes, ...]:
    """How terms must not begin, empty where they may begin with anything."""
    return tuple(mark.encode() for mark in getattr(query, "unlike", ()))
