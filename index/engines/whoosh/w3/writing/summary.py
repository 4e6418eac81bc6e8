"""The words of a document for a stored field: each once, in its first form, as they come."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.engines.whoosh.w3.writing.arrays import Array
from index.engines.whoosh.w3.writing.memo import Vocabulary
from index.engines.whoosh.w3.writing.words import Occurrences


def summaries(found: Sequence[Occurrences], count: int, vocabulary: Vocabulary) -> list[str]:
    """For each of `count` documents its words from these fields, between blanks."""
    documents = np.concatenate([one.documents[one.leads] for one in found])
    terms = np.concatenate([one.terms[one.leads] for one in found])
    order = np.argsort(documents, kind="stable")
    documents, terms = _each_once(documents[order], terms[order])
    ends = np.searchsorted(documents, np.arange(count + 1)).tolist()
    words = vocabulary.names(terms.tolist())
    return [" ".join(words[ends[at] : ends[at + 1]]) for at in range(count)]


def _each_once(documents: Array, terms: Array) -> tuple[Array, Array]:
    """What comes again in a document is left out; the order stays."""
    _, first = np.unique(documents.astype(np.int64) << 32 | terms, return_index=True)
    first.sort()
    return documents[first], terms[first]
