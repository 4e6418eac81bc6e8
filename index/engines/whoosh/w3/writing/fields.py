"""The postings of fields into their file, each by itself or the small ones together.

A commit of 100 documents has twenty fields of some hundred postings: what numpy costs for a call
would be paid twenty times.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, TypeAlias

import numpy as np

from index.engines.whoosh.w3.writing.arrays import Array
from index.engines.whoosh.w3.writing.gathered import Gathered
from index.engines.whoosh.w3.writing.postings import written
from index.engines.whoosh.w3.writing.runs import Postings

SMALL = 1 << 16  # bytes of a field's postings


@dataclass(frozen=True, slots=True)
class Field:
    """A field that has terms; `lengths` of the documents as bytes."""

    gathered: Gathered
    lengths: Array


Infos: TypeAlias = tuple[Array, Array]  # numbers of terms, rising; what is to be known of each


def write_fields(fields: Mapping[str, Field], file: BinaryIO) -> Iterator[tuple[str, Infos]]:
    """Write the postings of the fields, in their order; what the terms file needs of each."""
    small = {name: field for name, field in fields.items() if field.gathered.size <= SMALL}
    found: dict[str, Infos] = {}
    for worded in (False, True):
        alike = [name for name, field in small.items() if field.gathered.worded == worded]
        if alike:
            found.update(zip(alike, _together([small[n] for n in alike], file), strict=True))
    for name, field in fields.items():
        yield name, found.pop(name) if name in found else _alone(field, file)


def _alone(field: Field, file: BinaryIO) -> Infos:
    parts = [
        _written(postings, field.lengths[postings.documents], file)
        for postings in field.gathered.postings()
    ]
    return np.concatenate([n for n, _ in parts]), np.concatenate([infos for _, infos in parts])


def _together(fields: Sequence[Field], file: BinaryIO) -> Iterator[Infos]:
    """Of each field what `_alone` gives; all have positions, or none has."""
    parts, lengths, begins, end = [], [], [], 0
    for field in fields:
        begins.append(end)  # numbers of terms go on from field to field
        for postings in field.gathered.postings():
            lengths.append(field.lengths[postings.documents])
            parts.append(replace(postings, terms=postings.terms.astype(np.int64) + begins[-1]))
            end = int(parts[-1].terms[-1]) + 1
    numbers, infos = _written(_one(parts), np.concatenate(lengths), file)
    cuts = np.searchsorted(numbers, [*begins, end]).tolist()
    for begin, first, last in zip(begins, cuts, cuts[1:], strict=False):
        yield numbers[first:last] - begin, infos[first:last]


def _one(parts: Sequence[Postings]) -> Postings:
    frequencies = [one.frequencies for one in parts if one.frequencies is not None]
    steps = [one.steps for one in parts if one.steps is not None]
    return Postings(
        np.concatenate([one.terms for one in parts]),
        np.concatenate([one.documents for one in parts]),
        np.concatenate(frequencies) if frequencies else None,
        np.concatenate(steps) if steps else None,
    )


def _written(postings: Postings, lengths: Array, file: BinaryIO) -> Infos:
    part = written(postings, lengths)
    part.infos["offset"] += file.tell()
    file.write(part.content)
    return part.terms, part.infos
