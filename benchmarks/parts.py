"""The analysis with less: what each part of it costs to build and to keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from index.analysis import Analysis, Plain, fold
from index.engines.whoosh import create
from index.record import Document


class Words(Plain):
    """Plain: words as they stand, folded."""

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


def words(given: Iterator[Document], folder: Path) -> None:
    """An index of words as they stand."""
    filled(folder, Words(), given)


def stems(given: Iterator[Document], folder: Path) -> None:
    """An index of words and stems."""
    filled(folder, Stems(), given)


def filled(folder: Path, analysis: Analysis, given: Iterator[Document]) -> None:
    """One batch of everything into a new index, as a rebuild does it."""
    engine = create(folder, analysis)
    with engine.writer() as writer:
        for document in given:
            writer.put(document)
    engine.close()
