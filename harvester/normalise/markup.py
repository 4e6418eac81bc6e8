"""HTML, JATS and MathML inside a text -> plain text with paragraphs; only where they are markup.

`p < 0.05 and q > 3`, `a<b`, `<Bundesrepublik>` and `LC_<50>` are no markup. What has the name of an
element is a tag when something closes it behind, when it has attributes, when it never holds
anything (`<br>`), or when it opens the text as a paragraph; so `the <title> element` stays.
"""

from __future__ import annotations

import re

from harvester.normalise import mathml
from harvester.normalise.scripts import lowered, raised

_VOID = {"br", "break", "hr", "wbr"}
_BLOCK_NAMES = (
    "p div br hr break sec section article title abstract ul ol li dl dt dd list list-item "
    "def-list tr h1 h2 h3 h4 h5 h6 blockquote disp-quote disp-formula center pre simplesect "
    "para"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_CELLS = {"td", "th"}
_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big bold cite code del em email emph emphasis ext-link fn font "
    "graphic html htm head body heading i img inline-formula inline-graphic inlineequation "
    "ins it italic kbd label link list-content mark meta monospace named-content nobr q roman "
    "overline underline scp alternatives s samp sans-serif sc small span strike strong "
    "styled-content table tbody tex-math tfoot "
    "thead tt u ulink underline uri var wbr xref maction math menclose merror mfenced mfrac "
    "mi mmultiscripts mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub "
    "msubsup msup mtable mtd mtext mtr munder munderover annotation semantics xml"
)
_INLINE = frozenset(_INLINE_NAMES.split())
_LOWERED = {"inf", "sub", "subscript"}
_SCRIPTS = _LOWERED | {"sup", "superscript"}
_PLAIN = _BLOCKS | _CELLS | _INLINE
NAMES = _PLAIN | _SCRIPTS

_TAG = re.compile(
    r"<(?P<end>/?)(?P<prefix>[a-z][a-z0-9]*:)?(?P<name>[a-z][a-z0-9-]*)"
    r"""(?P<attributes>(?:\s+[a-z_:][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'|[^\s"'<>=]+))*)"""
    r"\s*(?P<empty>/?)>",
    re.I,
)
_PREFIXES = {"jats:", "mml:", "m:", "html:", "xhtml:", "o:", "w:", "v:", "st1:"}
# Comments hold what Word says to itself: <!--[if gte mso 9]><xml>…</xml><![endif]-->.
_DROPPED = re.compile(
    r"<!\[CDATA\[|\]\]>|<!--.*?-->|<!\[(?:if|endif)[^>]*>|<!DOCTYPE[^>]*>"
    r"|<(?P<name>style|script)\b[^<>]*>.*?</(?P=name)\s*>"
    r"|<xml(?:\s[^<>]*)?>\s*<[wo]:.*?</xml\s*>",
    re.I | re.S,
)
_MATH = re.compile(r"<(?P<prefix>(?:\w+:)?)math\b[^<>]*>.*?</(?P=prefix)math\s*>", re.I | re.S)
_SCRIPT = re.compile(
    r"<(?P<name>(?:jats:)?(?:sub|sup|inf|subscript|superscript))(?:\s[^<>]*)?>"
    r"(?P<inner>(?:(?!</?(?:jats:)?(?:sub|sup|inf)).)*?)</(?P=name)\s*>",
    re.I | re.S,
)
_STRAY = re.compile(r"</(?:jats:)?(?:sub|sup|inf|subscript|superscript)\s*>", re.I)
WORD = "MicrosoftInternetExplorer4"
# What is left of Word's settings where the tags around them went.
_WORD = re.compile(
    r"(?:Normal\s+)?0(?:\s+[0-9]+)?(?:\s+(?:false|true)){2,}(?:\s+(?!Microsoft)[\w-]+){1,4}?"
    rf"\s+{WORD}\s*",
)


def to_text(text: str) -> str:
    """Take the markup out: paragraphs to blank lines, scripts to their letters."""
    if WORD in text:
        text = _WORD.sub("", text)
    if "<" not in text:
        return text
    text = _DROPPED.sub("", text)
    text = _MATH.sub(_math, text)
    return _without_scripts(_without_tags(text))


def _math(found: re.Match[str]) -> str:
    line = mathml.to_text(found.group())
    return found.group() if line is None else line


def _without_scripts(text: str) -> str:
    """Innermost first; a script that nothing closes stays, an end that nothing opens goes."""
    while True:
        once = _SCRIPT.sub(_script, text)
        if once == text:
            return _STRAY.sub("", text)
        text = once


def _script(found: re.Match[str]) -> str:
    name, inner = found["name"].lower().removeprefix("jats:"), found["inner"]
    if not inner.strip():
        return ""
    if name in _LOWERED:
        return lowered(inner)
    whole, start, end = found.string, found.start(), found.end()
    return raised(inner, whole[max(0, start - 1) : start], whole[end : end + 1])


def _without_tags(text: str) -> str:
    found = [tag for tag in _TAG.finditer(text) if _known(tag)]
    last = {_name(tag): tag.start() for tag in found if tag["end"]}
    pieces, at, opens = [], 0, True
    for tag in found:
        opens = opens and not text[at : tag.start()].strip()
        if _is_tag(tag, last, opens):
            pieces += [text[at : tag.start()], _instead(tag)]
            at = tag.end()
    return "".join(pieces) + text[at:]


def _known(tag: re.Match[str]) -> bool:
    if tag["prefix"]:
        return tag["prefix"].lower() in _PREFIXES and _name(tag) not in _SCRIPTS
    return _name(tag) in _PLAIN


def _name(tag: re.Match[str]) -> str:
    return str(tag["name"]).lower()


def _is_tag(tag: re.Match[str], last: dict[str, int], opens: bool) -> bool:
    name = _name(tag)
    if tag["end"] or tag["empty"] or tag["prefix"] or tag["attributes"] or name in _VOID:
        return True
    return last.get(name, -1) > tag.start() or (opens and name in ("p", "div"))


def _instead(tag: re.Match[str]) -> str:
    name = _name(tag)
    if name in _BLOCKS:
        return "\n\n"
    return " " if name in _CELLS else ""
