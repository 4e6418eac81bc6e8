"""Namespaces that a server forgot or misspelt, mended in the bytes."""

from __future__ import annotations

import re

OAI = b"http://www.openarchives.org/OAI/2.0/"

_ROOT = re.compile(rb"<((?:\w+:)?OAI-PMH)\b([^<>]*)>")
_FIRST = re.compile(rb"<([A-Za-z_][\w.:-]*)[^<>]*>")
_OPEN = re.compile(rb"<(?![/?!])[^<>]*>")
_PREFIXES = re.compile(rb"(?:^<|\s)([A-Za-z_][\w.-]*):[A-Za-z_]")
_VALUES = re.compile(rb""""[^"]*"|'[^']*'""")

# Where the prefix has one meaning for everybody; another one gets a name that says so.
KNOWN = {
    b"oai_dc": b"http://www.openarchives.org/OAI/2.0/oai_dc/",
    b"dc": b"http://purl.org/dc/elements/1.1/",
    b"dcterms": b"http://purl.org/dc/terms/",
    b"xsi": b"http://www.w3.org/2001/XMLSchema-instance",
    b"xlink": b"http://www.w3.org/1999/xlink",
}


def https_namespace(body: bytes) -> bytes:
    """OAI-PMH's namespace is a name, not an address: it begins with http:."""
    wrong = OAI.replace(b"http:", b"https:")
    root = _ROOT.search(body)
    if root is None or wrong not in root[2]:
        return body
    return body.replace(wrong, OAI)


def missing_namespace(body: bytes) -> bytes:
    """An `<OAI-PMH>` without a default namespace gets the right one."""
    root = _ROOT.search(body)
    if root is None or b":" in root[1] or re.search(rb"\bxmlns\s*=", root[2]):
        return body
    return body[: root.end(1)] + b' xmlns="' + OAI + b'"' + body[root.end(1) :]


def declared(body: bytes) -> bytes:
    """Declare on the root every prefix that is used and declared nowhere in the document.

    A prefix that is declared somewhere stays as it is, wherever it is used.
    """
    root = _FIRST.search(body)
    if root is None:
        return body
    used: set[bytes] = set()
    for tag in _OPEN.findall(body):
        used.update(_PREFIXES.findall(_VALUES.sub(b"", tag)))
    known = set(re.findall(rb"\bxmlns:([A-Za-z_][\w.-]*)\s*=", body)) | {b"xml", b"xmlns"}
    added = b"".join(
        b' xmlns:%s="%s"' % (prefix, KNOWN.get(prefix, b"urn:undeclared-prefix:" + prefix))
        for prefix in sorted(used - known)
    )
    return body[: root.end(1)] + added + body[root.end(1) :]
