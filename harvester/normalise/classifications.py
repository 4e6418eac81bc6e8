"""Codes of a classification among the subjects: DDC, UDC, MSC, JEL, LCC and others.

A code is one where the value names its scheme, or where the shape is the scheme's own (MSC's
`35J60`, HAL's `[SDV.SA]`). `B12` may be a vitamin, and `620` anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.record import Coded

# Name as written -> name of the scheme.
_SCHEMES = {
    "acm": "ACM", "bbk": "BBK", "ddc": "DDC", "dewey": "DDC", "grnti": "GRNTI", "jel": "JEL",
    "lcc": "LCC", "msc": "MSC", "pacs": "PACS", "udc": "UDC", "ббк": "BBK", "грнти": "GRNTI",
    "удк": "UDC", "ams": "MSC", "udk": "UDC", "cdu": "UDC", "dk": "UDC",
}  # fmt: skip
# What a code of the scheme looks like.
_CODES = {
    "ACM": r"[A-K]\.[0-9m](?:\.[0-9m])?(?:\.[a-z])?",
    "BBK": r"[0-9А-Я][0-9А-Я.()/=+-]*(?:[а-яa-z0-9]+)?",
    "DDC": r"[0-9]{3}(?:\.[0-9]+)?",
    "GRNTI": r"[0-9]{2}(?:\.[0-9]{2}){0,2}",
    "JEL": r"[A-RYZ]\s?[0-9]{0,2}",
    "LCC": r"[A-Z]{1,3}(?:\s?[0-9]+(?:\.[0-9A-Z]+)*(?:-[A-Z]*[0-9]+(?:\.[0-9]+)?)?\+?)?",
    "MSC": r"[0-9]{2}(?:[A-Z-](?:[0-9]{2}|xx|XX)|-?(?:xx|XX))",
    "PACS": r"[0-9]{2}\.[0-9]{2}\.[0-9A-Za-z+-]{2}",
    "UDC": r"[0-9(=][0-9.:()/+\"'=*\-\[\]«»]*",
}
_NAMED = re.compile(
    rf"(?P<name>{'|'.join(_SCHEMES)})(?![a-zа-я])"
    r"(?:[\s_-]*(?:(?:19|20)[0-9]{2}(?![0-9.])|classifications?|class(?:es)?|codes?))*"
    r"\s*[:：#.]?\s*(?P<rest>\S.*)",
    re.I,
)
_POSSIBLE = re.compile(r"[\d:：#\[]")  # every code holds one of these
_URI = re.compile(
    r"(?:info:eu-repo/classification/(?P<name>[a-z]+)/|https?://(?:www\.)?dewey\.info/class/)"
    r"(?P<code>\S+?)/?",
    re.I,
)
_HAL = re.compile(r"\[(?P<code>[A-Z0-9]+(?:[.-][A-Z0-9]+)+|[A-Z]{3,5})\]\s*(?P<caption>.*)")
_MSC_BARE = re.compile(r"(?:[0-8][0-9]|9[0-7])[A-Z](?:[0-9]{2}|xx)")
_PRIMARY = re.compile(r"\s*\((?:primary|secondary)\)|\b(?:primary|secondary):?\s*", re.I)
# The ten main classes, as DataCite's repositories write them with their captions.
_DDC_MAIN = re.compile(
    r"(?P<code>[0-9]00) (?P<caption>(?:Computer science|Generalities|Philosophy|Religion|Social sc"
    r"|Language|Natural sc|Pure sc|Science|Technology|Applied sc|Arts|The arts|Literature|History"
    r"|Geography|Informatik|Allgemeines|Philosophie|Sozialwissenschaften|Sprache|Naturwissenschaft"
    r"|Technik|Künste|Literatur|Geschichte)\b.*)"
)
_LIST = re.compile(r"\s*[;,]\s*")
_SEPARATOR = re.compile(r"[;|,•\d:]|//")  # what no caption of a single code holds
_CAPTION = re.compile(r"\s*(?:[-–—:]|\s)\s*(?=\D)")


@dataclass(frozen=True, slots=True)
class Classified:
    """Codes, and the words that stood with them."""

    codes: tuple[Coded, ...]
    terms: tuple[str, ...] = ()


def read(term: str) -> Classified | None:
    """The codes in one term, or None where it holds none. `label` of a code is its notation."""
    if not _POSSIBLE.search(term):
        return None
    address = _URI.fullmatch(term)
    if address:
        name = (address["name"] or "ddc").lower()
        return Classified((_coded(term, _SCHEMES.get(name, name.upper()), address["code"]),))
    for pattern, scheme in ((_HAL, "HAL"), (_DDC_MAIN, "DDC")):
        found = pattern.fullmatch(term)
        if found:
            caption = found["caption"].strip()
            return Classified((_coded(term, scheme, found["code"]),), (caption,) if caption else ())
    found = _NAMED.fullmatch(term)
    return _named(term, _SCHEMES[found["name"].lower()], found["rest"]) if found else _bare(term)


def _bare(term: str) -> Classified | None:
    parts = _LIST.split(_PRIMARY.sub("", term))
    if all(map(_MSC_BARE.fullmatch, parts)):
        return Classified(tuple(_coded(term, "MSC", part) for part in parts))
    return None


def _named(term: str, scheme: str, rest: str) -> Classified | None:
    code = re.compile(_CODES[scheme])
    if code.fullmatch(rest):
        return Classified((_coded(term, scheme, rest),))
    parts = [part for part in _LIST.split(_PRIMARY.sub("", rest)) if part]
    if parts and all(map(code.fullmatch, parts)):
        return Classified(tuple(_coded(term, scheme, part) for part in parts))
    if scheme == "LCC" and term.lower().startswith("lcc:"):
        return Classified((), (rest,))  # DOAJ: class and caption, each a subject of its own
    head = code.match(rest)
    gap = _CAPTION.match(rest, head.end()) if head else None
    if head and gap and gap.end() > head.end() and not _SEPARATOR.search(rest, gap.end()):
        return Classified((_coded(term, scheme, head.group()),), (rest[gap.end() :],))
    return None


def _coded(raw: str, scheme: str, code: str) -> Coded:
    uri = f"http://dewey.info/class/{code}/" if scheme == "DDC" else None
    notation = code.replace(" ", "") if scheme == "JEL" else code
    return Coded(raw, uri, notation, scheme)
