"""dc:identifier -> identifiers told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from urllib.parse import quote

from harvester.normalise.dublin_core import Value
from harvester.normalise.text import is_placeholder, strings
from index.dois import doi_inside
from index.identifiers import edn, is_isbn_like, is_issn_like, recognise
from index.record import Flag, Identifier

_PUBLISHED = {"doi", "url", "handle", "urn"}
_ADDRESS = re.compile(r"https?://", re.I)
_WWW = re.compile(r"www\.[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?", re.I)
# Addresses with a blank in the path (emandulo.apc.uct.ac.za): the path has to go on behind it.
_BLANK_INSIDE = re.compile(
    r"https?://[^\s/]+/\S*(?: [^\s:]+)*?(?: [^\s:/]*/\S+| [^\s:/]+\.\w{2,4})"
)
_SEPARATORS = (re.compile(r"\s*[;|]\s*"), re.compile(r",\s+|\s+/\s+"), re.compile(r"[\s,]+"))
_BARE_HANDLE = re.compile(r"[0-9]+(?:\.[0-9]+)*/\S+")
_HANDLE_IN_ADDRESS = re.compile(r"/handle/([0-9][0-9.]*/[^\s/?#]+)")
_ASKS_MORE = re.compile(r"https?://[^\s?]+\?\S+", re.I)
_YEARS = re.compile(r"(1[5-9]|20)[0-9]{2}-(1[5-9]|20)[0-9]{2}")


def read(values: Sequence[Value]) -> tuple[Identifier, ...]:
    """Every identifier once, in the order of the record; what is not certain is `local`.

    Six capitals beside a DOI or an address are an EDN, as journals.rcsi.science writes them; a bare
    handle is one where an address of the record holds it. A citation, as DSpace gives it, stays
    `local`, and the DOI inside is one more identifier.
    """
    raws = (raw for raw in strings(values) if not is_placeholder(raw))
    found = [identifier for raw in raws for identifier in told(raw)]
    if any(identifier.scheme == "local" for identifier in found):
        found = list(_by_company(found))
    return unique(found)


def flags(values: Sequence[Value], found: Sequence[Identifier]) -> Iterator[Flag]:
    """What looks wrong: words that stand for nothing, ISSNs and ISBNs with a wrong check digit."""
    for raw in strings(values):
        if is_placeholder(raw):
            yield Flag("placeholder", "identifier", raw)
    for identifier in found:
        if identifier.scheme != "local":
            continue
        if is_issn_like(identifier.raw) and not _YEARS.fullmatch(identifier.raw):
            yield Flag("issn-check-digit", "identifier", identifier.raw)
        elif is_isbn_like(identifier.raw):
            yield Flag("isbn-check-digit", "identifier", identifier.raw)


def unique(identifiers: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Each (scheme, value) once, the first spelling of it.

    The address of a handle that came before may ask its resolver for something else: a file of the
    work (`?urlappend=/picto.jpg`, sldr.org). It is kept as an address.
    """
    found: dict[tuple[str, str], Identifier] = {}
    for identifier in identifiers:
        first = found.setdefault((identifier.scheme, identifier.value), identifier)
        if identifier.scheme == "handle" and _asks_more(identifier.raw, first.raw):
            address = Identifier("url", identifier.raw, identifier.raw)
            found.setdefault(("url", address.value), address)
    return tuple(found.values())


def _asks_more(raw: str, first: str) -> bool:
    return raw != first and bool(_ASKS_MORE.fullmatch(raw))


def told(raw: str) -> tuple[Identifier, ...]:
    """The identifiers in one value; together they hold all of it."""
    known = recognise(raw) or _address(raw)
    if known is None:
        parts = _parts(raw)
        if parts:
            return parts
        known = Identifier("local", raw, raw)
    if known.scheme not in ("url", "local"):
        return (known,)
    inside = doi_inside(raw)
    return (known, Identifier("doi", inside, raw)) if inside else (known,)


def _address(raw: str) -> Identifier | None:
    """An address that only a field of identifiers makes certain: without http, with a blank."""
    if _WWW.fullmatch(raw):
        return Identifier("url", f"http://{raw}", raw)
    if " " in raw and len(_ADDRESS.findall(raw)) == 1 and _BLANK_INSIDE.fullmatch(raw):
        known = recognise(quote(raw, safe="%/:=&?~#+!$,;'@()*[]"))
        return Identifier(known.scheme, known.value, raw) if known else None
    return None


def _parts(raw: str) -> tuple[Identifier, ...]:
    """Several identifiers in one value, where each part is one."""
    for separator in _SEPARATORS:
        parts = [part for part in separator.split(raw) if part]
        if len(parts) > 1:
            sure = tuple(takewhile(bool, map(recognise, parts)))
            if len(sure) == len(parts):
                return tuple(filter(None, sure))
    return ()


def _by_company(found: Sequence[Identifier]) -> Iterator[Identifier]:
    """What the other identifiers of the record make certain."""
    published = any(identifier.scheme in _PUBLISHED for identifier in found)
    handles = {name for one in found for name in _HANDLE_IN_ADDRESS.findall(one.value)}
    handles |= {one.value for one in found if one.scheme == "handle"}
    for identifier in found:
        raw = identifier.raw
        number = edn(raw) if published and identifier.scheme == "local" else None
        if number:
            yield Identifier("edn", number, raw)
        elif identifier.scheme == "local" and raw in handles and _BARE_HANDLE.fullmatch(raw):
            yield Identifier("handle", raw, raw)
        else:
            yield identifier
