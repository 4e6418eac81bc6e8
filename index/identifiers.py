"""DOI, ISSN, ORCID and the rest, in every dress, brought to one normal form. Pure; never raises.

`recognise` claims only what is certain, because the query parser turns what it claims into an exact
question: a range of years is no ISSN, and six capitals are no EDN unless something says so. The
functions of one kind (`issn`, `edn`) take more, for callers who know what they hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

from stdnum import isbn as isbn_numbers
from stdnum.exceptions import ValidationError

from index.record import Identifier, Scheme

_LONGEST = 4096  # characters; nothing longer is an identifier, and trimming stays cheap
_DASHES = r"\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"

_RESOLVER = r"(?:https?://)?(?:dx\.|www\.)?doi\.org/"
_DOI_DRESS = re.compile(rf"(?:{_RESOLVER}|info:doi/|urn:doi:|doi(?:\s*[:=]\s*|\s+))+", re.I)
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\ufffd]+")
_DOI_ENCODED = re.compile(r"10\.[0-9.]+%2f", re.I)
_OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}

_ISSN = re.compile(
    r"(?P<label>(?:urn:)?(?P<kind>[ep]?-?issn(?:-?l)?)\s*:?\s*)?"
    rf"(?P<head>[0-9]{{4}})(?P<dash>\s?[{_DASHES}]\s?)?(?P<tail>[0-9]{{3}}[0-9x])"
    r"(?:\s*\((?P<medium>\w+)\))?\.?",
    re.I,
)
_ELECTRONIC = {"online", "electronic"}
_ISBN_LABEL = re.compile(r"(?:urn:)?isbn(?:-1[03])?\s*:?\s*", re.I)
_ISBN_LIKE = re.compile(rf"[0-9][0-9\s{_DASHES}]{{8,20}}[0-9Xx]")
_ISBN_GROUPS = re.compile(r"(?:97[89]-)?[0-9]{1,5}-[0-9]{1,7}-[0-9]{1,7}-[0-9Xx]")
_ISBN_13 = re.compile(r"97[89][0-9]{10}")

_ORCID_DRESS = (
    r"(?:orcid(?:\s*(?:id|number))?\s*[:=]?\s*)?(?:https?\s?:\s?//)?(?:www\.|sandbox\.)?"
    r"(?:orcid\.org/)*"
)
_ORCID = re.compile(rf"{_ORCID_DRESS}((?:[0-9]{{4}}[\s{_DASHES}]?){{3}}[0-9]{{3}}[0-9x])/?", re.I)
_ORCID_INSIDE = re.compile(
    rf"[(<\[]?\s*(?<!\w){_ORCID_DRESS}((?:[0-9]{{4}}[\s{_DASHES}]?){{3}}[0-9]{{3}}[0-9x])(?!\w)"
    r"/?\s*[)>\]]?",
    re.I,
)
_EDN = re.compile(r"(?P<dress>(?i:edn)\s*:?\s*|(?i:https?://(?:www\.)?elibrary\.ru/))?([A-Z]{6})/?")

_HANDLE = re.compile(
    r"(?:https?://hdl\.handle\.net/|hdl:(?://)?|info:hdl/)([0-9][0-9.]*/\S+)", re.I
)
_URN = re.compile(r"urn:([a-z0-9][a-z0-9-]{1,31}):(\S+)", re.I)
_ARXIV = re.compile(
    r"(?:arxiv\s*:\s*|https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/)"
    r"([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]+)?(?:\.pdf)?",
    re.I,
)
_PMID = re.compile(
    r"(?:pmid\s*:?\s*|info:pmid/|https?://pubmed\.ncbi\.nlm\.nih\.gov/"
    r"|https?://www\.ncbi\.nlm\.nih\.gov/pubmed/)([0-9]{1,9})/?",
    re.I,
)
_OAI = re.compile(r"oai:[^\s:]+:\S+")
_URL = re.compile(r"((?:https?|ftp)://[^\s/?#]+)(\S*)", re.I)

# OpenAIRE guidelines, "alternative identifier": another identifier of the same work.
_ALTERNATIVE = re.compile(r"info:eu-repo/semantics/altIdentifier/([^/\s]+)/(\S+)", re.I)
_LABELLED = {"arxiv", "eissn", "hdl", "isbn", "issn", "pissn", "pmid"}


def recognise(text: str) -> Identifier | None:
    """Tell what one identifier is, where that is certain.

    `text` is one identifier in any dress; blanks around it do not matter. The answer holds the
    normal form as `value` and `text` as `raw`. None for all else: prose, bare words and numbers.
    """
    bare = _undress_alternative(text.strip())
    for scheme, normal in _KINDS:
        value = normal(bare)
        if value is not None:
            return Identifier(scheme, value, text)
    return None


def doi(text: str) -> str | None:
    """Give the DOI of `text` in lower case without resolver or label, or None.

    Percent-encoding is undone, sentence marks at the end go, and closing brackets only where
    nothing opens them: `10.1016/0020-7519(75)90103-4` is a DOI.
    """
    if len(text) > _LONGEST:
        return None
    bare = text.strip().lstrip("(<[\"'")
    dress = _DOI_DRESS.match(bare)
    if dress:
        bare = bare[dress.end() :]
        if "doi.org/" in dress.group().lower():
            bare = unquote(re.split(r"[?#]", bare)[0])
    if _DOI_ENCODED.match(bare):
        bare = unquote(bare)
    bare = _trim(bare)
    return bare.lower() if _DOI.fullmatch(bare) else None


def issn(text: str) -> str | None:
    """Give the ISSN of `text` as NNNN-NNNC where its check digit (ISO 3297) is right, or None.

    Eight digits in a row count only behind a label (`ISSN 08695873`).
    """
    found = _ISSN.fullmatch(text.strip())
    if not found or not (found["dash"] or found["label"]):
        return None
    digits = (found["head"] + found["tail"]).upper()
    total = sum((8 - place) * _value(digit) for place, digit in enumerate(digits))
    return f"{digits[:4]}-{digits[4:]}" if total % 11 == 0 else None


def is_issn_like(text: str) -> bool:
    """Whether `text` is written as an ISSN, be its check digit right or wrong."""
    found = _ISSN.fullmatch(text.strip())
    return bool(found and (found["dash"] or found["label"]))


def is_electronic_issn(text: str) -> bool:
    """Whether the label of an ISSN says that it names the online edition."""
    found = _ISSN.fullmatch(text.strip())
    if not found:
        return False
    return (found["kind"] or "")[:1].lower() == "e" or (
        found["medium"] or ""
    ).lower() in _ELECTRONIC


def isbn(text: str) -> str | None:
    """Give the ISBN of `text` as 13 digits where it is one beyond doubt, or None.

    Ten digits in a row count only behind a label; check digits (ISO 2108) must be right.
    """
    bare = text.strip()
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


def orcid(text: str) -> str | None:
    """Give the ORCID of `text` as NNNN-NNNN-NNNN-NNNC where its check digit is right, or None.

    Any dash (journals.rcsi.science writes en dashes), blanks, none at all, or the address form.
    The check digit is that of ISO 7064, MOD 11-2.
    """
    found = _ORCID.fullmatch(text.strip())
    return _checked_orcid(found[1]) if found else None


def orcid_in(text: str) -> tuple[int, int, str | None] | None:
    """Find what is written as an ORCID inside `text`: start, end, and the ORCID.

    The place takes in a label, an address and brackets around it; the ORCID is None where its check
    digit is wrong. None where nothing looks like one.
    """
    found = _ORCID_INSIDE.search(text)
    return (*found.span(), _checked_orcid(found[1])) if found else None


def _checked_orcid(number: str) -> str | None:
    digits = re.sub(r"[^0-9X]", "", number.upper())
    total = 0
    for digit in digits:
        total = total * 2 + _value(digit)
    return "-".join(re.findall("....", digits)) if total % 11 == 1 else None


def edn(text: str) -> str | None:
    """Give the EDN of `text` (six capitals of eLIBRARY.RU), or None.

    Any word of six capitals looks like one: ask only where an EDN may stand, as beside a DOI.
    """
    found = _EDN.fullmatch(text.strip())
    return found[2] if found else None


def _undress_alternative(text: str) -> str:
    found = _ALTERNATIVE.fullmatch(text)
    if not found:
        return text
    scheme, value = found[1].lower(), found[2]
    return f"{scheme}:{value}" if scheme in _LABELLED and "://" not in value else value


def _trim(text: str) -> str:
    while text:
        last = text[-1]
        opening = _OPENING.get(last)
        unbalanced = opening is not None and text.count(opening) < text.count(last)
        if not unbalanced and last not in ".,;:'\"":
            break
        text = text[:-1]
    return text


def _value(digit: str) -> int:
    return 10 if digit == "X" else int(digit)


def _certain_issn(text: str) -> str | None:
    """An ISSN that cannot be meant as a range of years (`1995-2004`)."""
    number = issn(text)
    if number is None or not text[:1].isdigit():
        return number
    head, tail = number.split("-")
    years = tail.isdigit() and "1500" <= head <= tail <= "2100"
    return None if years else number


def _certain_eissn(text: str) -> str | None:
    return _certain_issn(text) if is_electronic_issn(text) else None


def _certain_edn(text: str) -> str | None:
    found = _EDN.fullmatch(text)
    return found[2] if found and found["dress"] else None


def _handle(text: str) -> str | None:
    found = _HANDLE.fullmatch(text)
    return unquote(found[1]) if found else None


def _urn(text: str) -> str | None:
    found = _URN.fullmatch(text)
    return f"urn:{found[1].lower()}:{found[2]}" if found else None


def _url(text: str) -> str | None:
    found = _URL.fullmatch(text)
    return found[1].lower() + found[2] if found else None


def _group(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    def normal(text: str) -> str | None:
        found = pattern.fullmatch(text)
        return found[1] if found else None

    return normal


def _whole(text: str) -> str | None:
    return text if _OAI.fullmatch(text) else None


# In this order: an address of a resolver is what it resolves, not an address.
_KINDS: tuple[tuple[Scheme, Callable[[str], str | None]], ...] = (
    ("doi", doi),
    ("handle", _handle),
    ("eissn", _certain_eissn),
    ("issn", _certain_issn),
    ("isbn", isbn),
    ("urn", _urn),
    ("arxiv", _group(_ARXIV)),
    ("pmid", _group(_PMID)),
    ("edn", _certain_edn),
    ("oai", _whole),
    ("url", _url),
)
