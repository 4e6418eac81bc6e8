"""dc:language and xml:lang -> BCP 47 in its shortest form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from langcodes import Language
from langcodes.tag_parser import LanguageTagError

from harvester.normalise import language_names
from harvester.normalise.dublin_core import DublinCore, Value
from harvester.normalise.tables import key
from index import lookalikes
from index.record import Flag
from index.scripts import fits, script_of

_MODIFIERS = {
    "@latin": "Latn",
    "@cyrillic": "Cyrl",
}  # OJS up to 3.3: sr_RS@latin
_SCRIPTS = {"simplified": "Hans", "traditional": "Hant", "latin": "Latn", "latinscript": "Latn",
            "cyrillic": "Cyrl", "arabic": "Arab"}  # fmt: skip
# Codes of countries that are no codes of languages, and can mean only one.
_COUNTRIES = {"jp": "ja", "cz": "cs", "ua": "uk", "cn": "zh", "dk": "da", "gr": "el", "kz": "kk",
              "vn": "vi"}  # fmt: skip
_ADDRESS = re.compile(
    r"https?://(?:id\.loc\.gov/vocabulary/iso639-[125]/"
    r"|(?:www\.)?lexvo\.org/(?:id|page)/iso639-[1235]/"
    r"|iso639-3\.sil\.org/code/|(?:www\.)?ethnologue\.com/language/"
    r"|publications\.europa\.eu/resource/authority/language/)([\w-]+)/?",
    re.I,
)
_PREFIX = re.compile(
    r"(?:urn:iso:std:)?iso[:\s_-]*639(?:[:-]*[1235][bt]?)?[:/.\s]+(?=[a-z]{2,3}$)", re.I
)
_LISTED = re.compile(
    r"\s*[;,/|；、・،&+\n]\s*|\s+[-–—]\s+|\s+(?:and|и|і|та|et|y|e|und|og|och|ja|i|or|및|و)\s+"
)
_FRAME = re.compile(
    r"^(?:(?:the )?(?:material|text|article|document|item)s? (?:is |are )?in |in |auf |на "
    r"|текст на |texte en |texto en |texto em |em |en (?=\w{4})|w języku "
    r"|bahasa (?=\w{5})|tiếng |limba |po |język |lang(?:uage)?: ?|язык: ?|langue ?: ?|idioma: ?)"
    r"|\s+(?:language|язык(?:|[аеи]|ом)|мов(?:[аиіу]|ою)|sprache|dili|dilində|dilinde|kalba"
    r"|kalbą|valoda|keel|keeles"
    r"|тілі|тілінде|тили|тилинде|tili|tilida|nyelv|jezik|jazyk)$"
    r"|\s+in (?:the )?\w+ (?:script|alphabet)$",
    re.I,
)
# Russian and Ukrainian names of languages where they do not stand in the nominative.
_CASES = (("ском", "ский"), ("цком", "цкий"), ("ского", "ский"), ("цкого", "цкий"),
          ("ски", "ский"), ("ською", "ська"), ("цькою", "цька"), ("ської", "ська"),
          ("цької", "цька"))  # fmt: skip
# CLDR writes Filipino and Serbian of Montenegro for these; each is a code of its own.
_OWN = {"tl": "tl", "tgl": "tl", "cnr": "cnr", "cnr-me": "cnr"}
_SCHEME = re.compile(r"\w+://")
_PAIRED = {"ru", "en", "de", "fr", "es", "it", "uk", "pl", "pt", "kk", "tr", "la"}
_CODES = re.compile("[a-z]{2}(?:-[a-z]{2})+")
_LOCAL = re.compile("q[a-t][a-z]")  # ISO 639-2: reserved for local use
_BRACKETED = re.compile(r"([^()（）\[\]]+?)\s*[(（\[]([^()（）\[\]]*)[)）\]]?")
_DASHED = re.compile(
    r"([a-z]{2,3})\s+[-–—:=]\s+(.+)|(.+)\s+[-–—:=]\s+([a-z]{2,3})|([a-z]{2,3}):\s*(\w{4,})", re.I
)
# MARC 041 writes several codes without a blank: `engfre`. Only the commonest, or any word would do.
_MARC = frozenset({
    "eng", "ger", "deu", "fre", "fra", "rus", "spa", "ita", "por", "lat", "gre", "grc", "heb",
    "ara", "chi", "zho", "jpn", "kor", "pol", "cze", "ces", "slo", "slk", "slv", "hun", "rum",
    "ron", "bul", "ukr", "bel", "srp", "hrv", "mac", "mkd", "dut", "nld", "swe", "dan", "nor",
    "nob", "nno", "fin", "est", "lav", "lit", "ice", "isl", "tur", "per", "fas", "hin", "urd",
    "ind", "may", "msa", "vie", "tha", "geo", "kat", "arm", "hye", "kaz", "uzb", "aze", "cat",
    "baq", "eus", "glg", "gle", "wel", "cym", "alb", "sqi", "afr", "san", "yid", "mul", "epo",
})  # fmt: skip
# What is read by its language: a wrong one of these matters.
_READ_BY_LANGUAGE = ("title", "description", "subject", "publisher")


def read(values: Iterable[Value]) -> tuple[tuple[str, ...], tuple[Flag, ...]]:
    """The languages of the work, each once, and a flag for each value that holds more or none."""
    found: dict[str, None] = {}
    flags: dict[Flag, None] = {}
    for value in values:
        tags, whole = _tags(value.text.strip())
        found.update(dict.fromkeys(tags))
        if not whole:
            flags[Flag("language-not-understood", "language", value.text)] = None
    return tuple(found), tuple(flags)


def attribute_flags(record: DublinCore) -> tuple[Flag, ...]:
    """A flag for each xml:lang that is no language, or plainly not that of its text.

    The text keeps the language that came; `index.fields.language_of` reads it by another one.
    """
    marked = [
        (name, value) for name, values in record.elements.items() for value in values if value.lang
    ]
    found = (
        Flag(code, name, value.lang or "")
        for name, value in marked
        if (code := _attribute_code(name, value))
    )
    return tuple(dict.fromkeys(found)) if marked else ()


def _attribute_code(name: str, value: Value) -> str | None:
    known = tag(value.lang)
    if known is None:
        return "language-not-understood"
    if name in _READ_BY_LANGUAGE and not fits(known, script_of(value.text)):
        return "language-of-another-script"
    return None


@lru_cache(maxsize=4096)
def tag(raw: str | None) -> str | None:
    """The shortest BCP 47 form of one code or name, or None.

    `raw` is ISO 639-1, 639-2 (B or T), 639-3, BCP 47, an OJS locale, a vocabulary's address or a
    name in one of thirty languages. A region that the language has anyway goes (`ru-RU` -> `ru`),
    but Portuguese keeps its own, and Chinese turns it into the script (`zh_TW` -> `zh-Hant`).
    """
    name = (raw or "").strip(" .\t\n\"'«»")
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1]
    address = _ADDRESS.fullmatch(name)
    name = address[1] if address else _PREFIX.sub("", name)
    if not name:
        return None
    if len(name) <= 3 and name.isascii():
        return _code(name)
    return _name(name) or _code(name) or tag(lookalikes.repaired(name))


def _code(raw: str) -> str | None:
    """A code or locale."""
    if _is_pair(raw):
        return None
    code, at, modifier = raw.lower().partition("@")
    parts = code.replace("_", "-").split("-")
    script = _MODIFIERS.get(at + modifier)
    if script:
        parts = [parts[0], script]
    if len(parts) == 2 and parts[0] == parts[1] != "pt":  # `en_EN`, `uk_UK`
        parts = parts[:1]
    parts[0] = _COUNTRIES.get(parts[0], parts[0])
    return _shortest("-".join(parts))


def _shortest(code: str) -> str | None:
    if code.startswith("x-"):
        return None
    try:
        language = Language.get(code, normalize=True)
    except LanguageTagError:
        return None
    primary = language.language or "und"
    if code in _OWN:
        return _OWN[code]
    if not language.is_valid() or primary in ("und", "mis") or _LOCAL.fullmatch(primary):
        return None
    # One language of a group stands for it (`cmn`, `pes`); Bokmål and Cantonese stay what they are.
    language = language.prefer_macrolanguage()
    return _without_default_region(language).simplify_script().to_tag()


def _is_pair(raw: str) -> bool:
    """`en-ru` is no English of Russia but two languages; `en-gb` and `de-at` are what they seem."""
    first, _, second = raw.partition("-")
    return second in _PAIRED and first != second and not language_names.is_locale(first, second)


def _without_default_region(language: Language) -> Language:
    likely = Language.get(language.language or "und").maximize()
    if language.territory is None:
        return language
    if language.language == "zh":
        return Language.make(language="zh", script=language.maximize().script)
    if language.language == "pt" or language.territory != likely.territory:
        return language
    return Language.make(language=language.language, script=language.script)


def _name(raw: str) -> str | None:
    """A name, alone, in a sentence, with a code or with what is said of it in brackets."""
    known = language_names.languages().get(key(raw))
    if known:
        return _shortest(known.replace("_", "-"))
    plain = _FRAME.sub("", _FRAME.sub("", raw)).strip(" .[]")
    if plain and plain != raw:
        return tag(plain)
    if basic := _dictionary_form(raw):
        return tag(basic)
    if dashed := _DASHED.fullmatch(raw):
        return _agreed(dashed[1] or dashed[4] or dashed[5], dashed[2] or dashed[3] or dashed[6])
    if found := _BRACKETED.fullmatch(raw):
        return _bracketed(found[1], found[2])
    return None


def _dictionary_form(raw: str) -> str | None:
    """На русском, по-русски, русского; українською, англійської: as a dictionary has it."""
    for ending, basic in _CASES:
        if raw.endswith(ending):
            return re.sub("^по-", "", raw.removesuffix(ending)) + basic
    family, comma, kind = raw.partition(", ")  # `Portuguese, Brazilian`, `Greek, Ancient`
    return f"{kind} {family}" if comma and kind.isalpha() and family.isalpha() else None


def _agreed(code: str, name: str) -> str | None:
    """`eng - English`: one of the two, where they do not speak of two languages."""
    first, second = tag(code), tag(name)
    return first if first and (second is None or first == second) else None


def _bracketed(name: str, said: str) -> str | None:
    """What the brackets say has to be understood too, or it would be lost."""
    base, inner = tag(name), tag(said)
    detail = _SCRIPTS.get(key(said)) or language_names.territories().get(key(said))
    if base and detail:  # before `inner`: Portugal is Portuguese, in Hungarian
        return _shortest(f"{base}-{detail}")
    if base is None or base == inner or not any(map(str.isalpha, said)):
        return base or inner
    return base if any(map(str.isdigit, said)) else None  # the years when it was spoken


@lru_cache(maxsize=4096)
def _tags(text: str) -> tuple[tuple[str, ...], bool]:
    """The languages of a value, and whether all of it was understood."""
    whole = tag(text)
    if whole or not text:
        return ((whole,) if whole else ()), True
    if _SCHEME.match(text):
        return (), False
    if _CODES.fullmatch(text):
        text = text.replace("-", ";")
    plain = _FRAME.sub("", text).strip(" .")
    pieces = [piece for piece in _LISTED.split(plain) if piece.strip(" .")]
    found = [tuple(_piece(piece)) for piece in pieces]
    if not any(found) and (bracketed := _BRACKETED.fullmatch(text)):
        outer = tag(bracketed[1])
        return ((outer,) if outer else ()), False
    return tuple(dict.fromkeys(tag for tags in found for tag in tags)), all(found) and bool(found)


def _piece(text: str) -> Iterator[str]:
    """One language, or codes with blanks or without anything between them."""
    one = tag(text)
    if one:
        yield one
        return
    words = text.split()
    if len(words) == 1 and len(text) % 3 == 0:
        words = [text[at : at + 3].lower() for at in range(0, len(text), 3)]
        known = len(words) > 1 and _MARC.issuperset(words)
    else:
        known = all(2 <= len(word) <= 3 for word in words)
    codes = [tag(word) for word in words] if known else [None]
    if None not in codes:
        yield from (code for code in codes if code)
