"""Named repairs for what servers get wrong in their bytes, each with its evidence.

A repair is tried only when strict reading failed, one after the other, the cheapest and surest
first (`ladder`). It gives the body as it should have been sent, or the same body where it does not
apply. It never changes what strict reading would have taken: text in a CDATA section stays as it
is, and so do the records beside a broken one. docs/quirks.md is made from `QUIRKS`.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html.entities import html5

import zstandard

from harvester.charsets import as_utf8
from harvester.namespaces import declared, https_namespace, missing_namespace

# A body with more faults of one kind than this is no page that somebody meant to send.
MOST_FAULTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Quirk:
    """A repair: its name (counted in the run), who sends such bytes, and what is done about it.

    `repair` takes the body and the most bytes that it may give (for what is compressed).
    """

    name: str
    meaning: str
    evidence: str
    repair: Callable[[bytes, int], bytes]


def compression(body: bytes, most: int) -> bytes:
    """Undo gzip, zlib or zstd that no header told of, by the first bytes."""
    try:
        if body.startswith(b"\x1f\x8b"):
            return _inflated(zlib.decompressobj(wbits=31), body, most)
        if body[:2] in (b"\x78\x01", b"\x78\x9c", b"\x78\xda"):
            return _inflated(zlib.decompressobj(), body, most)
        if body.startswith(b"\x28\xb5\x2f\xfd"):
            reader = zstandard.ZstdDecompressor().stream_reader(body, read_across_frames=True)
            return reader.read(most)
    except (zlib.error, gzip.BadGzipFile, zstandard.ZstdError, EOFError):
        return body
    return body


def _inflated(stream: zlib._Decompress, body: bytes, most: int) -> bytes:
    return stream.decompress(body, most)


_START = re.compile(rb"<\?xml\b|<(?:\w+:)?OAI-PMH\b")
_END = re.compile(rb"</(?:\w+:)?OAI-PMH\s*>")


def surrounding_text(body: bytes, _most: int) -> bytes:
    """Cut what stands before and behind the document: notices of PHP, blank lines, a second BOM."""
    start = _START.search(body)
    ends = list(_END.finditer(body))
    if start is None or not ends:
        return body
    if b"<!ENTITY" in body[: start.start()]:
        return body  # what its entities mean would be lost
    if start.start() == 0 and not body[ends[-1].end() :].strip():
        return body  # white space behind the document is no fault
    return body[start.start() : ends[-1].end()]


# C0 controls but TAB, LF and CR; U+FFFE and U+FFFF and lone surrogates as UTF-8 would write them.
_FORBIDDEN = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]+|\xef\xbf[\xbe\xbf]|\xed[\xa0-\xbf][\x80-\xbf]"
)
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9A-Fa-f]{1,8})|([0-9]{1,10}));")


def forbidden_characters(body: bytes, _most: int) -> bytes:
    """Take out characters that XML does not allow, and references to them."""
    clean = _changed(_FORBIDDEN, lambda found: b"", body, [(0, len(body))])
    return outside_cdata(_REFERENCE, _allowed, clean)


def _allowed(found: re.Match[bytes]) -> bytes:
    code = int(found[1], 16) if found[1] else int(found[2])
    fine = code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD
    return found[0] if fine or 0x10000 <= code <= 0x10FFFF else b""


_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})


def html_entities(body: bytes, _most: int) -> bytes:
    """Write HTML's named characters as numbers: `&nbsp;`, `&eacute;`, `&ndash;`."""
    return outside_cdata(_NAMED, _as_number, body)


def _as_number(found: re.Match[bytes]) -> bytes:
    letters = html5.get(found[1].decode() + ";")
    if found[1] in _XML_ENTITIES or letters is None:
        return found[0]
    return b"".join(b"&#%d;" % ord(letter) for letter in letters)


_BARE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});)")


def bare_ampersands(body: bytes, _most: int) -> bytes:
    """Escape `&` that begins no reference: `A & B`, `?a=1&b=2`, `&unknown;`."""
    return outside_cdata(_BARE, lambda found: b"&amp;", body)


_VERBATIM = {b"<![CDATA[": b"]]>", b"<!--": b"-->", b"<?": b"?>"}
_BEGIN = re.compile(rb"<!\[CDATA\[|<!--|<\?")


def outside_cdata(
    pattern: re.Pattern[bytes], change: Callable[[re.Match[bytes]], bytes], body: bytes
) -> bytes:
    """Replace in all that is not verbatim: CDATA, comments and instructions stay as they are."""
    return _changed(pattern, change, body, _plain(body))


def _plain(body: bytes) -> Iterator[tuple[int, int]]:
    """Where the body is not verbatim. A kind that does not end is looked for once only."""
    at, start = 0, 0
    endless: set[bytes] = set()
    while found := _BEGIN.search(body, at):
        at = found.end()
        end = -1 if found[0] in endless else body.find(_VERBATIM[found[0]], at)
        if end < 0:
            endless.add(found[0])
            continue
        yield start, found.start()
        at = start = end + len(_VERBATIM[found[0]])
    yield start, len(body)


def _changed(
    pattern: re.Pattern[bytes],
    change: Callable[[re.Match[bytes]], bytes],
    body: bytes,
    spans: Iterable[tuple[int, int]],
) -> bytes:
    """The body with what is found in the spans changed; as it is where that is too often.

    Not `re.sub`, which keeps a list of all pieces: 5 GB for a page of 64 MB of zeros.
    """
    made, copied, faults = bytearray(), 0, 0
    for start, end in spans:
        for found in pattern.finditer(body, start, end):
            faults += 1
            if faults > MOST_FAULTS:
                return body
            made += body[copied : found.start()]
            made += change(found)
            copied = found.end()
    return bytes(made + body[copied:]) if faults else body


QUIRKS: tuple[Quirk, ...] = (
    Quirk(
        "compression",
        "gzip, deflate or zstd without a Content-Encoding",
        "miku/metha meets it often enough to tell it by the first bytes",
        compression,
    ),
    Quirk(
        "surrounding-text",
        "PHP notices or blank lines around the document",
        "findsorguk/findsorguk#843; dpla/ingestion3 esdn.xml",
        surrounding_text,
    ),
    Quirk(
        "encoding",
        "bytes that are not in the encoding that the document declares",
        "windows-1251 and latin-1 under a declaration of UTF-8; UTF-16 without a mark",
        lambda body, _: as_utf8(body),
    ),
    Quirk(
        "namespace",
        "the OAI-PMH namespace with https:, or none at all",
        "mloesch/sickle#58: Sickle finds no record and no error",
        lambda body, _: missing_namespace(https_namespace(body)),
    ),
    Quirk(
        "forbidden-characters",
        "NUL, vertical tab, U+FFFE and the like, also as references",
        "DSpace#10721, SHARE#142, TreeBASE#193, DOAJ#586; NUL seen at journals.rcsi.science",
        forbidden_characters,
    ),
    Quirk(
        "html-entities",
        "HTML's names of characters, which XML does not know",
        "janeway#2828 (&ndash;); libris/swepub-redux (&ouml;)",
        html_entities,
    ),
    Quirk("bare-ampersand", "an & that begins no reference", "janeway#3125", bare_ampersands),
    Quirk(
        "undeclared-prefix",
        "a namespace prefix that nothing declares",
        "dpla/ingestion3 tn.xml (xlink), GeRDI (gco), easimonenko (xsi)",
        lambda body, _: declared(body),
    ),
)
