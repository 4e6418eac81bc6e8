"""How often each value of a keyword field stands in the documents that match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
from whoosh import query as w

from index.engines.whoosh.w3.reading.arrays import Numbers
from index.engines.whoosh.w3.reading.reader import Reader
from index.engines.whoosh.w3.reading.search import matches


def counts(reader: Reader, numbers: Numbers, field: str) -> Counter[bytes]:
    """In how many of these documents (rising) each term of the field stands.

    A document with several counts for each of them.
    """
    found: Counter[bytes] = Counter()
    for part, docs in reader.split(numbers):
        ordinals = part.segment.ordinals(field)
        several = ordinals.counts(docs)
        for place in np.flatnonzero(several).tolist():
            found[ordinals.terms[place]] += int(several[place])
    return found


def narrowed(
    reader: Reader, query: w.Query, filters: Mapping[str, w.Query], fields: Iterable[str]
) -> tuple[Numbers, dict[str, Counter[bytes]]]:
    """What matches the query and all filters (by field), and the facets of these fields.

    A facet counts what matches the query and the filters of all other fields: what would be found
    if another value of it was chosen.
    """
    base = matches(reader, query)
    passing = {name: np.isin(base, matches(reader, wanted), assume_unique=True)
               for name, wanted in filters.items()}  # fmt: skip
    failures = np.zeros(len(base), np.int64)
    for passes in passing.values():
        failures += ~passes
    found = {}
    for name in fields:
        own = ~passing[name] if name in passing else np.zeros(len(base), np.bool_)
        found[name] = counts(reader, base[failures == own], name)
    return base[failures == 0], found
