"""What library catalogues put before and behind a name: dates, titles, degrees, roles, suffixes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.name_words import DEGREES, HONORIFICS, SUFFIXES, bare, table

# `(1835-1921). Compositeur`, `(Joseph Buckner)`, `(director)`
_PARENTHESES = re.compile(r"\s*\([^()]*\)(?:\.\s+[^,]*)?")
_ROLE_BEFORE = re.compile(
    r"^(?:(?:re)?view(?:ed)?|photo(?:graph(?:ed)?)?|translated|edited|compiled|illustrated)"
    r"\s+by:?\s+|^by:?\s+",
    re.I,
)
# Life dates end a heading: `1886-`, `ca. 1883-1957`, `b. 1873.`, `--1842-1928`.
_DATES = re.compile(
    r"[\W_]*(?:(?:ca?|b|d|fl|born|died|active|approximately|approx|род|ум)\b[. ]*)*[\d?]{3,4}"
    r"[\d\s?./–—-]*(?:(?:ca?|or|active|d)\b[. ]*[\d?–-]+)*\.?",
    re.I,
)
_CENTURY = re.compile(r"(?:active )?\d\d?(?:st|nd|rd|th) cent(?:ury|\.).*", re.I)
_DOTS = re.compile(r"\W+")
_MARKS = re.compile(r"[\s*†‡§¶#]+$")
_LOWER_SUFFIXES = table("jr sr jnr мл")
_ROLES = table("ed eds tr del sc ill comp cur")
_NO_INITIALS = frozenset(
    ("phd", "ph.d", "csc", "drsc", "mph", "msc", "mba", "dphil")
)  # where `M.D.` can be two given names
_GLUED_INITIALS = re.compile(r"(?<=[^\W\d_]\.)(?=[^\W\d_]{3,}(?![.\w]))")
_GLUED_FAMILY = re.compile(r"(?<=[a-zа-яёіїєґ])(?=(?:[A-ZА-ЯЁІЇЄҐ][a-zа-я]?\.){1,3}$)")
_ACADEMY = re.compile(
    r"^(?:академик|акад\.|член-корр\w*\.?|чл\.-корр\.?)\s+(?:РАН|РАМН|РАО|НАН\w*)\s+", re.I
)
# `д-р техн. наук`, `кандидат экономических наук,`: a degree in words.
_SCIENCES = re.compile(
    r"\b(?:д-р|докт(?:ор)?|канд(?:идат)?|к|д)\.?\s*(?:[а-яёіїє-]+\.?\s*-?\s*){1,3}наук\b[\s,]*",
    re.I,
)
_ABBREVIATED = re.compile(r"\s(?:[^\W\d_]\.\s?)+$")
_LAST_DOT = re.compile(r"(?<=[^\W\d_]{3})\.$")


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A name without what stood around it, and the suffix (`Jr.`, `III`) as it was written."""

    text: str
    suffix: str | None = None


def trim(text: str) -> Trimmed:
    """The bare name of a heading: `Jones, Jr., Robert B., 1903-` -> `Jones, Robert B.` and `Jr.`"""
    if text.isalpha():
        return Trimmed(text)
    if "(" in text:
        text = _PARENTHESES.sub("", text)
    if " by" in text or " By" in text:
        text = _ROLE_BEFORE.sub("", text)
    if not text[-1:].isalnum():
        text = _MARKS.sub("", text)
    if "наук" in text or "кад" in text or "корр" in text:
        text = _ACADEMY.sub("", _SCIENCES.sub("", text))
    kept: list[str] = []
    suffix = None
    for part in filter(None, map(str.strip, text.split(","))):
        if not kept and _is_title(part):
            continue
        if kept and is_suffix(part):
            suffix = part
        elif not (kept and _is_aside(part, kept)):
            words, behind = _words(part)
            suffix = behind or suffix
            kept.append(words)
    return Trimmed(", ".join(filter(None, kept)), suffix)


def is_suffix(word: str) -> bool:
    """Whether a word tells generations apart: `Jr.`, `III`."""
    plain = bare(word)
    return plain in SUFFIXES and (plain in _LOWER_SUFFIXES or not word.islower())


def _is_title(part: str) -> bool:
    """Whether a part before the name is titles only: `к.э.н.`, `Prof. Dr.`, `доцент`."""
    words = [_DOTS.sub("", bare(word)) for word in part.split()]
    return all(len(word) > 1 and (word in HONORIFICS or word in DEGREES) for word in words) and (
        "." in part or part.islower()
    )


def _is_aside(part: str, before: list[str]) -> bool:
    """Whether a part behind those `before` it is no name: dates, a degree, a role."""
    if any(map(str.isdigit, part)):
        return bool(_DATES.fullmatch(part) or _CENTURY.fullmatch(part))
    degree = bare(part.replace(" ", ""))
    if degree in DEGREES and (
        len(before) > 1 or degree in _NO_INITIALS or _ABBREVIATED.search(before[-1])
    ):
        return True
    role = part.split()[0]
    return (
        role.islower() and not before[0].islower() and (len(role) > 3 or role.rstrip(".") in _ROLES)
    )


def _is_honorific(word: str) -> bool:
    """`Prof.`, `Dipl.-Ing.`"""
    plain = bare(word.replace(".", "")) if "-" in word else bare(word)
    return plain in HONORIFICS and len(word) > 1


def _words(part: str) -> tuple[str, str | None]:
    """A part without titles before and suffix and degrees behind."""
    if "." in part:
        part = _GLUED_FAMILY.sub(" ", _GLUED_INITIALS.sub(" ", part))
    words = part.split()
    while len(words) > 1 and _is_honorific(words[0]):
        del words[0]
    suffix, degree = None, False
    while len(words) > 1:
        if len(words) > 1 and is_suffix(words[-1]):
            suffix = words.pop()
        elif bare(words[-1]) in DEGREES and len(words) > 2 and len(_DOTS.sub("", words[-1])) > 2:
            words.pop()
            degree = True
        elif degree and bare(words[-1]) in DEGREES and len(words) > 2:
            words.pop()  # `Jane Doe MD PhD`
        else:
            break
    if words[-1].endswith("."):
        words[-1] = _LAST_DOT.sub("", words[-1])  # the dot that ends a heading
    return " ".join(words), suffix
