"""The name of a record in somebody's bibliography: the same in every export. Pure."""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode

from anyascii import anyascii

from index.export.work import Work, names
from index.record import Key

_NO_KEY = re.compile(r"[^a-z0-9]+")


def citation_key(key: Key, held: Work) -> str:
    """`kistanov2023-` and ten letters or digits that are the record's own.

    Those are 50 bits of the key's SHA-256: among 10,000 records two are alike once in 20 million
    exports, and nothing has to be kept to tell them apart.
    """
    digest = hashlib.sha256("\0".join(key).encode("utf-8", "surrogatepass")).digest()
    own = b32encode(digest)[:10].decode().lower()
    family = names(held.creators[0])[0] if held.creators else ""
    name = _NO_KEY.sub("", anyascii(family[:40]).lower())[:20] or "anon"
    return f"{name}{held.date[0] if held.date else 'nd'}-{own}"
