"""What an address leads to, told by its shape: landing page, full text, supplement."""

from __future__ import annotations

import re

from index.record import LinkRole

_ADDRESS = re.compile(r"https?://\S+", re.I)

# OJS, OMP, OPS: /article/view/ID is the landing page, /view/ID/GALLEY the galley inside a page,
# /download/ID/GALLEY the file; the same as a query where the server gives no path.
_ID = r"[^/?#&]+"
_GALLEY = (
    rf"/(?:article|preprint)/(?:view|viewFile|download)/{_ID}(?:/version/{_ID})?/(?!version/){_ID}"
    rf"|/catalog/(?:view|download)/{_ID}/{_ID}"
    r"|[?&]op=(?:view|viewFile|download)\b.*[?&]path(?:\[\]|%5B%5D)=[^&]+&path(?:\[\]|%5B%5D)="
)
_PKP = re.compile(_GALLEY, re.I)
_OJS = re.compile(
    rf"/article/view/{_ID}|[?&]page=article&(?:amp;)?op=view\b|/index\.php/[^?#]+/article/", re.I
)

_SUPPLEMENT = re.compile(
    r"/downloadSuppFile/|/viewSuppFile/|[?&]op=downloadSuppFile\b"
    r"|viewcontent\.cgi\?(?:.*&)?type=additional\b"  # Digital Commons
    r"|/bitstream/.*\.\w{2,4}\.(?:jpe?g|png|txt)(?:[?#]|$)"  # DSpace: thumbnail, extracted text
    r"|/datastream/(?:TN|JPG|PREVIEW)\b"  # Islandora
    r"|/[0-9]+\.has\w+(?:Version|conversion)\b"  # EPrints: /1234/1.haspreviewThumbnailVersion/
    r"|(?:^|[/_.-])(?:article_covers?|covers?|thumb(?:nail)?s?|previews?)[/_.-]"
    # pgen.1004812.s006.pdf, ng.3237-S1.pdf, mmc1.pdf, 41586_MOESM1_ESM.pdf, supplement.pdf
    r"|[/._-](?:s[0-9]{1,3}|si|esm|mmc[0-9]+|moesm[0-9]+(?:_esm)?|supp(?:l|lement\w*)?[0-9]*)"
    r"\.\w{2,5}(?:[?#]|$)",
    re.I,
)
_TEXT = re.compile(
    r"/bitstream/\S+/\S+|/bitstreams?/[0-9a-f-]{36}/(?:download|content)"  # DSpace
    r"|viewcontent\.cgi\?|/viewcontent(?:[?#]|$)"  # Digital Commons
    r"|/(?:publication|record)/[0-9]+/files?/"  # Ghent, Zenodo
    r"|(?:hal|tel|archives-ouvertes)[^\s?#]*/(?:document|file/)"  # HAL
    r"|arxiv\.org/pdf/|/articles/PMC[0-9]+/pdf|cyberleninka\.ru/article/n/[^/]+/pdf"
    r"|[?&]script=sci_(?:arttext|pdf)\b"  # SciELO
    r"|/doi/e?pdf/|/_pdf(?:[/?#]|$)|/datastream/OBJ\b|/FULLTEXT[0-9]+\b"
    r"|\.(?:pdf|ps|djvu?|docx?|odt|rtf|epub|tex|txt)(?:\.gz)?(?:[?#]|$)",
    re.I,
)

# Each match of the two holds one of these: looking for words costs a fifth of the expressions.
_SUPPLEMENT_HINTS = (
    "supp", "type=additional", "/bitstream/", "/datastream/", ".has", "cover", "thumb", "preview",
    "esm", "mmc",
)  # fmt: skip
_NUMBERED = re.compile(r"s(?:i|[0-9]{1,3})\.")
_TEXT_HINTS = (
    "pdf", "bitstream", "viewcontent", "file", "document", "sci_", "/datastream/", "/fulltext",
    ".ps", ".djv", ".doc", ".odt", ".rtf", ".epub", ".tex", ".txt",
)  # fmt: skip
_MEDIA_TYPES = {
    "djvu": "image/vnd.djvu",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "ps": "application/postscript",
    "ram": "audio/x-pn-realaudio",
    "rtf": "application/rtf",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "txt": "text/plain",
    "wav": "audio/x-wav",
    "zip": "application/zip",
}
# A picture or a recording is the work itself where nothing calls it a cover or a supplement.
_OBJECTS = {"gif", "jpeg", "jpg", "mov", "mp3", "mp4", "png", "ram", "tif", "tiff", "wav"}


def is_address(text: str) -> bool:
    """Whether this is one web address."""
    return _ADDRESS.fullmatch(text) is not None


def is_ojs_page(address: str) -> bool:
    """Whether the address is a page of an article in Open Journal Systems."""
    return _OJS.search(address) is not None


def is_galley(address: str) -> bool:
    """Whether the address is a file that PKP's software gives with a work."""
    return bool(_PKP.search(address) or "/downloadSuppFile/" in address)


def role(address: str) -> LinkRole:
    """`fulltext` and `supplement` where the shape says so; all else is a landing page."""
    low = address.lower()
    if (_holds(low, _SUPPLEMENT_HINTS) or _NUMBERED.search(low)) and _SUPPLEMENT.search(address):
        return "supplement"
    if _PKP.search(address) or (_holds(low, _TEXT_HINTS) and _TEXT.search(address)):
        return "fulltext"
    return "fulltext" if _extension(address) in _OBJECTS else "landing"


def media_type(address: str) -> str | None:
    """What the file's name says of its kind."""
    return _MEDIA_TYPES.get(_extension(address))


def _extension(address: str) -> str:
    path = address.partition("?")[0].partition("#")[0]
    return path.rpartition(".")[2].lower()


def _holds(text: str, hints: tuple[str, ...]) -> bool:
    return any(map(text.__contains__, hints))
