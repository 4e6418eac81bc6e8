"""One segment from batches of rows.

Batches are taken apart as they come and kept as sorted runs; the files are written at the end. So
memory grows with what is in the index, not with the texts.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3Segment

from index.engines.whoosh.w3.writing import columns
from index.engines.whoosh.w3.writing.collector import put_off
from index.engines.whoosh.w3.writing.files import CompoundFile, LooseFiles
from index.engines.whoosh.w3.writing.gathered import Gathered, in_order
from index.engines.whoosh.w3.writing.memo import Vocabulary
from index.engines.whoosh.w3.writing.rows import Plan, Row, keywords_of, texts_of
from index.engines.whoosh.w3.writing.summary import summaries
from index.engines.whoosh.w3.writing.terms import TermsFile
from index.engines.whoosh.w3.writing.words import Lexicon, Occurrences

Files: TypeAlias = CompoundFile | LooseFiles
SMALL = 2000  # documents; up to here a segment is one file


class Builder:
    """A segment under way. Each key may come once."""

    def __init__(self, plan: Plan, lexicon: Lexicon) -> None:
        self._plan, self._lexicon = plan, lexicon
        self._texts = {name: Gathered(lexicon.vocabulary) for name in plan.texts}
        self.keys = Vocabulary()  # numbered like the documents
        self._keywords = {name: Gathered(Vocabulary()) for name in plan.keywords}
        self._keywords[plan.key] = Gathered(self.keys)
        self._numbers: dict[str, list[int]] = {name: [] for name in plan.numbers}
        self._stored: list[bytes] = []

    def __len__(self) -> int:
        return len(self.keys)

    @put_off()
    def add(self, rows: Sequence[Row]) -> None:
        """Take rows; some thousands at a time are best."""
        plan, base = self._plan, len(self.keys)
        found = {name: self._found(rows, name) for name in plan.texts}
        for name, occurrences in found.items():
            self._texts[name].add_texts(occurrences, base, len(rows))
        for name in plan.keywords:
            self._keywords[name].add_keywords(list(keywords_of(rows, name)), base)
        keys = list(enumerate(row.key for row in rows))
        self._keywords[plan.key].add_keywords(keys, base)
        for name, numbers in self._numbers.items():
            numbers.extend(row.numbers[name] for row in rows)
        self._store(rows, [found[name] for name in plan.summarised])
        self._lexicon.tidy(between=False)

    def _found(self, rows: Sequence[Row], field: str) -> Occurrences:
        numbered = list(texts_of(rows, field))
        numbers = np.array([number for number, _ in numbered], np.int64)
        return self._lexicon.occurrences([value for _, value in numbered], numbers)

    def _store(self, rows: Sequence[Row], summarised: Sequence[Occurrences]) -> None:
        words = summaries(summarised, len(rows), self._lexicon.vocabulary)
        for row, summary in zip(rows, words, strict=True):
            fields = {self._plan.key: row.key, self._plan.summary: summary}
            self._stored.append(columns.stored(fields))

    @put_off()
    def write(self, folder: Path, index: str) -> W3Segment:
        """Write the files; they are on the disk when the segment is given back.

        `index` is Whoosh's name of the index. The builder is finished.
        """
        self._lexicon.last_words()
        # Forked processes share the state of `random`, from which Whoosh would name it.
        segment = W3Segment(W3Codec(), index, len(self), segid=secrets.token_hex(8))
        path = folder / segment.segment_id()
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
        with files.file("trm") as file, files.file("pst") as postings:
            terms = TermsFile(file)
            for name, field in in_order(self._texts | self._keywords):
                lengths = field.length_bytes(len(self))
                if lengths.any():
                    _write(files, f"_{name}_len.col", lengths.tobytes())
                terms.add(name, *field.write(postings, lengths))
            terms.finish()

    def _write_columns(self, files: Files) -> None:
        _write(files, "_stored.col", columns.byte_values(self._stored))
        keys = [key.encode() for key in self.keys.all()]
        _write(files, f"{self._plan.key}.col", columns.byte_values(keys))
        for name, code in self._plan.numbers.items():
            _write(files, f"{name}.col", columns.numbers(self._numbers[name], code))


def _write(files: Files, ending: str, content: bytes) -> None:
    with files.file(ending) as file:
        file.write(content)
