"""Every match of a query: exhaustive, so that totals are exact and no hit is lost."""

from __future__ import annotations

import numpy as np
from whoosh import query as w

from index.engines.whoosh.w3.reading.arrays import Floats, Numbers
from index.engines.whoosh.w3.reading.errors import NotKnown
from index.engines.whoosh.w3.reading.matching import Matching
from index.engines.whoosh.w3.reading.question import Question
from index.engines.whoosh.w3.reading.reader import Part, Reader
from index.engines.whoosh.w3.reading.weighing import Weighing


def matches(reader: Reader, query: w.Query) -> Numbers:
    """The numbers of all documents that match, rising."""
    question = Question(reader, query)
    try:
        found = [part.base + _docs(Matching(question, part), part) for part in reader.parts]
    except NotKnown:
        return _stock(reader, query)[0]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def scored(reader: Reader, query: w.Query) -> tuple[Numbers, Floats]:
    """The same with their scores."""
    question = Question(reader, query)
    try:
        found = [_scored(question, part) for part in reader.parts]
    except NotKnown:
        return _stock(reader, query)
    if not found:
        return np.zeros(0, np.int64), np.zeros(0)
    return np.concatenate([n for n, _ in found]), np.concatenate([s for _, s in found])


def _scored(question: Question, part: Part) -> tuple[Numbers, Floats]:
    matching = Matching(question, part)
    docs = _docs(matching, part)
    scores = Weighing(matching, docs).scores(question.query) if len(docs) else np.zeros(0)
    return part.base + docs, scores


def _docs(matching: Matching, part: Part) -> Numbers:
    found = matching.mask(matching.question.query)
    return np.flatnonzero(found if part.live is None else found & part.live)


def _stock(reader: Reader, query: w.Query) -> tuple[Numbers, Floats]:
    with reader.stock() as stock:
        return stock.scored(query)
