"""What bytes that should be OAI-PMH look like, in words for people. Never raises."""

from __future__ import annotations

import re

HEAD = 4096

_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_HTML = re.compile(r"<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")


def looks_like(body: bytes) -> str:
    """The first bytes in words: a web page with its title, JSON, XML, text, nothing."""
    head = body[:HEAD].decode("utf-8", "replace").lstrip("\ufeff").strip()
    if not head:
        return "nothing"
    if body.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd")):
        return "compressed bytes"
    if _HTML.search(head):
        title = _TITLE.search(head)
        name = " ".join(title[1].split())[:80] if title else ""
        return f"a web page titled “{name}”" if name else "a web page"
    if head[0] in "{[":
        return "JSON"
    if "<" not in head:
        return f"plain text: “{' '.join(head.split())[:80]}”"
    root = _ROOT.search(re.sub(r"<\?.*?\?>|<!--.*?-->", "", head, flags=re.DOTALL))
    return f"XML that begins with <{root[1]}>" if root else "something with < in it that is no XML"
