"""Signs of a query cut into pieces: brackets made even, operators with operands. Pure.

What cannot be meant as a sign is a word, or nothing, and is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from index.query_limits import MAX_DEPTH
from index.tree import Node, Word

Sign: TypeAlias = Literal["(", ")", "OR", "AND", "NOT", "-"]
Piece: TypeAlias = Sign | Node

_JOINING = ("OR", "AND")
_DENYING = ("NOT", "-")


def settled(pieces: Iterable[Piece], told: list[str]) -> list[Piece]:
    """The pieces that mean something: each bracket has a partner, each operator something to do."""
    return _resolved(_balanced(pieces, told), told)


def _balanced(pieces: Iterable[Piece], told: list[str]) -> list[Piece]:
    """Without brackets that hold nothing or stand too deep; open ones are closed at the end."""
    kept: list[Piece] = []
    opened: list[int | None] = []
    for piece in pieces:
        if piece == "(":
            deep = len(opened) >= MAX_DEPTH
            opened.append(None if deep else len(kept))
            kept.extend([] if deep else [piece])
        elif piece != ")":
            kept.append(piece)
        elif opened:
            _close(kept, opened.pop())
        else:
            told.append(")")
    if opened:
        told.append("(")
    for place in reversed(opened):
        _close(kept, place)
    return kept


def _close(kept: list[Piece], place: int | None) -> None:
    if place is None:
        return
    if place == len(kept) - 1:
        kept.pop()
    else:
        kept.append(")")


def _resolved(pieces: list[Piece], told: list[str]) -> list[Piece]:
    """Operators that have nothing to join or to negate become the words that they are."""
    kept: list[Piece] = []
    following: Piece | None = None  # read from the end: what follows is known
    for at in range(len(pieces) - 1, -1, -1):
        piece = pieces[at]
        starts = following is not None and following != ")" and following not in _JOINING
        before = pieces[at - 1] if at else "("
        joins = starts and before != "(" and before not in (*_JOINING, *_DENYING)
        if (piece in _DENYING and not starts) or (piece in _JOINING and not joins):
            told.append(str(piece))
            if piece == "-":
                continue
            piece = Word(str(piece).lower())
        following = piece
        kept.append(piece)
    return kept[::-1]
