"""Addresses as they are typed: letters beyond ASCII in a request line, percent-encoded.

curl, and whoever writes a request by hand, sends `GET /records?q=физика` as UTF-8. RFC 9112 has no
place for such bytes and h11 takes none; servers that people know (nginx, Apache) take them.
"""

from __future__ import annotations

import re

_BEYOND = re.compile(rb"[\x80-\xff]")
_LINE, _BLANK = b"\n", b" "


def encoded(before: bytes, data: bytes) -> bytes:
    """Bytes of a request, those beyond ASCII in its target encoded, and no others touched.

    `before`: what came of the request until now. The target is what stands between the first two
    blanks of the first line, so that neither methods, versions and headers nor where a line or a
    message ends can become others.
    """
    if data.isascii() or _LINE in before:
        return data
    head, between, rest = data.partition(_LINE)
    first = before.count(_BLANK)
    parts = head.split(_BLANK)
    target = 1 - first  # which of the parts stands behind the first blank
    if 0 <= target < len(parts):
        parts[target] = _BEYOND.sub(_percent, parts[target])
    return _BLANK.join(parts) + between + rest


def _percent(found: re.Match[bytes]) -> bytes:
    return b"%%%02X" % found[0][0]
