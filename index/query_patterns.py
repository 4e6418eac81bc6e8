"""Words with a pattern: `neuro*`, `organi?ation`, `word~2`. Pure.

Wildcards ask for two letters in front, because an engine looks through all words that begin so;
what asks for more (`*ology`) is taken as it stands.
"""

from __future__ import annotations

import re

from index.query_limits import LONG_FUZZY, MAX_STARS, MIN_FUZZY, MIN_PREFIX
from index.query_quotes import OPENING
from index.tree import Fuzzy, Node, Phrase, Prefix, Wildcard
from index.words import normal, words

_EDGES = f".,;:!…()[]{{}}<>（）{OPENING}"
_STARS = re.compile(r"[*＊]+")
_WILD = re.compile(r"[*?]")
_FUZZY = re.compile(r"([^~]+)~([0-9]?)")
_POSSIBLE = re.compile(r"\w[*＊?~]")
_JOINTS = re.compile(r"[-‐-―/]")


def parts(chunk: str) -> list[str]:
    """The pieces of a run of letters, of which each may be a pattern; none where none can be."""
    return _JOINTS.split(chunk) if _POSSIBLE.search(chunk) else []


def pattern(part: str, field: str | None) -> Node | None:
    """What a piece stands for, where it is a pattern."""
    core = part.strip(_EDGES)
    if "~" in core:
        return _fuzzy(core, field)
    # A question mark at the end asks: `What is life?`
    core = _STARS.sub("*", core.rstrip("?"))
    stem = core.removesuffix("*")
    if not _WILD.search(stem):
        return _prefix(stem, field) if stem != core else None
    return _wildcard(core, field)


def _prefix(stem: str, field: str | None) -> Node | None:
    token = _token(stem)
    return Prefix(token, field) if token and _letters(token) >= MIN_PREFIX else None


def _wildcard(core: str, field: str | None) -> Node | None:
    written = normal(core)
    fixed = _WILD.split(written)
    known = all(piece == "" or _token(piece) == piece for piece in fixed)
    few = written.count("*") <= MAX_STARS and len(words("".join(fixed))) == 1
    return Wildcard(written, field) if known and few and _letters(fixed[0]) >= MIN_PREFIX else None


def _fuzzy(core: str, field: str | None) -> Node | None:
    found = _FUZZY.fullmatch(core)
    token = _token(found[1]) if found else None
    if not found or not token or _letters(token) < MIN_FUZZY or any(map(str.isnumeric, token)):
        return None
    asked = int(found[2] or 1)
    most = 2 if len(token) >= LONG_FUZZY else 1
    return Fuzzy(token, field, min(asked, most)) if asked else Phrase((token,), field)


def _token(text: str) -> str | None:
    """The token that a text is; None where it is several, or a run without blanks."""
    found = words(text)
    return found[0][0] if len(found) == 1 and len(found[0]) == 1 else None


def _letters(token: str) -> int:
    return sum(map(str.isalnum, token))
