"""dc:language and xml:lang -> BCP 47 in its shortest form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from langcodes import Language
from langcodes.tag_parser import LanguageTagError

from harvester.normalise.dublin_core import DublinCore, Value
from index.record import Flag

_LISTED = re.compile(r"\s*[;,/|]\s*")
_MODIFIERS = {"@latin": "-Latn", "@cyrillic": "-Cyrl"}  # OJS up to 3.3: sr_RS@latin

# English names, as DOAJ and ContentDM write them, and each language's own.
_NAMES = {
    "afrikaans": "af", "arabic": "ar", "العربية": "ar", "armenian": "hy", "azerbaijani": "az",
    "basque": "eu", "belarusian": "be", "bulgarian": "bg", "catalan": "ca", "chinese": "zh",
    "中文": "zh", "croatian": "hr", "czech": "cs", "čeština": "cs", "danish": "da", "dutch": "nl",
    "nederlands": "nl", "english": "en", "estonian": "et", "finnish": "fi", "suomi": "fi",
    "french": "fr", "français": "fr", "galician": "gl", "georgian": "ka", "german": "de",
    "deutsch": "de", "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu",
    "magyar": "hu", "icelandic": "is", "indonesian": "id", "irish": "ga", "italian": "it",
    "italiano": "it", "japanese": "ja", "日本語": "ja", "kazakh": "kk", "korean": "ko",
    "한국어": "ko", "latin": "la", "latvian": "lv", "lithuanian": "lt", "macedonian": "mk",
    "malay": "ms", "norwegian": "no", "norsk": "no", "persian": "fa", "farsi": "fa",
    "polish": "pl", "polski": "pl", "portuguese": "pt", "português": "pt", "romanian": "ro",
    "russian": "ru", "русский": "ru", "serbian": "sr", "slovak": "sk", "slovenian": "sl",
    "spanish": "es", "español": "es", "swedish": "sv", "svenska": "sv", "turkish": "tr",
    "türkçe": "tr", "ukrainian": "uk", "українська": "uk", "urdu": "ur", "uzbek": "uz",
    "vietnamese": "vi", "welsh": "cy",
}  # fmt: skip


def read(values: Iterable[Value]) -> tuple[tuple[str, ...], tuple[Flag, ...]]:
    """The languages of the work, each once, and a flag for each value that is none."""
    found: dict[str, None] = {}
    flags: list[Flag] = []
    for value in values:
        tags = _tags(value.text.strip())
        found.update(dict.fromkeys(tags))
        if not tags and value.text.strip():
            flags.append(Flag("language-not-understood", "language", value.text))
    return tuple(found), tuple(flags)


def attribute_flags(record: DublinCore) -> tuple[Flag, ...]:
    """A flag for each xml:lang that is no language."""
    return tuple(
        Flag("language-not-understood", name, value.lang)
        for name, value in record
        if value.lang and tag(value.lang) is None
    )


@lru_cache(maxsize=4096)
def tag(raw: str | None) -> str | None:
    """The shortest BCP 47 form of one code or name, or None.

    `raw` is ISO 639-1, 639-2 (B or T), 639-3, BCP 47, an OJS locale or a well-known name. A region
    that the language has anyway goes (`ru-RU` -> `ru`), but Portuguese keeps its own, and Chinese
    turns it into the script (`zh_TW` -> `zh-Hant`).
    """
    name = (raw or "").strip().lower()
    if not name:
        return None
    for modifier, script in _MODIFIERS.items():
        if name.endswith(modifier):
            name = name.removesuffix(modifier).partition("_")[0] + script
    return _shortest(_NAMES.get(name, name.replace("_", "-")))


def _shortest(code: str) -> str | None:
    try:
        language = Language.get(code, normalize=True)
    except LanguageTagError:
        return None
    if not language.is_valid() or language.language in (None, "und", "mis"):
        return None
    return _without_default_region(language).to_tag()


def _without_default_region(language: Language) -> Language:
    likely = Language.get(language.language or "und").maximize()
    if language.territory is None:
        return language
    if language.language == "zh":
        return Language.make(language="zh", script=language.maximize().script)
    if language.language == "pt" or language.territory != likely.territory:
        return language
    return Language.make(language=language.language, script=language.script)


def _tags(text: str) -> tuple[str, ...]:
    """One language, or a list of which every part is one."""
    whole = tag(text)
    if whole:
        return (whole,)
    parts = [tag(part) for part in _LISTED.split(text) if part]
    return tuple(part for part in parts if part) if None not in parts else ()
