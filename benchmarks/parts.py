"""What each part of the analysis costs: `python -m benchmarks.parts [--records N] [--rounds N]`.

words      words as they stand, folded: the plainest analysis
+ stems    and their stems
+ sounds   and, of names and titles, their sounds: all of it

Each is built as a rebuild does it, in turn, in processes of their own: CPU seconds without reading
the documents, also as times those of words; peak memory; MB on the disk. `reader` is the peak
memory of a process that asks the engine the `mixed` queries of `benchmarks.search`, and nothing
else.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from benchmarks.documents import documents
from benchmarks.index_build import Built, filled, measured
from benchmarks.index_build import median as middle
from benchmarks.measure import python, run
from benchmarks.search import kinds
from index.analysis import PLAIN, Analysis, Plain, fold
from index.engines.whoosh import open_folder


class Words(Plain):
    """Words as they stand, folded."""

    def terms(self, token: str, language: str | None, sounded: bool = False) -> tuple[str, ...]:
        exact = fold(token)
        return (exact,) if exact else ()

    def places(
        self, raw: Sequence[str], language: str | None, sounded: bool = False
    ) -> list[list[tuple[str, ...]]]:
        return [
            [(one.lower(),)]
            if one.isascii() and one.isalnum()
            else [terms for token in self.tokens(one) if (terms := self.terms(token, language))]
            for one in raw
        ]


class Stems(Plain):
    """And their stems; no sounds."""

    def terms(self, token: str, language: str | None, sounded: bool = False) -> tuple[str, ...]:
        return super().terms(token, language)

    def places(
        self, raw: Sequence[str], language: str | None, sounded: bool = False
    ) -> list[list[tuple[str, ...]]]:
        return super().places(raw, language)


PARTS: Mapping[str, Analysis] = {"words": Words(), "+ stems": Stems(), "+ sounds": PLAIN}
