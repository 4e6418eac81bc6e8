"""Documents, XML and other bytes as they lie in the tables: compressed with zstd."""

from __future__ import annotations

import threading

import msgspec
import zstandard

from index.errors import StoreDamaged
from index.record import Document

_encode = msgspec.json.Encoder().encode
_read_document = msgspec.json.Decoder(Document).decode
_read_abouts = msgspec.json.Decoder(tuple[bytes, ...]).decode


class _Zstd(threading.local):
    """One compressor and decompressor a thread: zstandard's are not safe to share."""

    def __init__(self) -> None:
        self.pack = zstandard.ZstdCompressor().compress
        self.unpack = zstandard.ZstdDecompressor().decompress


_zstd = _Zstd()


def pack(body: bytes) -> bytes:
    """Bytes, compressed."""
    return _zstd.pack(body)


def unpack(stored: bytes) -> bytes:
    """What `pack` was given. Raises `StoreDamaged`."""
    try:
        return _zstd.unpack(stored)
    except zstandard.ZstdError as error:
        raise _damaged(error) from error


def pack_document(document: Document) -> bytes:
    """A document as compressed JSON."""
    return pack(_encode(document))


def unpack_document(stored: bytes) -> Document:
    """What `pack_document` was given; fields that are newer than it get their defaults."""
    try:
        return _read_document(unpack(stored))
    except msgspec.DecodeError as error:
        raise _damaged(error) from error


def pack_abouts(about: tuple[bytes, ...]) -> bytes:
    """The `<about>` parts of a record, compressed."""
    return pack(_encode(about))


def unpack_abouts(stored: bytes | None) -> tuple[bytes, ...]:
    """What `pack_abouts` was given; none where nothing is stored."""
    try:
        return _read_abouts(unpack(stored)) if stored is not None else ()
    except msgspec.DecodeError as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> StoreDamaged:
    return StoreDamaged(
        f"the database holds a body that cannot be read: {error}",
        "Restore the database from a backup, or move it away and harvest again.",
    )
