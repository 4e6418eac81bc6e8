"""Fragments as HTML, for every door that draws in it. Pure."""

from __future__ import annotations

import re
from html import escape

from index.highlight import Fragment

# What HTML has no way to say: control characters, lone surrogates, what Unicode will never use.
_UNSAYABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def as_html(fragment: Fragment) -> str:
    """The fragment as HTML: every text escaped (quotes too), what matched inside `<mark>`.

    It may stand in an element, or between the quotes of an attribute's value where nothing matched.
    """
    return "".join(_marked(text) if matched else _escaped(text) for text, matched in fragment)


def _marked(text: str) -> str:
    return f"<mark>{_escaped(text)}</mark>"


def _escaped(text: str) -> str:
    return escape(_UNSAYABLE.sub("\ufffd", text))
