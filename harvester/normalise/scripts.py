"""Superscripts and subscripts as plain text: H₂O, 10¹⁴, Kᵢⱼ; TeX's `T_crit` where Unicode has none.

The search folds them back (NFKC), so `H2O` finds H₂O and `Tmax` finds Tₘₐₓ.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_SIGNS = {"+": "⁺₊", "-": "⁻₋", "–": "⁻₋", "−": "⁻₋", "=": "⁼₌", "(": "⁽₍", ")": "⁾₎"}
_RAISED: dict[int, int | str] = str.maketrans(
    "0123456789abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδφχ",
    "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᵠᵡ",
) | {ord(sign): forms[0] for sign, forms in _SIGNS.items()}
_LOWERED: dict[int, int | str] = str.maketrans(
    "0123456789aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"
) | {ord(sign): forms[1] for sign, forms in _SIGNS.items()}

_ORDINAL_ENDINGS = "st nd rd th e er ère re ème eme o a os as ers es й я е го ый ая ом"
_ORDINALS = frozenset(_ORDINAL_ENDINGS.split())
_NUMBER = re.compile(r"[0-9IVXLCDM]$")
_NOTES = re.compile(r"[0-9]+(?:\s*[,;–-]\s*[0-9]+)+")
_WORDLESS = re.compile(r"[^\w+=()–−-]+")  # ®, *, †, ™


def raised(inner: str, before: str, behind: str) -> str:
    """A superscript as plain text; `before` and `behind` are what stands around it."""
    text = " ".join(inner.split())
    if text in ("TM", "SM") or _WORDLESS.fullmatch(text):
        return text
    if text in ("o", "0", "о") and behind[:1] in tuple("CFС"):
        return "°"
    if text.lower() in _ORDINALS and _NUMBER.search(before):
        return text
    if _NOTES.fullmatch(text):
        return text.translate(_RAISED)
    return _scripted(text, _RAISED, "^")


def lowered(inner: str) -> str:
    """A subscript as plain text."""
    return _scripted(" ".join(inner.split()), _LOWERED, "_")


def _scripted(text: str, forms: Mapping[int, int | str], sign: str) -> str:
    if all(ord(char) in forms for char in text):
        return text.translate(forms)
    if text.isascii() and text.isalnum():
        return sign + text
    return f"{sign}{{{text}}}"
