"""DOI, ISSN, ORCID and the rest, in every dress, brought to one normal form. Pure; never raises.

`recognise` claims only what is certain, because the query parser turns what it claims into an exact
question: a range of years is no ISSN, and six capitals are no EDN unless something says so. The
functions of one kind (`issn`, `edn`) take more, for callers who know what they hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from stdnum import isbn as isbn_numbers
from stdnum.exceptions import ValidationError

from index.dois import doi as doi
from index.issn_labels import ISSN_LABEL, ISSN_NOTE, ONLINE
from index.persistent import ark, arxiv, handle, oai, pmc, pmid, urn
from index.record import Identifier, Scheme

_DASHES = r"\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"

_ISSN = re.compile(
    rf"[(\[]?(?P<label>https?://portal\.issn\.org/resource/issn/|(?:urn:)?{ISSN_LABEL})?"
    rf"(?P<head>[0-9]{{4}})(?P<dash>\s?[{_DASHES}]{{1,2}}\s?)?\s?(?P<tail>[0-9]{{3}}[0-9x])"
    rf"(?P<note>{ISSN_NOTE}|\s*\(\w+\))?[)\]]?[.,;]?",
    re.I,
)
# Typed on other keyboards: digits of full width, a Cyrillic check letter.
_TYPED = {
    0x425: "X", 0x445: "x", 0xA0: " ",
    **{zero + at: str(at) for zero in (0xFF10, 0x660, 0x6F0) for at in range(10)},
}  # fmt: skip
_ISBN_LABEL = re.compile(
    r"(?:urn:)?(?:[ep]-?)?isbn(?:[-\s]?1[03])?\s*(?:\([^()]{1,30}\))?\s*[:：]?\s*(?=[0-9])", re.I
)
_ISBN_BINDING = re.compile(r"\s*\([^()]{1,30}\)$")  # `(print)`, `(pbk.)`
_ISBN_LIKE = re.compile(rf"[0-9][0-9\s{_DASHES}]{{8,20}}[0-9Xx]")
_ISBN_GROUPS = re.compile(
    rf"(?:97[89][{_DASHES}])?[0-9]{{1,5}}[{_DASHES}]"
    rf"(?:[0-9]{{1,7}}[{_DASHES}][0-9]{{1,7}}|[0-9]{{6,7}})[{_DASHES}][0-9Xx]"
)
_ISBN_13 = re.compile(r"97[89][0-9]{10}")

_ORCID_DRESS = (
    r"(?:(?:info|urn)\s?:\s?)?"
    rf"(?:orcid(?!\.org)[\s_-]*(?:i\s?d\b|number|no\b\.?|№)?\s*[:：=/{_DASHES}]?\s*)?"
    r"(?:(?:https?\s?:?\s?//?\s?)?(?:www\.|sandbox\.)?orcid\.org\s?/+\s?(?:my-orcid\?orcid=)?)*"
    r"(?:https?\s?:\s?//)?"
)
_ORCID_TAIL = r"/?(?:\?[\w=&-]*)?\.?"
# Blanks on both sides of a dash; a Cyrillic letter in place of the X.
_ORCID_NUMBER = rf"((?:[0-9]{{4}}\s?[{_DASHES}_.]?\s?){{3}}[0-9]{{3}}[0-9xх])"
_ORCID = re.compile(rf"{_ORCID_DRESS}{_ORCID_NUMBER}{_ORCID_TAIL}", re.I)
_ORCID_INSIDE = re.compile(
    rf"[(（<\[]?\s*(?<!\w){_ORCID_DRESS}{_ORCID_NUMBER}(?!\w){_ORCID_TAIL}\s*[)）>\]]?", re.I
)
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_ELIBRARY = r"(?:https?://(?:www\.)?elibrary\.ru/)"
_EDN = re.compile(rf"(?P<dress>(?i:edn\s*:?\s*{_ELIBRARY}?|{_ELIBRARY}))?(?P<number>[A-Z]{{6}})/?")
# Small letters are certain only behind a label: elibrary.ru/titles is a page of the site.
_EDN_SMALL = re.compile(rf"edn\s*(?::\s*{_ELIBRARY}?|{_ELIBRARY})([a-z]{{6}})/?", re.I)

_URL = re.compile(r"((?:https?|ftp)://[^\s/?#]+)(\S*)", re.I)

# OpenAIRE guidelines, "alternative identifier": another identifier of the same work.
_ALTERNATIVE = re.compile(r"info:eu-repo/semantics/altIdentifier/([^/\s]+)/(\S+)", re.I)
# Recognised only behind their label.
_LABELLED = {"arxiv", "eissn", "hdl", "isbn", "issn", "pissn", "pmid"}


# Cheap tests first: most values of dc:identifier are plain addresses or shelf marks.
_POSSIBLE = re.compile(
    rf"[:/]|[0-9０-９]\s?[{_DASHES}]|97[89][0-9]|www\.|doi|edn|isbn|issn|arxiv|orcid|pmid|pmc", re.I
)
_ADDRESS = re.compile(r"https?://\S+", re.I)
_MARKS = r"10\.[0-9]|ark:|arxiv|doi|elibrary|europepmc|hdl|issn|ncbi|urn"
_MARKED = re.compile(_MARKS, re.I)
_MARKED_SMALL = re.compile(_MARKS)  # of ASCII in small letters: six times as fast


def recognise(text: str) -> Identifier | None:
    """Tell what one identifier is, where that is certain.

    `text` is one identifier in any dress; blanks around it do not matter. The answer holds the
    normal form as `value` and `text` as `raw`. None for all else: prose, bare words and numbers.
    """
    if not _POSSIBLE.search(text):
        return None
    bare = _undress_alternative(text.strip())
    if _is_plain_address(bare):
        return Identifier("url", _url(bare) or bare, text)
    for scheme, normal in _KINDS:
        value = normal(bare)
        if value is not None:
            return Identifier(scheme, value, text)
    return None


def _is_plain_address(text: str) -> bool:
    if not _ADDRESS.fullmatch(text):
        return False
    marked = _MARKED_SMALL.search(text.lower()) if text.isascii() else _MARKED.search(text)
    return marked is None


def issn(text: str) -> str | None:
    """Give the ISSN of `text` as NNNN-NNNC where its check digit (ISO 3297) is right, or None.

    Eight digits in a row count only behind a label (`ISSN 08695873`).
    """
    found = _issn_match(text)
    if not found or not (found["dash"] or found["label"]):
        return None
    digits = (found["head"] + found["tail"]).upper()
    total = sum((8 - place) * _value(digit) for place, digit in enumerate(digits))
    return f"{digits[:4]}-{digits[4:]}" if total % 11 == 0 else None


def is_issn_like(text: str) -> bool:
    """Whether `text` is written as an ISSN, be its check digit right or wrong."""
    found = _issn_match(text)
    return bool(found and (found["dash"] or found["label"]))


def is_electronic_issn(text: str) -> bool:
    """Whether the label of an ISSN says that it names the online edition."""
    found = _issn_match(text)
    words = f"{found['label'] or ''} {found['note'] or ''}" if found else ""
    return "/" not in words and ONLINE.search(words) is not None


def _issn_match(text: str) -> re.Match[str] | None:
    plain = text if text.isascii() else text.translate(_TYPED | _UNSEEN)
    return _ISSN.fullmatch(plain.strip())


def isbn(text: str) -> str | None:
    """Give the ISBN of `text` as 13 digits where it is one beyond doubt, or None.

    Ten digits in a row count only behind a label; check digits (ISO 2108) must be right.
    """
    bare = _ISBN_BINDING.sub("", text.strip())
    label = _ISBN_LABEL.match(bare)
    number = bare[label.end() :] if label else bare
    sure = label or _ISBN_GROUPS.fullmatch(number) or _ISBN_13.fullmatch(number)
    if not sure or not _ISBN_LIKE.fullmatch(number):
        return None
    digits = re.sub(r"[^0-9Xx]", "", number)
    try:
        return str(isbn_numbers.validate(digits, convert=True))
    except ValidationError:
        return None


def is_isbn_like(text: str) -> bool:
    """Whether `text` is labelled as an ISBN with ten or thirteen digits, right or wrong."""
    bare = _ISBN_BINDING.sub("", text.strip())
    label = _ISBN_LABEL.match(bare)
    if not label or not _ISBN_LIKE.fullmatch(bare[label.end() :]):
        return False
    return len(re.sub(r"[^0-9Xx]", "", bare[label.end() :])) in (10, 13)


def orcid(text: str) -> str | None:
    """Give the ORCID of `text` as NNNN-NNNN-NNNN-NNNC where its check digit is right, or None.

    Any dash (journals.rcsi.science writes en dashes), blanks, none at all, or the address form.
    The check digit is that of ISO 7064, MOD 11-2.
    """
    plain = text if text.isascii() else text.translate(_TYPED | _UNSEEN)
    found = _ORCID.fullmatch(plain.strip(" \t\n()（）<>[].,;"))
    return _checked_orcid(found[1]) if found else None


def orcid_in(text: str) -> tuple[int, int, str | None] | None:
    """Find what is written as an ORCID inside `text`: start, end, and the ORCID.

    The place takes in a label, an address and brackets around it; the ORCID is None where its check
    digit is wrong. None where nothing looks like one.
    """
    found = _ORCID_INSIDE.search(text if text.isascii() else text.translate(_TYPED))
    return (*found.span(), _checked_orcid(found[1])) if found else None


def _checked_orcid(number: str) -> str | None:
    digits = re.sub(r"[^0-9X]", "", number.upper().replace("Х", "X"))
    total = 0
    for digit in digits:
        total = total * 2 + _value(digit)
    return "-".join(re.findall("....", digits)) if total % 11 == 1 else None


def edn(text: str) -> str | None:
    """Give the EDN of `text` (six capitals of eLIBRARY.RU), or None.

    Any word of six capitals looks like one: ask only where an EDN may stand, as beside a DOI.
    """
    bare = text.strip()
    found = _EDN.fullmatch(bare)
    return found["number"] if found else _small_edn(bare)


def _undress_alternative(text: str) -> str:
    found = _ALTERNATIVE.fullmatch(text)
    if not found:
        return text
    scheme, value = found[1].lower(), found[2]
    return f"{scheme}:{value}" if scheme in _LABELLED and "://" not in value else value


def _value(digit: str) -> int:
    return 10 if digit == "X" else int(digit)


def _certain_issn(text: str) -> str | None:
    """An ISSN that cannot be meant as a range of years (`1995-2004`)."""
    number = issn(text)
    if number is None or not text.lstrip("([")[:1].isdigit():
        return number
    head, tail = number.split("-")
    years = tail.isdigit() and "1500" <= head <= tail <= "2100"
    return None if years else number


def _certain_eissn(text: str) -> str | None:
    return _certain_issn(text) if is_electronic_issn(text) else None


def _certain_edn(text: str) -> str | None:
    found = _EDN.fullmatch(text)
    return found["number"] if found and found["dress"] else _small_edn(text)


def _small_edn(text: str) -> str | None:
    found = _EDN_SMALL.fullmatch(text)
    return found[1].upper() if found else None


def _url(text: str) -> str | None:
    """The address with its host in small letters, and without a port that says nothing."""
    found = _URL.fullmatch(text)
    if not found:
        return None
    host = found[1].lower()
    port = ":443" if host.startswith("https:") else ":80"
    return (host.removesuffix(port) if host.startswith("http") else host) + found[2]


# In this order: an address of a resolver is what it resolves, not an address.
_KINDS: tuple[tuple[Scheme, Callable[[str], str | None]], ...] = (
    ("doi", doi),
    ("handle", handle),
    ("ark", ark),
    ("eissn", _certain_eissn),
    ("issn", _certain_issn),
    ("isbn", isbn),
    ("urn", urn),
    ("arxiv", arxiv),
    ("pmid", pmid),
    ("pmc", pmc),
    ("edn", _certain_edn),
    ("oai", oai),
    ("url", _url),
)
