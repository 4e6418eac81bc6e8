"""Reads a query from left to right, a piece at a time. Pure; never raises."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.query_identifiers import identified, is_doubtful, labelled, may_be
from index.query_leaves import Scope, keyword_leaf, literal, near, phrase
from index.query_limits import MAX_PATTERNS, TITLE_WORDS
from index.query_patterns import parts, pattern
from index.query_quotes import Quotes
from index.query_signs import Piece, Sign
from index.tree import ALIASES, KEYWORD_FIELDS, TEXT_FIELDS, Node, Word, all_of, any_of

_BLANK = re.compile(r"[\s+]*")  # a plus asks for what is asked for anyway
_CHUNK = re.compile(r"\S+")
_BRACKET = re.compile("[()（）]")
_OPERATOR = re.compile(r"(OR|AND|NOT)(?=[\s()（）\"“„«]|$)")
_SYNTAX = re.compile('["“”„«»＂(（]')  # whoever writes these may mean operators too
_WORDS = re.compile(r"\w+")
_NAMES = "|".join((*TEXT_FIELDS, *KEYWORD_FIELDS, *ALIASES))
_FIELD = re.compile(rf"(exact[:：])?(?:({_NAMES})[:：](exact[:：])?)?(?=\S)", re.I)
_SPACED = re.compile(rf"({_NAMES})[:：] (?!(?:OR|AND|NOT) )(?=[^-()（）])", re.I)
_DOUBLED = re.compile(r'"((?:[^"]|"")*)"')
_NEAR = re.compile(r"~(\d{1,4})(>?)(?!\w)", re.ASCII)
_QUOTE = '"“”„«»＂'  # those that are nothing else
# What looks like syntax, of ours or of others, where it was not read as such.
_LIKE_SYNTAX = re.compile(
    rf"\w[*＊^~]|[*~]\w|&&|\|\||^/.+/$|^-\d|^(?:exact|{_NAMES})[:：]|^[^\W\d_]\w*:[^\s/]"
    rf"|[{_QUOTE}]",
    re.I,
)


class Reader:
    """Reads a text from left to right. `prose`: it is a title, in which numbers may be numbers."""

    def __init__(self, text: str, *, prose: bool = False) -> None:
        self.told: list[str] = []
        self.doubtful = False
        self._text, self._prose = text, prose
        self._at = 0
        self._scopes = [Scope()]
        self._quotes = Quotes(text)
        self._patterns = 0
        self._shouted = _is_shouted(text)

    def pieces(self) -> Iterator[Piece]:
        while self._skip_blank() < len(self._text):
            piece = self._sign() or self._leaf()
            if piece is not None:
                yield piece

    def _skip_blank(self) -> int:
        blank = _BLANK.match(self._text, self._at)
        self._at = blank.end() if blank else self._at
        return self._at

    def _sign(self) -> Sign | None:
        char = self._text[self._at]
        if char in "(（":
            return self._open(self._scopes[-1], self._at)
        if char in ")）":
            self._at += 1
            if len(self._scopes) > 1:
                self._scopes.pop()
            return ")"
        if char == "-" and self._denies():
            self._at += 1
            return "-"
        return self._operator()

    def _open(self, scope: Scope, at: int) -> Sign:
        self._scopes.append(scope)
        self._at = at + 1
        return "("

    def _operator(self) -> Sign | None:
        found = _OPERATOR.match(self._text, self._at)
        if not found:
            return None
        if self._shouted:
            self.told.append(found[1])
            return None
        self._at = found.end()
        return "OR" if found[1] == "OR" else "AND" if found[1] == "AND" else "NOT"

    def _denies(self) -> bool:
        """Whether a dash means "without": `-80 °C` and `(R)-limonene` do not."""
        before, behind = self._text[: self._at][-1:], self._text[self._at + 1 :][:1]
        if (before and not (before.isspace() or before in "(（+")) or behind in ("", "-", " "):
            return False
        chunk = self._chunk(self._at + 1) if behind.isdigit() else ""
        return not behind.isdigit() or identified(chunk) is not None

    def _leaf(self) -> Piece | None:
        at, scope = self._at, self._scopes[-1]
        for read in (self._quoted, self._fielded, self._identifier, self._spaced):
            found = read(at, scope)
            if found:
                piece, self._at = found
                return piece
        chunk = self._chunk(at)
        self._at = at + max(len(chunk), 1)
        return self._words(chunk, scope)

    def _quoted(self, at: int, scope: Scope) -> tuple[Node | None, int] | None:
        end = self._quotes.end(at)
        if end is None:
            return None
        inside, end = self._text[at + 1 : end], end + 1
        if scope.is_keyword:
            return keyword_leaf(scope, inside, quoted=True), end
        known = identified(inside) if scope.field is None else None
        if known:
            return known, end
        self._tell(inside)
        slop = _NEAR.match(self._text, end)
        if slop:
            return near(inside, scope, int(slop[1]), bool(slop[2])), slop.end()
        return phrase(inside, scope), end

    def _fielded(self, at: int, scope: Scope) -> tuple[Piece, int] | None:
        """What stands in a known field; None where the value makes no sense there."""
        found = _FIELD.match(self._text, at)
        if not found or found.end() == at:
            return None
        inner, end = scope.inside(found[2], exact=bool(found[1] or found[3])), found.end()
        if self._text[end] in "(（":
            return self._open(inner, end), end + 1
        return self._valued(end, inner)

    def _spaced(self, at: int, scope: Scope) -> tuple[Piece, int] | None:
        """`title: light` as people type it, and as a title may hold it: looked for as both."""
        found = _SPACED.match(self._text, at)
        if not found or scope != Scope():
            return None
        asked = self._valued(found.end(), scope.inside(found[1], exact=False))
        plain = self._valued(found.end(), scope)
        if not asked or not plain:
            return None
        return any_of([asked[0], all_of([Word(found[1].lower()), plain[0]])]), asked[1]

    def _valued(self, at: int, scope: Scope) -> tuple[Node, int] | None:
        """A value in quotes or without a blank, and where it ends."""
        doubled = _DOUBLED.match(self._text, at) if scope.is_keyword else None
        if doubled:
            leaf = keyword_leaf(scope, doubled[1].replace('""', '"'), quoted=True)
            return (leaf, doubled.end()) if leaf else None
        known = self._quoted(at, scope) or self._identifier(at, scope)
        chunk = self._chunk(at)
        node, end = known or (self._value(chunk, scope), at + len(chunk))
        return (node, end) if node else None

    def _identifier(self, at: int, scope: Scope) -> tuple[Node, int] | None:
        if scope.field is not None:
            return None
        chunk = self._chunk(at)
        known = identified(chunk)
        if not known:
            return labelled(self._text, at)
        end = at + len(chunk)
        if not is_doubtful(known):
            return known, end
        self.doubtful = True
        return (_either(known, literal(chunk, Scope())) if self._prose else known), end

    def _value(self, chunk: str, scope: Scope) -> Node | None:
        if not scope.is_keyword:
            return self._patterned(chunk, scope)
        if chunk[1:].endswith(("*", "~")):
            self.told.append(chunk)
        return keyword_leaf(scope, chunk)

    def _words(self, chunk: str, scope: Scope) -> Node | None:
        """A chunk that is nothing else; in the brackets of a field of values a value, if it can."""
        value = self._value(chunk, scope)
        if value or not scope.is_keyword:
            return value
        self.told.append(chunk)
        return literal(chunk, Scope())

    def _patterned(self, chunk: str, scope: Scope) -> Node | None:
        """The words of a chunk, and its patterns."""
        nodes = [self._pattern(part, scope) for part in parts(chunk)]
        if any(nodes):
            pairs = zip(parts(chunk), nodes, strict=True)
            found = [node or literal(part, scope) for part, node in pairs]
            return all_of(node for node in found if node)
        self._tell(chunk)
        words = literal(chunk, scope)
        alone = chunk == self._text.strip()
        known = may_be(chunk, alone=alone) if scope == Scope() else None
        return _either(known, words) if known else words

    def _pattern(self, part: str, scope: Scope) -> Node | None:
        found = pattern(part, scope.field) if self._patterns < MAX_PATTERNS else None
        self._patterns += bool(found)
        return found

    def _tell(self, text: str) -> None:
        found = _LIKE_SYNTAX.search(text)
        if found:
            self.told.append(text)

    def _chunk(self, at: int) -> str:
        """The letters up to the next blank, without the brackets that close an outer group."""
        found = _CHUNK.match(self._text, at)
        chunk = found.group() if found else ""
        if len(self._scopes) > 1:
            return chunk[: _closing(chunk)]
        bare = chunk.rstrip(")）")
        return chunk if _closing(chunk) == len(chunk) else bare


def _closing(chunk: str) -> int:
    """The place of the first bracket that closes what is not opened in the chunk, or its end."""
    depth = 0
    for found in _BRACKET.finditer(chunk):
        depth += 1 if found.group() in "(（" else -1
        if depth < 0:
            return found.start()
    return len(chunk)


def _either(known: Node, words: Node | None) -> Node:
    return any_of([known, words]) if words else known


def _is_shouted(text: str) -> bool:
    """Whether a text is a title in capitals, `EFFECT OF LIGHT OR DARK ON THE GROWTH OF PEAS`."""
    if text.upper() != text or _SYNTAX.search(text):
        return False
    found = _WORDS.findall(text)
    operators = sum(word in ("OR", "AND", "NOT") for word in found)
    return sum(map(str.isupper, found)) - operators >= TITLE_WORDS * max(1, operators)
