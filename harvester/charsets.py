"""Bytes in the wrong encoding -> UTF-8, letters whole.

A page in one encoding is decoded as a whole. In a page that is UTF-8 but for some runs of bytes (a
harvested record in windows-1251 among others) only those runs are taken for another encoding, so
that nothing else changes.
"""

from __future__ import annotations

import codecs
import re

_DECLARATION = re.compile(rb"^\s*<\?xml\b[^>]*?\?>")
_ENCODING = re.compile(rb"""\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_CONTINUED = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_WORD = re.compile(rb"[\x80-\xffA-Za-z]+")


def as_utf8(body: bytes) -> bytes:
    """The body in UTF-8, declared as such; the same body where it cannot be mended so."""
    wide = _wide(body)
    if wide is not None:
        return _redeclared(wide)
    if _fits(body, _declared(body)):
        return body
    try:
        return _redeclared(body.decode("utf-8"))
    except UnicodeDecodeError:
        return _redeclared(_decoded(body))


def _wide(body: bytes) -> str | None:
    """UTF-16, by its mark or by the zeros beside `<`; None where it is none."""
    for mark, encoding in (
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
        (b"<\x00", "utf-16-le"),
        (b"\x00<", "utf-16-be"),
    ):
        if body.startswith(mark):
            try:
                return body.decode(encoding)
            except UnicodeDecodeError:
                return None
    return None


def _declared(body: bytes) -> str:
    head = _DECLARATION.match(body)
    found = _ENCODING.search(head[0]) if head else None
    return found[1].decode().lower() if found else "utf-8"


def _fits(body: bytes, encoding: str) -> bool:
    try:
        body.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _decoded(body: bytes) -> str:
    """As one single-byte encoding, or as UTF-8 with some runs of another."""
    if not _CONTINUED.search(body):
        return body.decode(single_byte(body), "replace")
    return body.decode("utf-8", _FOREIGN)


def _foreign(error: UnicodeError) -> tuple[str, int]:
    """The run of bytes at a fault of UTF-8 in its own encoding, and where UTF-8 goes on."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    word = _WORD.match(error.object, error.start)
    run = word[0] if word else error.object[error.start : error.start + 1]
    good = _CONTINUED.search(run, 1)
    run = run[: good.start()] if good else run
    return run.decode(single_byte(run), "replace"), error.start + len(run)


# As a handler of the codec, because decoding the rest anew at each fault takes quadratic time:
# a page of 2.6 MB with 80,000 letters of latin-1 took 100 seconds.
_FOREIGN = "harvester-foreign-run"
codecs.register_error(_FOREIGN, _foreign)


def single_byte(body: bytes) -> str:
    """windows-1251 or -1252: Cyrillic words are runs of high bytes, Latin ones hold single ones."""
    runs = [len(run) for run in _HIGH.findall(body)]
    return "windows-1251" if 2 * sum(n for n in runs if n > 1) > sum(runs) else "windows-1252"


def _redeclared(text: str) -> bytes:
    """As UTF-8 that says so: the declaration's own encoding is taken out."""
    body = text.removeprefix("\ufeff").encode("utf-8", "replace")
    head = _DECLARATION.match(body)
    return _ENCODING.sub(b'encoding="UTF-8"', head[0]) + body[head.end() :] if head else body
