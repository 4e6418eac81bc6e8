"""Pickles of an index, read without giving them a say: numbers, bytes, tuples, arrays.

A pickle can call any function that it names. Those of a W3 index need two: the one that protocol 2
makes bytes with, and the one that makes arrays.
"""

from __future__ import annotations

import array
import codecs
import io
import pickle
from typing import Any, ClassVar

from index.engines.whoosh.w3.reading.errors import Damaged

_RECONSTRUCT = array._array_reconstructor  # type: ignore[attr-defined]
_KNOWN: dict[tuple[str, str], Any] = {
    ("_codecs", "encode"): codecs.encode,
    ("array", "array"): array.array,
    ("array", "_array_reconstructor"): _RECONSTRUCT,
}


OMITTED = "bytes that were not made"


def _nothing(*_: str) -> str:
    """Stands for `encode` where the bytes are not wanted: making them is half of the work."""
    return OMITTED


class _Plain(pickle.Unpickler):
    known: ClassVar = _KNOWN

    def find_class(self, module: str, name: str) -> Any:
        try:
            return self.known[module, name]
        except KeyError:
            raise Damaged(f"a pickle that asks for {module}.{name}") from None


class _WithoutBytes(_Plain):
    known: ClassVar = {**_KNOWN, ("_codecs", "encode"): _nothing}


def plain(data: bytes | memoryview) -> Any:
    """The object that is pickled at the start of these bytes."""
    return _Plain(io.BytesIO(data)).load()


def without_bytes(data: bytes) -> Any:
    """The same, with `OMITTED` in the place of bytes that were pickled by protocol 2."""
    return _WithoutBytes(io.BytesIO(data)).load()


def next_plain(file: io.BytesIO) -> Any:
    """The object that is pickled here; the file stands behind it afterwards."""
    return _Plain(file).load()
