"""A date as somebody wrote it -> EDTF level 1. One file a family of forms; `parse` asks each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvester.normalise.date_forms import east_asian, edtf, numeric, words
from harvester.normalise.date_forms.calendars import Calendar
from harvester.normalise.date_forms.parts import PLAUSIBLE, Reading, alone, point
from harvester.normalise.date_forms.word_tables import folded

# Values that say that there is no date; they are understood, and hold none.
_NO_DATE = frozenset({
    "undated", "unknown", "n.d", "nd", "nodate", "s.d", "sinedato", "s.a", "sineanno", "б.г",
    "б.д", "б/г", "бездаты", "безгода", "o.j", "o.d", "ohnejahr", "sansdate", "sinfecha",
    "semdata", "senzadata", "bezdaty", "bezroku", "tarihsiz", "无日期", "刊年不明", "none",
    "notdated", "dateunknown", "unspecified", "notavailable", "n/a", "unavailable", "-", "?",
})  # fmt: skip
_LABELS = {
    "issued": "issued", "published": "issued", "publication date": "issued", "created": "created",
    "updated": "modified", "modified": "modified", "available": "available",
    "submitted": "dateSubmitted", "accepted": "dateAccepted", "copyright": "dateCopyrighted",
    "publicado": "issued", "publié": "issued", "опубликовано": "issued",
}  # fmt: skip
_LABELLED = re.compile(rf"({'|'.join(_LABELS)}):?\s+(?=.*[0-9])(.+)", re.I)
_COPYRIGHT = re.compile(
    r"(?:©|℗|\(c\)|copyright|cop\.|[cp](?=[12][0-9]{3}))\s*(?:\(c\)|©)?\s*([12].*)", re.I
)
_BRACKETS = re.compile(r"\[([^\[\]]+)\]?(\?)?|([^\[\]]+)\]")
_CORRECTED = re.compile(r"[^\[]+\[(?:i\.\s?e\.|recte|т\.\s?е\.)[ ,]*([^\[\]]+)\]?", re.I)
_NOT_BEFORE = re.compile(r"(?:not before|не ранее|не раньше|nicht vor|no antes de)\s+", re.I)
_NOT_AFTER = re.compile(r"(?:not after|не позднее|не позже|nicht nach)\s+", re.I)
_STILL = re.compile(
    r"(.*[0-9].*?)\s*(?:[-–—]|\bto\b|\bпо\b)\s*(?:the\s+)?(?:present|today|now|ongoing|current"
    r"|heute|настоящее время|н\.\s?в\.?|présent|aujourd['’]hui|presente|(?:la\s+)?actualidad|oggi"
    r"|dziś|至今)",
    re.I,
)
# DCMI Period: `name=War; start=1939; end=1945; scheme=W3C-DTF;`.
_PERIOD = re.compile(r"(start|end)\s*=\s*([^;]*[^;\s])\s*(?:;|$)", re.I)
_HYPHENS = {0x2010: "-", 0x2011: "-", 0xFF0D: "-", **{0xFF10 + at: str(at) for at in range(10)}}
_ZERO = re.compile(r"0000(?:[-/. :0TZ]*)")
_LONE_YEAR = re.compile(r"(?<![\w/:.,=-])(1[4-9][0-9]{2}|20[0-9]{2})(?![\w/:=-])")
_LIST = re.compile(r"\s*;\s*|,\s+")
_YEAR = re.compile("[0-9]{4}")
_NO_WORDS = re.compile(r"https?:|[_=@<>{}|\\]")


def parse(text: str, calendar: Calendar, languages: Sequence[str]) -> Sequence[Reading]:
    """Readings of a folded text: one, several for a list, one without EDTF where there is none."""
    text = text if text.isascii() else text.translate(_HYPHENS)
    if "=" in text and (ends := dict(_PERIOD.findall(text.lower()))):
        text = f"{ends.get('start', '..')}/{ends.get('end', '..')}"
    machine = edtf.read_iso(text) if calendar == "gregorian" else None
    if machine:
        return (machine,)
    if labelled := _LABELLED.fullmatch(text):
        role = _LABELS[labelled[1].lower()]
        return [read._replace(role=role) for read in parse(labelled[2], calendar, languages)]
    if found := _COPYRIGHT.fullmatch(text):
        read = parse(found[1], calendar, languages)
        return [one._replace(role="dateCopyrighted") for one in read]
    return _human(text, calendar, languages)


def _human(text: str, calendar: Calendar, languages: Sequence[str]) -> Sequence[Reading]:
    if "".join(folded(text).split()).strip("[]().") in _NO_DATE:
        return (Reading(),)
    for form in _forms(text):
        read = _read(form, calendar, languages)
        if read:
            return read
    return (_left(text),)


def _forms(text: str) -> Sequence[str]:
    """The text; and without the brackets of a cataloguer, with `not before` as one word."""
    if corrected := _CORRECTED.fullmatch(text):
        return (corrected[1],)
    bare = _BRACKETS.fullmatch(text)
    inner = (bare[1] or bare[3]) + (bare[2] or "") if bare else text
    if inner.endswith(", not before"):
        inner = f"not before {inner.removesuffix(', not before')}"
    if still := _STILL.fullmatch(inner):
        inner = f"after {still[1]}"
    inner = _NOT_AFTER.sub("before ", _NOT_BEFORE.sub("after ", inner))
    return (text, inner) if inner != text else (text,)


def _read(text: str, calendar: Calendar, languages: Sequence[str]) -> Sequence[Reading]:
    if calendar == "gregorian" and (found := edtf.read_edtf(text)):
        return found
    plain = folded(text)
    one = None if _ZERO.fullmatch(plain) else numeric.read(plain, calendar)
    one = one or east_asian.read(text)
    if one:
        return (one,)
    return _listed(text, calendar, languages) or words.read(text, calendar, languages)


def _listed(text: str, calendar: Calendar, languages: Sequence[str]) -> Sequence[Reading]:
    """A reading for each of several dates with years of their own, empty for no such list."""
    pieces = [piece.strip() for piece in _LIST.split(text) if piece.strip()]
    if len(pieces) < 2 or not all(map(_YEAR.search, pieces)):
        return ()
    reads = [read for piece in pieces for read in parse(piece, calendar, languages)]
    return tuple(dict.fromkeys(reads)) if all(read.edtf and not read.flag for read in reads) else ()


def _left(text: str) -> Reading:
    """What no form reads: flagged, with the year where one stands alone among words."""
    if _ZERO.fullmatch(text):
        return Reading(flag="date-implausible")
    if _without_year(text):
        return Reading(flag="date-without-year")
    lone = set() if _NO_WORDS.search(text) or len(text) > 60 else set(_LONE_YEAR.findall(text))
    if len(lone) == 1 and int(year := lone.pop()) in PLAUSIBLE:
        return alone(point(int(year)))._replace(flag="date-partly-understood")
    return Reading(flag="date-not-understood")


def _without_year(text: str) -> bool:
    if re.fullmatch(r"\?{4}-(?:[0-9]{2}|\?\?)(?:-(?:[0-9]{2}|\?\?))?", text):
        return True
    return bool(words.read(f"{text.replace('????', '')} 2000", "gregorian", ())) and (
        not re.search("[0-9]{3}", text)
    )
