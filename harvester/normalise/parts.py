"""What is glued to a name in one value: ORCID, e-mail, affiliation, other names; taken apart.

Repositories write `Name ; https://orcid.org/…`, `Name; Affiliation`, `Name (University)`,
`Name <name@example.org>`, `Name; Name; Name`, `Name and Name`. Each is told by what its parts are:
people, bodies or places; where they are neither, the value is left whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index import identifiers, names
from index.lookalikes import script
from index.name_order import is_initials
from index.name_words import table
from index.organisations import is_acronym, is_organisation

# Nothing is glued to a value that holds none of these: most are told by one look.
_GLUE = re.compile(
    r"[;；@&<(\[=/\d¹²³⁰-⁹\u3005-\u9fff]| (?:and|und|et|и|та|the|[-–—]) |,.*,|^[^\s,.]+[ .][^,]*,.",
    re.I,
)
_EMAIL = re.compile(
    r"[(<\[]?\s*(?:(?:e-?mail|mailto)\s*:?\s*)*[^\s@,;<>()\[\]]+@[^\s@,;<>()\[\]]+\.\w+\s*[)>\]]?",
    re.I,
)
_ET_AL = re.compile(
    r"[\s,]+(?:et\s+al|и\s+др(?:угие)?|и\s+соавт|та\s+ін|u\.\s?a|y\s+otros|e\s+outros)\.*$", re.I
)
_EMPTY = re.compile(r"[(<\[]\s*[)>\]]")
_LOOSE_END = " ,;；"
_LOOSE = " ,;；:/|-–—"
# `Name (Body)`, `Name [Body]`, `Name - Body`
_PARENTHESES = re.compile(r"\s*[(（\[]([^()（）\[\]]+)[)）\]]\s*$|\s+[-–—]\s+([^-–—]+)$")
# The number of a footnote or an affiliation, glued to a name.
_NUMBERED = re.compile(
    r"(?<=[^\W\d_]|\.)(?:[0-9]{1,2}(?:,[0-9]{1,2})*|[¹²³⁰-⁹]+(?:,[¹²³⁰-⁹]+)*)[*†]?(?=\s*(?:[,;]|$))"
)
_SEMICOLONS = re.compile(r"\s*[;；]\s*")
_AND = re.compile(r"\s+(?:and|und|et|&|и)\s+", re.I)
_BEHALF = re.compile(r"(?P<name>.+?),? (?:for|on behalf of) (?P<body>the .+)", re.I)
_COMMAS = re.compile(r"\s*,\s*")
_PARALLEL = re.compile(r"\s+[=/|]\s+")
_HAN_BEHIND = re.compile(
    r"(?P<name>[^\u2e80-\u9fff]*[A-Za-z\u00c0-\u024f\u1e00-\u1eff.)]),?\s+"
    r"(?P<han>[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"[\u3005-\u9fff\uf900-\ufaff·・ ]*)"
)
_PLACES = table(
    """россия москва украина київ киев беларусь минск казахстан russia moscow ukraine brazil
    brasil portugal españa spain mexico méxico argentina colombia chile peru perú cuba usa uk
    germany deutschland france italy italia poland polska turkey türkiye iran iraq india
    indonesia malaysia china japan korea taiwan vietnam thailand australia canada egypt
    nigeria kenya
    """
)


@dataclass(slots=True)
class Parts:
    """A value taken apart: one text for each name, and what stood beside the first of them."""

    names: list[str]
    orcid: str | None = None
    affiliation: str | None = None
    parallel: str | None = None  # the same name in other letters
    codes: list[str] = field(default_factory=list)  # of flags


def take_apart(text: str) -> Parts:
    """Take a folded value apart; `names` is empty where an ORCID or an e-mail stands alone."""
    parts = Parts([text])
    if _GLUE.search(text) is None:
        parts.names = [text.rstrip(_LOOSE_END)]
        return parts
    rest = _without_numbers(text, parts)
    text = rest if rest == text else rest.strip(_LOOSE)
    if " " in text:
        text, numbers = _NUMBERED.subn("", text)
        if numbers:
            parts.codes.append("name-footnote")
        if numbers > 1:  # each number ends a name
            text = text.replace(",", ";")
    text, left_out = _ET_AL.subn("", text)
    if left_out:
        parts.codes.append("name-et-al")
    text = " ".join(_EMPTY.sub(" ", text).split()).strip(_LOOSE_END)
    parts.names = [text] if text else []
    if text:
        _split(text, parts)
    return parts


def _without_numbers(text: str, parts: Parts) -> str:
    """The text without ORCID and e-mail, which go to `parts`."""
    place = identifiers.orcid_in(text)
    if place:
        start, end, parts.orcid = place
        if parts.orcid is None:
            parts.codes.append("orcid-check-digit")
        text = f"{text[:start]} {text[end:]}".strip()
    if "@" in text:
        text, found = _EMAIL.subn(" ", text)
        if found:
            parts.codes.append("name-email")
    return " ".join(text.split())


def _split(text: str, parts: Parts) -> None:
    """The first way that fits the text, if any does."""
    for way in (_parallel, _semicolons, _parentheses, _several, _behalf, _behind_comma):
        if way(text, parts):
            return


def _parallel(text: str, parts: Parts) -> bool:
    """`Yáng, Xiǎohóng 杨晓红`, `佳代, 西出 = Kayo Nishide`, `Иванов И.И. / Ivanov I.I.`"""
    found = _HAN_BEHIND.fullmatch(text)
    if found:
        parts.names, parts.parallel = [found["name"]], found["han"].strip()
        return True
    sides = _PARALLEL.split(text)
    if len(sides) != 2 or script(sides[0]) == script(sides[1]):
        return False
    if any(names.parse(side).kind != "person" for side in sides):
        return False
    parts.names, parts.parallel = [sides[0]], sides[1]
    return True


def _semicolons(text: str, parts: Parts) -> bool:
    """`Name; Name`, `Name; Affiliation`; nothing else that holds a semicolon is taken apart."""
    pieces = [piece for piece in _SEMICOLONS.split(text) if piece]
    if len(pieces) < 2:
        return False
    if not _is_person(pieces[0]):
        return True
    if all(_is_person(piece) and not _is_place(piece) for piece in pieces):
        _take_names(pieces, parts)
        return True
    behind = pieces[1:]
    # HAL writes `Unit (ACRONYM) ; Institution`, and no unit is a person.
    if "(" not in pieces[0] and all(_is_body(piece) for piece in behind):
        _take_affiliation(pieces[0], "; ".join(behind), parts)
    return True


def _parentheses(text: str, parts: Parts) -> bool:
    found = _PARENTHESES.search(text)
    body = (found[1] or found[2]) if found else ""
    if not found or not (is_organisation(body) or is_acronym(body)):
        return False
    if not _is_person(text[: found.start()]) or (found[2] and is_acronym(text)):
        return False
    _take_affiliation(text[: found.start()], body.strip(), parts)
    return True


def _several(text: str, parts: Parts) -> bool:
    """`Name and Name`; `G.G. Name, G.G. Name`; `Given Name, Given Name, Given Name`."""
    pieces = [piece.rstrip(",") for piece in _AND.split(text)]
    if len(pieces) > 1 and all(piece.count(",") == 1 and _is_person(piece) for piece in pieces):
        _take_names(pieces, parts)  # `Family, Given and Family, Given`
        return True
    if len(pieces) == 1:
        pieces = _COMMAS.split(text)
        enough = len(pieces) > 2 or _are_abbreviated(pieces)
    else:
        pieces = [piece for part in pieces for piece in _COMMAS.split(part)]
        enough = True
    if len(pieces) < 2 or not enough or is_organisation(text):
        return False
    if not all(" " in piece or "." in piece for piece in pieces) or not all(
        map(_is_person, pieces)
    ):
        return False
    _take_names(pieces, parts)
    return True


def _behalf(text: str, parts: Parts) -> bool:
    """`Name for the Such Collaboration`"""
    found = _BEHALF.fullmatch(text)
    if not found or not is_organisation(found["body"]) or not _is_person(found["name"]):
        return False
    _take_affiliation(found["name"], found["body"], parts)
    return True


def _behind_comma(text: str, parts: Parts) -> bool:
    """`G.G. Name, Institute, Town`; `Family, Given, Institute`."""
    head, _, tail = text.partition(",")
    if not _has_initials(head):
        second, _, rest = tail.partition(",")
        if not (_is_whole_name(head) and _is_employer(second)):  # `Given Family, Institute, Town`
            head, tail = f"{head},{second}", rest
    tail = tail.strip()
    if not tail or not (is_organisation(tail) or is_acronym(tail)) or not _is_person(head):
        return False
    _take_affiliation(head, tail, parts)
    return True


def _is_whole_name(head: str) -> bool:
    """`Given Family`, and no word of it that can be a body's: `Missouri Botanical Garden`."""
    return " " in head and not is_organisation(f"{head} {head}") and _is_person(head)


def _is_employer(body: str) -> bool:
    """`Bernard R. Hubbard, S.J. Alaskan Photograph Collection` is no place to work at."""
    return is_organisation(body) and "collection" not in body.casefold()


def _are_abbreviated(pieces: Sequence[str]) -> bool:
    """`G.G. Name, G.G. Name` or `Name G.G., Name G.G.`: `B. Romo, Adolfo I.` may be one person."""
    ends = {(is_initials(words[0]), is_initials(words[-1])) for words in map(_spaced, pieces)}
    return all(map(_has_initials, pieces)) and len(ends) == 1


def _spaced(piece: str) -> list[str]:
    return piece.replace(".", ". ").split()


def _has_initials(piece: str) -> bool:
    words = _spaced(piece)
    return len(words) > 1 and (is_initials(words[0]) or is_initials(words[-1]))


def _is_person(piece: str) -> bool:
    return names.parse(piece).family is not None


def _is_place(piece: str) -> bool:
    return any(word.strip(".,()").casefold() in _PLACES for word in piece.split())


def _is_body(piece: str) -> bool:
    """A body, a place, or one word (`IBICT`, `Unb`), which is no person's name."""
    return is_organisation(piece) or " " not in piece or _is_place(piece)


def _take_names(pieces: Sequence[str], parts: Parts) -> None:
    parts.names = list(pieces)
    parts.codes.append("name-several")


def _take_affiliation(name: str, affiliation: str, parts: Parts) -> None:
    parts.names, parts.affiliation = [name.strip(_LOOSE)], affiliation
    parts.codes.append("name-affiliation")
