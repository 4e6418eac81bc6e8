"""Text of a query -> its pieces: leaves of the tree, operators, brackets. Pure; never raises.

Identifiers are recognised before anything else; an operator or a bracket that cannot be meant as
one is a word or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

from index import identifiers
from index.fields import keyword
from index.tree import (
    ALIASES,
    KEYWORD_FIELDS,
    TEXT_FIELDS,
    Exact,
    Node,
    Phrase,
    Word,
    Years,
    all_of,
    any_of,
)
from index.words import words

# Bounds that keep the time of any query small.
MAX_LEAVES = 100  # of the tree, and words of a phrase
MAX_DEPTH = 20  # of brackets
_MAX_IDENTIFIER = 2_000  # letters

Sign = Literal["(", ")", "OR", "AND", "NOT"]
Piece: TypeAlias = Sign | Node

_SIGNS: dict[str, Sign] = {"OR": "OR", "AND": "AND", "NOT": "NOT"}
_BLANK = re.compile(r"\s*")
_CHUNK = re.compile(r"\S+")
_QUOTES = '"“”„‟«»＂'
_QUOTED = re.compile(f"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]")
_DOUBLED = re.compile(r'"((?:[^"]|"")*)"')
_FIELD = re.compile(rf"({'|'.join((*TEXT_FIELDS, *KEYWORD_FIELDS, *ALIASES))}):(?=\S)", re.I)


def pieces(text: str) -> list[Piece]:
    """The leaves, operators and brackets of a query: brackets balanced, operators with operands."""
    return _resolved(_balanced(_limited(_pieces(text))))


def _pieces(text: str) -> Iterator[Piece]:
    at = _blank(text, 0)
    while at < len(text):
        sign = _sign(text, at)
        piece, at = sign if sign else _leaf(text, at)
        if piece is not None:
            yield piece
        at = _blank(text, at)


def _blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _sign(text: str, at: int) -> tuple[Sign, int] | None:
    char = text[at]
    if char in "()":
        return ("(" if char == "(" else ")"), at + 1
    if char == "-" and re.match(r"[^\s-]", text[at + 1 : at + 2]):
        return "NOT", at + 1
    chunk = _chunk(text, at)
    return (_SIGNS[chunk], at + len(chunk)) if chunk in _SIGNS else None


def _leaf(text: str, at: int) -> tuple[Node | None, int]:
    quoted = _QUOTED.match(text, at)
    if quoted:
        inside = quoted.group(1)
        return identified(_solid(inside)) or _phrase(inside, None), quoted.end()
    chunk = _chunk(text, at)
    known = identified(chunk)
    if known:
        return known, at + len(chunk)
    field = _FIELD.match(text, at)
    if field:
        found = _field(field.group(1).lower(), text, field.end())
        if found:
            return found
    return _literal(chunk, None), at + max(len(chunk), 1)


def _chunk(text: str, at: int) -> str:
    """The letters up to the next blank, without the brackets that close an outer group."""
    found = _CHUNK.match(text, at)
    chunk = found.group() if found else ""
    closing = len(chunk) - len(chunk.rstrip(")"))
    excess = min(closing, max(0, chunk.count(")") - chunk.count("(")))
    return chunk[: len(chunk) - excess]


def _field(name: str, text: str, at: int) -> tuple[Node, int] | None:
    """The value of a known field, and where it ends; None where it makes no sense there."""
    field = ALIASES.get(name, name)
    quoted = (_QUOTED if field in TEXT_FIELDS else _DOUBLED).match(text, at)
    value = quoted.group(1) if quoted else _chunk(text, at)
    end = quoted.end() if quoted else at + len(value)
    if field in TEXT_FIELDS:
        node = _phrase(value, field) if quoted else _literal(value, field)
    else:
        node = _keyword(field, value.replace('""', '"') if quoted else value)
    return (node, end) if node else None


_YEAR = re.compile(r"\d{4}")
_YEARS = re.compile(r"(\d{4})?(?:\.\.|…|–|—)(\d{4})?|(>=|<=|>|<)(\d{4})")


def _keyword(field: str, value: str) -> Node | None:
    years = _YEARS.fullmatch(value) if field in ("year", "date") else None
    if years and any(years.groups()):
        return _years(*years.groups())
    if field == "year" and not _YEAR.fullmatch(value):
        return None
    normal = keyword(field, value)
    return Exact(field, normal) if normal else None


def _years(first: str | None, last: str | None, sign: str | None, year: str | None) -> Node:
    if sign is None or year is None:
        return Years(int(first) if first else None, int(last) if last else None)
    bound = int(year) + {">": 1, "<": -1}.get(sign, 0)
    return Years(bound, None) if sign.startswith(">") else Years(None, bound)


def identified(text: str) -> Node | None:
    """An identifier, where it is one beyond doubt and more than a bare number or word."""
    # A dash in front denies: "-issn:…" is no label of an ISSN.
    if text[:1] in ("", "-") or len(text) > _MAX_IDENTIFIER or words(text) == [(text.lower(),)]:
        return None
    person = identifiers.orcid(text)
    if person:
        return Exact("orcid", person)
    known = identifiers.recognise(text)
    if not known:
        return None
    field = {"doi": "doi", "issn": "issn", "eissn": "issn"}.get(known.scheme, "id")
    return Exact(field, keyword(field, known.value))


def _solid(text: str) -> str:
    return "" if re.search(r"\s", text) else text


def _phrase(text: str, field: str | None) -> Node | None:
    found = [token for word in words(text) for token in word]
    return Phrase(tuple(found[:MAX_LEAVES]), field) if found else None


def _literal(chunk: str, field: str | None) -> Node | None:
    """The words of a chunk; what is written without blanks only means something in its order."""
    found = [
        Phrase(word[:MAX_LEAVES], field) if len(word) > 1 else _word(word[0], field)
        for word in words(chunk)[:MAX_LEAVES]
    ]
    return all_of(found) if found else None


def _word(token: str, field: str | None) -> Node:
    """A word; a bare number that can be an identifier is looked for as both."""
    word = Word(token, field)
    known = identifiers.recognise(token) if field is None else None
    if not known:
        return word
    name = "issn" if known.scheme == "issn" else "id"
    return any_of([Exact(name, keyword(name, known.value)), word])


def _limited(pieces: Iterator[Piece]) -> Iterator[Piece]:
    leaves = 0
    for piece in pieces:
        leaves += 0 if isinstance(piece, str) else 1
        if leaves > MAX_LEAVES:
            return
        yield piece


def _balanced(pieces: Iterator[Piece]) -> list[Piece]:
    """Without brackets that hold nothing, have no partner or stand too deep."""
    kept: list[Piece | None] = []
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
    for place in opened:
        if place is not None:
            kept[place] = None
    return [piece for piece in kept if piece is not None]


def _close(kept: list[Piece | None], place: int | None) -> None:
    if place is None:
        return
    if place == len(kept) - 1:
        kept.pop()
    else:
        kept.append(")")


def _resolved(pieces: list[Piece]) -> list[Piece]:
    """Operators that have nothing to join or to negate become the words that they are."""
    kept: list[Piece] = []
    following: Piece | None = None  # read from the end: what follows is known
    for at in range(len(pieces) - 1, -1, -1):
        piece = pieces[at]
        before = pieces[at - 1] if at else None
        starts = following is not None and following not in (")", "OR", "AND")
        if piece == "NOT":
            following = piece if starts else _operator_as_word(piece)
        elif piece in ("OR", "AND"):
            joins = starts and before is not None and before not in ("(", "OR", "AND", "NOT")
            following = piece if joins else _operator_as_word(piece)
        else:
            following = piece
        kept.append(following)
    return kept[::-1]


def _operator_as_word(sign: Piece) -> Node:
    return Word(str(sign).lower())
