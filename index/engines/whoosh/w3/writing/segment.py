"""One segment from batches of rows.

Batches are taken apart as they come and kept as sorted runs, on the disk when they are many; the
files are written at the end. So memory grows with the distinct terms alone, and a builder says when
they are enough for a segment.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain
from pathlib import Path
from typing import TypeAlias

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3Segment

from index.engines.whoosh.w3.writing import columns
from index.engines.whoosh.w3.writing.arrays import Array, joined
from index.engines.whoosh.w3.writing.collector import put_off
from index.engines.whoosh.w3.writing.fields import Field, write_fields
from index.engines.whoosh.w3.writing.files import CompoundFile, LooseFiles
from index.engines.whoosh.w3.writing.gathered import Gathered, in_order
from index.engines.whoosh.w3.writing.memo import Vocabulary
from index.engines.whoosh.w3.writing.ordered import Ordered
from index.engines.whoosh.w3.writing.rows import Plan, Row, keywords_of, texts_of
from index.engines.whoosh.w3.writing.spill import Spill
from index.engines.whoosh.w3.writing.stored import Stored
from index.engines.whoosh.w3.writing.summary import summaries
from index.engines.whoosh.w3.writing.terms import TermsFile
from index.engines.whoosh.w3.writing.words import Lexicon, Occurrences

Files: TypeAlias = CompoundFile | LooseFiles
SMALL = 2000  # documents; up to here a segment is one file
_HELD = 24 << 20  # bytes of postings and stored fields in memory; more are parked on the disk
_FULL = 150 << 20  # bytes of terms and of what cannot be parked
_TERM = 120  # bytes of a term: its text, its place in a dictionary, its number
_STORED = 1 << 30  # bytes of stored fields; Whoosh reads 2 GB of them


class Builder:
    """A segment under way. Each key may come once."""

    def __init__(self, plan: Plan, lexicon: Lexicon, folder: Path) -> None:
        """`folder` is where the segment is written, and what is too much for the memory."""
        self._plan, self._lexicon, self._folder = plan, lexicon, folder
        self._spill = Spill(folder)
        self._texts = {name: Gathered(lexicon.vocabulary) for name in plan.texts}
        self.keys = Vocabulary()  # numbered like the documents
        self._keywords = {name: Gathered(Vocabulary()) for name in plan.keywords}
        self._keywords[plan.key] = Gathered(self.keys)
        self._numbers: dict[str, list[int]] = {name: [] for name in plan.numbers}
        self._stored = Stored()
        self._terms = 0  # in all vocabularies
        self._held = _HELD  # bytes from which on postings are parked

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def full(self) -> bool:
        """Whether it is time to write, for the memory's sake."""
        held = _TERM * self._terms + sum(field.size for field in self._fields())
        return held > _FULL or self._stored.total > _STORED

    def _fields(self) -> Iterator[Gathered]:
        return chain(self._texts.values(), self._keywords.values())

    @put_off()
    def add(self, rows: Sequence[Row]) -> None:
        """Take rows; some thousands at a time are best."""
        plan, base = self._plan, len(self.keys)
        found = self._found(rows, plan.sounded) | self._found(rows, {*plan.texts} - plan.sounded)
        for name, occurrences in found.items():
            self._texts[name].add_texts(occurrences, base, len(rows))
        for name in plan.keywords:
            self._keywords[name].add_keywords(*keywords_of(rows, name), base)
        keys = [row.key for row in rows]
        self._keywords[plan.key].add_keywords(keys, np.arange(len(rows)), base)
        for name, numbers in self._numbers.items():
            numbers.extend(row.numbers[name] for row in rows)
        self._store(rows, [found[name] for name in plan.summarised])
        self._lexicon.tidy(between=False)
        self._park()

    def _park(self) -> None:
        own = sum(len(field.vocabulary) for field in self._keywords.values())
        self._terms = len(self._lexicon.vocabulary) + own
        if self._stored.size + sum(field.size for field in self._fields()) > self._held:
            for field in self._fields():
                field.park(self._spill)
            self._stored.park(self._spill)
            self._held = _HELD + sum(field.size for field in self._fields())

    def _found(self, rows: Sequence[Row], fields: Set[str]) -> dict[str, Occurrences]:
        """The terms of these text fields; the analysis hears either all of them or none.

        They are looked up together, the documents of each field behind those of the one before:
        for a hundred documents numpy costs by the call, and not by what is in it.
        """
        names, width = sorted(fields), len(rows)
        parts = [texts_of(rows, name) for name in names]
        values = list(chain.from_iterable(texts for texts, _ in parts))
        numbers = [at * width + own for at, (_, own) in enumerate(parts)]
        sounded = fields <= self._plan.sounded
        whole = self._lexicon.occurrences(values, joined(numbers, np.int64), sounded)
        return {name: whole.between(at * width, width) for at, name in enumerate(names)}

    def _store(self, rows: Sequence[Row], summarised: Sequence[Occurrences]) -> None:
        words = summaries(summarised, len(rows), self._lexicon.vocabulary)
        pairs = zip(rows, words, strict=True)
        key, summary = self._plan.key, self._plan.summary
        self._stored.add([columns.stored({key: row.key, summary: text}) for row, text in pairs])

    @put_off()
    def write(self, index: str) -> W3Segment:
        """Write the files; they are on the disk when the segment is given back.

        `index` is Whoosh's name of the index. The builder is finished.
        """
        self._lexicon.last_words()
        # Forked processes share the state of `random`, from which Whoosh would name it.
        segment = W3Segment(W3Codec(), index, len(self), segid=secrets.token_hex(8))
        path = self._folder / segment.segment_id()
        segment._fieldlengths = {
            name: length for name, field in self._texts.items() if (length := field.total_length())
        }
        files = (CompoundFile if len(self) <= SMALL else LooseFiles)(path)
        self._write_terms(files)
        self._write_columns(files)
        files.finish()
        segment.compound = files.compound
        self._lexicon.tidy(between=True)
        return segment

    def _write_terms(self, files: Files) -> None:
        words = Ordered(self._lexicon.vocabulary, self._words())
        with files.file("trm") as file, files.file("pst") as postings:
            terms = TermsFile(file)
            fields = {
                name: Field(field, field.length_bytes(len(self)))
                for name, field in in_order(self._texts | self._keywords)
            }
            for name, field in fields.items():
                if field.lengths.any():
                    _write(files, f"_{name}_len.col", [field.lengths.tobytes()])
            for name, (numbers, infos) in write_fields(fields, postings):
                own = fields[name].gathered.vocabulary
                ordered = words if name in self._texts else Ordered(own, numbers)
                order, names = ordered.order(numbers)
                terms.add(name, names, infos[order])
            terms.finish()

    def _words(self) -> Array:
        """The numbers of the terms of all texts, rising."""
        used = np.zeros(len(self._lexicon.vocabulary), bool)
        for field in self._texts.values():
            used[field.numbers()] = True
        return np.flatnonzero(used)

    def _write_columns(self, files: Files) -> None:
        _write(files, "_stored.col", self._stored.column())
        keys = [key.encode() for key in self.keys.all()]
        _write(files, f"{self._plan.key}.col", [columns.byte_values(keys)])
        for name, code in self._plan.numbers.items():
            _write(files, f"{name}.col", [columns.numbers(self._numbers[name], code)])


def _write(files: Files, ending: str, content: Iterable[bytes]) -> None:
    with files.file(ending) as file:
        file.writelines(content)
