"""The postings file `.pst`: for each term its blocks of postings.

    W3Bl                                     before the first block of a term
    <length, 4 bytes, big-endian>            of the rest of the block; negative: the last one
    pickle (how many, last document, greatest weight, packed, shortest, longest)
    pickle (steps between documents, weights, values), by zlib where `packed` is not 0

Shortest and longest are lengths of fields as bytes. The first step of each block is the document
itself. Weights are None where all are 1. Pickles are made by hand, because `pickle.dumps` takes
longer than all the rest: two of three terms of a corpus stand in one document only. Terms of few
postings are laid out by arrays, all at once (`short`), the others block by block (`blocks`); the
order of terms in this file is free.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.engines.whoosh.w3.writing.arrays import Array, changes, lengths, starts
from index.engines.whoosh.w3.writing.blocks import Laid, extremes, in_blocks
from index.engines.whoosh.w3.writing.positions import encoded
from index.engines.whoosh.w3.writing.runs import Postings
from index.engines.whoosh.w3.writing.short import are_short, laid_out

# What the terms file says of a term, as it lies there: see `terms`.
INFO = np.dtype([
    ("inlined", "u1"), ("weight", ">f4"), ("documents", ">u4"), ("shortest", "u1"),
    ("longest", "u1"), ("greatest", ">f4"), ("first", ">u4"), ("last", ">u4"),
    ("offset", ">i8"), ("length", ">i4"),
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the bytes, and for each term (rising numbers) what is to be known of it."""

    content: bytes
    terms: Array
    infos: Array  # of INFO, offsets from the beginning of the content


def written(postings: Postings, length_bytes: Array) -> Written:
    """Postings as they lie in the file; `length_bytes` of each posting: its field's length."""
    held = _held(postings, length_bytes)
    first = changes(postings.terms)
    sizes = lengths(first, len(postings.terms))
    infos = _infos(held, first, sizes)
    short = are_short(held, first, sizes)
    of_short = np.repeat(short, sizes)
    blocks, infos["length"][~short] = in_blocks(held.only(~of_short), sizes[~short])
    rows, infos["length"][short] = laid_out(held.only(of_short), sizes[short])
    infos["offset"][~short] = starts(infos["length"][~short])
    infos["offset"][short] = starts(infos["length"][short]) + sum(map(len, blocks))
    return Written(b"".join((*blocks, rows.tobytes())), postings.terms[first], infos)


def _held(postings: Postings, own: Array) -> Laid:
    if postings.frequencies is None or postings.steps is None:
        none = np.zeros(len(own), np.int64)
        return Laid(postings.documents, none + 1, own, None, none, none)
    values, first = encoded(postings.frequencies, postings.steps.astype(np.int64))
    return Laid(postings.documents, postings.frequencies, own, values, first[:-1], first[1:])


def _infos(held: Laid, first: Array, sizes: Array) -> Array:
    infos = np.zeros(len(first), INFO)
    infos["weight"] = np.add.reduceat(held.frequencies, first)
    infos["documents"] = sizes
    infos["shortest"], infos["longest"] = extremes(held.lengths, first)
    infos["greatest"] = np.maximum.reduceat(held.frequencies, first)
    infos["first"] = held.documents[first]
    infos["last"] = held.documents[first + sizes - 1]
    return infos
