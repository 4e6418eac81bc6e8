"""Queries that stand for many terms: prefixes, ranges, patterns. All documents count the same."""

from __future__ import annotations

import re

import numpy as np
from whoosh import query as w
from whoosh.fields import FieldType

from index.engines.whoosh.w3.reading.fuzzy import near
from index.engines.whoosh.w3.reading.runs import Infos
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


def wildcard_infos(table: TermTable, field: FieldType, query: w.Wildcard) -> Infos:
    """The terms that a wildcard matches: one search through all that begin as it does."""
    run = prefix_run(table, query.fieldname, field.to_bytes(query._find_prefix(query.text)))
    joined, starts = table.joined(run)
    if "[" in query.text or joined.count(BETWEEN) != len(run) + 1:
        return regex_infos(table, field, query)
    pieces = [_WILD.get(letter) or re.escape(letter.encode()) for letter in query.text]
    pattern = re.compile(BETWEEN + b"".join(pieces) + b"(?=" + BETWEEN + b")")
    found = [match.start() + 1 for match in pattern.finditer(joined)]
    return table.infos(run)[np.searchsorted(starts, found)]


def regex_infos(table: TermTable, field: FieldType, query: w.Regex | w.Wildcard) -> Infos:
    """The terms that a pattern matches, one after another."""
    run = prefix_run(table, query.fieldname, field.to_bytes(query._find_prefix(query.text)))
    matches = re.compile(query._get_pattern()).match
    texts = map(field.from_bytes, table.texts(run))
    return table.infos(run)[[place for place, text in enumerate(texts) if matches(text)]]


def fuzzy_infos(table: TermTable, field: FieldType, query: w.FuzzyTerm) -> Infos:
    """The terms a few edits away that begin with the same letters."""
    head = query.text[: query.prefixlength]
    run = prefix_run(table, query.fieldname, field.to_bytes(head))
    terms = table.texts(run)
    least, most = len(query.text) - query.maxdist, len(query.text) + query.maxdist
    # A letter takes one to four bytes.
    places = [place for place, term in enumerate(terms) if least <= len(term) <= 4 * most]
    found = near([field.from_bytes(terms[n]) for n in places], query.text, query.maxdist)
    return table.infos(run)[[places[n] for n in found]]
