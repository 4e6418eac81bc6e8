"""Words and addresses of access rights -> COAR access rights."""

from __future__ import annotations

import re
from functools import cache

from harvester.normalise import coar
from harvester.normalise.tables import key, rows
from index.record import Coded

_DRESS = re.compile(
    r"info:eu-repo/semantics/|https?://purl\.org/(?:coar/access_right|eprint/accessRights"
    r"|info:eu-repo/semantics)/",
    re.I,
)
# What a statement says of the article itself, not of the journal or of other data.
_SAID = re.compile(r"\bthis is an open[- ]access\b|\bopen[- ]access article\b", re.I)
_PARTED = re.compile(r"\s*[;|]\s*|\s+[-–—/]\s+")
_MAX_WORDS = 80


def whole(raw: str) -> Coded | None:
    """The access right that the whole value is a term for."""
    if len(raw) > _MAX_WORDS:
        return None
    notation = _words().get(key(_DRESS.sub("", raw, count=1)))
    return coar.coded(raw, coar.ACCESS_URI, notation) if notation else None


def said(raw: str) -> Coded | None:
    """The access right that a sentence tells among other things."""
    if _SAID.search(raw):
        return coar.coded(raw, coar.ACCESS_URI, "c_abf2")
    pieces = _PARTED.split(raw) if len(raw) <= _MAX_WORDS else ()
    return next(filter(None, map(whole, pieces)), None) if len(pieces) > 1 else None


@cache
def _words() -> dict[str, str]:
    found = {key(word): code for code, words in rows("access") for word in words.split("|")}
    return found | {key(notation): notation for notation in coar.ACCESS}
