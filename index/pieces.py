"""Text of a query -> its pieces: leaves of the tree, operators, brackets. Pure; never raises.

Identifiers are recognised before anything else; an operator, a bracket, a pattern that cannot be
meant as one is a word or nothing, and `literal` says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.query_limits import MAX_PIECES, MAX_TOLD, MAX_TOLD_LETTERS, PROSE_WORDS
from index.query_reader import Reader
from index.query_signs import Piece, settled
from index.tree import And, Phrase, Word


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces with balanced brackets and operators that have operands; what was not understood."""

    items: tuple[Piece, ...]
    literal: tuple[str, ...]


def pieces(text: str) -> Pieces:
    """The leaves, operators and brackets of a query."""
    reader = Reader(text)
    found = list(_limited(reader.pieces()))
    if reader.doubtful and sum(map(_plain_words, found)) >= PROSE_WORDS:
        reader = Reader(text, prose=True)
        found = list(_limited(reader.pieces()))
    items = settled(found, reader.told)
    short = (piece[:MAX_TOLD_LETTERS] for piece in reader.told)
    return Pieces(tuple(items), tuple(dict.fromkeys(short))[:MAX_TOLD])


def _limited(pieces: Iterator[Piece]) -> Iterator[Piece]:
    leaves = 0
    for piece in pieces:
        leaves += not isinstance(piece, str)
        if leaves > MAX_PIECES:
            return
        yield piece


def _plain_words(piece: Piece) -> int:
    if isinstance(piece, And):
        return sum(map(_plain_words, piece.nodes))
    return isinstance(piece, Word | Phrase) and piece.field is None
