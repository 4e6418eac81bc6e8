"""Bytes -> Page: strictly, with lxml, without entities, DTD or network.

What cannot be read is a typed failure (`PayloadError`), never a part of a page: a forgiving parser
loses the records behind the fault, and the token with them, without a word (mloesch/sickle#45,
IQSS/dataverse#8306). A single record that lacks what a record must have goes to quarantine alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple, TypeVar

from lxml import etree

from harvester import errors
from harvester.bounds import BOUNDS, Bounds, check_records, check_tags
from harvester.headers import headers_of, identity_of, sets_of
from harvester.record_xml import Item, read_record, sort_items, text_of
from harvester.sniff import looks_like
from harvester.stages import Page
from index.errors import Error

OAI = "http://www.openarchives.org/OAI/2.0/"
VERBS = (
    "ListRecords",
    "GetRecord",
    "ListIdentifiers",
    "Identify",
    "ListSets",
    "ListMetadataFormats",
)

T = TypeVar("T")


def read_page(body: bytes, url: str, bounds: Bounds = BOUNDS) -> Page:
    """Read an OAI-PMH 2.0 response. `url` is for messages and for quarantine.

    Raises `BeyondLimits`, `EmptyBody`, `NotWellFormed`, `DeclaresDtd` or `NotOaiPmh`; an OAI-PMH
    `<error>` is no exception but `Page.error`.
    """
    check_tags(body, url, bounds)
    root = parse(body, url)
    if root.tag != f"{{{OAI}}}OAI-PMH":
        raise errors.NotOaiPmh(
            f"{url}: not an OAI-PMH 2.0 response but {looks_like(body)}",
            "check the url of the source: with ?verb=Identify an endpoint answers <OAI-PMH>",
        )
    return page_of(root, url, bounds)


def parse(body: bytes, url: str) -> etree._Element:
    """The root of a document that is well-formed and has no DOCTYPE; else a `PayloadError`."""
    if not body.strip():
        raise errors.EmptyBody(f"{url}: the answer is empty", "it is asked for again next time")
    try:
        root = etree.fromstring(body, _parser(huge=False))
    except etree.XMLSyntaxError as error:
        if not _is_limit(error, body):
            raise _broken(error, body, url) from error
        root = _parse_huge(body, url)
    except (ValueError, LookupError) as error:  # an encoding that Python or libxml2 does not know
        raise _broken(error, body, url) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs give no DocInfo
        raise _dtd(body, url)
    return root


def _parse_huge(body: bytes, url: str) -> etree._Element:
    try:
        return etree.fromstring(body, _parser(huge=True))
    except etree.XMLSyntaxError as error:
        raise _broken(error, body, url) from error


def _parser(*, huge: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=huge,
    )


def _is_limit(error: etree.XMLSyntaxError, body: bytes) -> bool:
    """Whether libxml2's limits (10 MB of text, depth 256) stopped us, and lifting them is safe.

    Without its limits libxml2 would expand an entity bomb in an attribute, so they are lifted only
    for UTF-8 (nothing hides in another encoding) without a DOCTYPE.
    """
    said = str(error).lower()
    return (
        ("huge" in said or "too long" in said or "excessive depth" in said)
        and b"<!DOCTYPE" not in body
        and _is_utf8(body)
    )


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _broken(error: Exception, body: bytes, url: str) -> errors.PayloadError:
    seen = looks_like(body)
    if seen.startswith(("a web page", "JSON", "plain text")):
        return errors.NotOaiPmh(
            f"{url}: not OAI-PMH but {seen}",
            "open the url in a browser; a login or maintenance page is for the server's operators",
        )
    if b"<!DOCTYPE" in body[:4096]:
        return _dtd(body, url)
    return errors.NotWellFormed(
        f"{url}: broken XML: {error}",
        "the bytes are in quarantine: harvester quarantine list; tell the server's operators",
    )


def _dtd(body: bytes, url: str) -> errors.PayloadError:
    seen = looks_like(body)
    if seen.startswith("a web page"):
        return errors.NotOaiPmh(f"{url}: not OAI-PMH but {seen}", "check the url of the source")
    return errors.DeclaresDtd(
        f"{url}: the XML declares a DOCTYPE, which is not read",
        "OAI-PMH has none; tell the server's operators",
    )


def is_answer(root: etree._Element) -> bool:
    """Whether this is an `<OAI-PMH>` with an answer or an error in it.

    In stored files records may stand straight below it (libris/swepub-redux cut theirs so).
    """
    return root.tag == f"{{{OAI}}}OAI-PMH" and any(
        etree.QName(child).localname in (*VERBS, "error")
        for child in root.iterchildren(tag=etree.Element)
    )


def page_of(root: etree._Element, url: str, bounds: Bounds = BOUNDS) -> Page:
    """The page that a parsed `<OAI-PMH>` (or a thing built like it) holds."""
    parts = {etree.QName(child).localname: child for child in root.iterchildren(tag=etree.Element)}
    verb = next((verb for verb in VERBS if verb in parts and len(parts[verb])), None)
    error = None if verb else _error(parts.get("error"), url)
    if verb is None and error is None:
        verb = next((verb for verb in VERBS if verb in parts), None)
        if verb is None:
            raise errors.NotOaiPmh(
                f"{url}: an OAI-PMH response without an answer in it",
                "neither a verb's element nor an <error> is there; tell the server's operators",
            )
    request = parts.get("request")
    listing = parts[verb] if verb else None
    token = _token(listing)
    records, tombstones, quarantined = sort_items(_items(verb, listing, url, bounds))
    return Page(
        verb=verb,
        records=records,
        tombstones=tombstones,
        quarantined=quarantined,
        token=token.value,
        token_expires=token.expires,
        cursor=token.cursor,
        complete_size=token.size,
        response_date=text_of(parts.get("responseDate")) or None,
        base_url=text_of(request) or None,
        prefix=request.get("metadataPrefix") if request is not None else None,
        granularity=identity_of(verb, listing, "granularity"),
        earliest=identity_of(verb, listing, "earliestDatestamp"),
        deleted_record=identity_of(verb, listing, "deletedRecord"),
        headers=headers_of(verb, listing),
        set_specs=sets_of(verb, listing),
        error=error,
    )


def _items(
    verb: str | None, listing: etree._Element | None, url: str, bounds: Bounds
) -> list[Item]:
    if listing is None or verb not in ("ListRecords", "GetRecord"):
        return []
    check_records(len(listing), url, bounds)
    return [
        read_record(element, url, bounds)
        for element in listing.iterchildren(tag=etree.Element)
        if etree.QName(element).localname == "record"
    ]


def _error(element: etree._Element | None, url: str) -> Error | None:
    if element is None:
        return None
    code = (element.get("code") or "").strip()
    said = text_of(element)
    kind = errors.OAI_ERRORS.get(code, errors.OaiError)
    return kind(
        f"{url}: the server says {code or 'error'}: {said or 'no explanation'}", _HINTS.get(kind)
    )


_HINTS: dict[type[errors.OaiError], str] = {
    errors.CannotDisseminateFormat: "set the source's prefix to one that the server lists: "
    "add ?verb=ListMetadataFormats to its url",
    errors.BadArgument: "the server does not take these dates, set or prefix: "
    "compare them with its Identify",
    errors.NoSetHierarchy: "remove sets from the source: the server has none",
    errors.BadResumptionToken: "the window is begun again at the next run",
}


class _Token(NamedTuple):
    value: str | None = None
    expires: datetime | None = None
    cursor: int | None = None
    size: int | None = None


def _token(listing: etree._Element | None) -> _Token:
    """The resumption token; an empty or blank one is the last page (mloesch/sickle#8, #25)."""
    if listing is None:
        return _Token()
    element = next(
        (
            child
            for child in listing.iterchildren(tag=etree.Element)
            if etree.QName(child).localname == "resumptionToken"
        ),
        None,
    )
    if element is None:
        return _Token()
    return _Token(
        text_of(element) or None,
        _attribute(element, "expirationDate", _moment),
        _attribute(element, "cursor", _count),
        _attribute(element, "completeListSize", _count),
    )


def _attribute(element: etree._Element, name: str, read: Callable[[str], T]) -> T | None:
    """A hint of the server, or None where it cannot be read: hints never stop a page."""
    try:
        return read(element.get(name) or "")
    except ValueError:
        return None


def _count(text: str) -> int:
    number = int(text)
    if not 0 <= number <= _MOST:
        raise ValueError(f"no count of records: {number}")
    return number


_MOST = 10**15  # more than any list holds, and less than a database's integers do


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
