"""MathML -> one line of text: x², √s=13, a/b."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from harvester.normalise.scripts import lowered, raised

_PREFIX = re.compile(r"<(/?)[\w.-]+:")
_ATTRIBUTES = re.compile(r"""\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*')""")
_AMPERSAND = re.compile(r"&(?!#?\w+;)")
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
)


def to_text(math: str) -> str | None:
    """Read one `<math>` element, its prefix whatever it is; None where it is not well-formed."""
    plain = _AMPERSAND.sub("&amp;", _ATTRIBUTES.sub("", _PREFIX.sub(r"<\1", math)))
    try:
        return _line(etree.fromstring(plain, _PARSER))
    except (etree.XMLSyntaxError, RecursionError):
        return None


def _line(element: etree._Element) -> str:
    name = element.tag
    parts = [_line(child) for child in element]
    if not parts:
        return " " if name == "mspace" else " ".join((element.text or "").split())
    if name in ("msup", "mover") and len(parts) == 2:
        return parts[0] + (raised(parts[1], parts[0], "") if name == "msup" else parts[1])
    if name == "msub" and len(parts) == 2:
        return parts[0] + lowered(parts[1])
    if name == "msubsup" and len(parts) == 3:
        return parts[0] + lowered(parts[1]) + raised(parts[2], parts[0], "")
    return _composed(str(name), parts)


def _composed(name: str, parts: Sequence[str]) -> str:
    if name == "mfrac" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if name == "msqrt":
        return "√" + _grouped("".join(parts))
    if name == "mroot" and len(parts) == 2:
        return raised(parts[1], "", "") + "√" + _grouped(parts[0])
    if name == "mfenced":
        return f"({','.join(parts)})"
    # The annotation of a formula says the same again, in TeX.
    return parts[0] if name == "semantics" else "".join(parts)


def _grouped(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() else f"({text})"
