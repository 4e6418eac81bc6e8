"""dc:subject -> one term each, and codes of classifications."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from harvester.normalise import classifications
from harvester.normalise.dublin_core import Value
from harvester.normalise.languages import tag
from harvester.normalise.terms import split, split_at_commas, trim
from harvester.normalise.text import fold, is_placeholder
from index.record import Coded, Flag, Text

_LABEL = re.compile(
    r"(?:key\s?-?words?|subjects?|index terms|ключевые слова|ключові слова|ключавыя словы"
    r"|palavras?-chave|palabras? claves?|mots?[- ]cl[ée]s?|schl[üu]sselw[öo]rter|schlagw[öo]rter"
    r"|parole chiave|słowa kluczowe|klíčová slova|anahtar (?:kelimeler|sözcükler)|kata kunci"
    r"|kulcsszavak|avainsanat|nyckelord|từ khóa|关键词|關鍵詞|キーワード|키워드"
    r"|کلیدواژه(?:\u200c?ها)?|الكلمات المفتاحية)\s*[:：]\s*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Subjects:
    """Terms in the order of the record, codes, and what looked wrong."""

    terms: tuple[Text, ...]
    codes: tuple[Coded, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """What one value says; of each term how it is compared."""

    terms: list[tuple[str, str]]
    codes: list[Coded]
    flags: list[Flag]


def read(values: Sequence[Value]) -> Subjects:
    """Each term once in each language, compared without case, accents and kinds of dashes."""
    terms: dict[tuple[str, str | None], Text] = {}
    codes: dict[tuple[str | None, str | None], Coded] = {}
    flags: list[Flag] = []
    for value in values:
        said, lang = _said(value.text), tag(value.lang)
        for key, term in said.terms:
            if (key, lang) not in terms:
                terms[key, lang] = Text(term, lang)
        for code in said.codes:
            codes.setdefault((code.scheme, code.label), code)
        flags.extend(said.flags)
    return Subjects(tuple(_by_commas(terms)), tuple(codes.values()), tuple(flags))


@lru_cache(maxsize=8192)  # the same words come with many works
def _said(value: str) -> _Said:
    found = _Said([], [], [])
    for text in _parts(value.strip()):
        known = classifications.read(text)
        if is_placeholder(text):
            found.flags.append(Flag("placeholder", "subject", text))
        found.codes.extend(known.codes if known else ())
        terms = known.terms if known else (text,)
        found.terms.extend((_key(term), term) for term in terms if not is_placeholder(term))
    return found


def _parts(text: str) -> Iterator[str]:
    """What a value lists."""
    label = _LABEL.match(text) if ":" in text or "：" in text else None
    bare = text[label.end() :] if label else text
    whole = "\n" not in bare and classifications.read(fold(bare)) is not None
    for part in (bare,) if whole else split(bare):
        term = fold(part) if whole else trim(fold(part))
        if term or part.strip():
            yield term or fold(part)


def _by_commas(terms: Mapping[tuple[str, str | None], Text]) -> Iterator[Text]:
    """A comma parts terms only where a language has one subject, and that is a list."""
    count = Counter([lang for _, lang in terms])
    if 1 not in count.values():
        yield from terms.values()
        return
    for term in terms.values():
        parts = split_at_commas(term.value) if count[term.lang] == 1 else (term.value,)
        if len(parts) == 1:
            yield term
            continue
        once = {_key(part): Text(part, term.lang) for part in map(trim, parts) if part}
        yield from once.values()


def _key(term: str) -> str:
    if term.isascii():
        return term.casefold()
    plain = unicodedata.normalize("NFKD", term.translate(_DASHES)).casefold()
    return "".join(char for char in plain if not "\u0300" <= char <= "\u036f")


_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
