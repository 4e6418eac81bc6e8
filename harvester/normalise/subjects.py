"""dc:subject -> one term each, and codes of classifications."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from harvester.normalise import classifications
from harvester.normalise.dublin_core import Value
from harvester.normalise.languages import tag
from harvester.normalise.terms import split, trim
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


def read(values: Sequence[Value]) -> Subjects:
    """Each term once in each language, compared without case, accents and kinds of dashes."""
    terms: dict[tuple[str, str | None], Text] = {}
    codes: dict[tuple[str | None, str | None], Coded] = {}
    flags: list[Flag] = []
    for text, lang in _terms(values):
        if is_placeholder(text):
            flags.append(Flag("placeholder", "subject", text))
            continue
        known = classifications.read(text)
        for code in known.codes if known else ():
            codes.setdefault((code.scheme, code.label), code)
        for term in known.terms if known else (text,):
            terms.setdefault((_key(term), lang), Text(term, lang))
    return Subjects(tuple(terms.values()), tuple(codes.values()), tuple(flags))


def _terms(values: Iterable[Value]) -> Iterator[tuple[str, str | None]]:
    """What each value lists, with its language. A comma parts terms only in a value by itself."""
    found = [(value.text.strip(), tag(value.lang)) for value in values]
    count = Counter(lang for text, lang in found if text)
    for text, lang in found:
        label = _LABEL.match(text)
        bare = text[label.end() :] if label else text
        for term in _parts(bare, alone=count[lang] == 1):
            yield term, lang


def _parts(text: str, alone: bool) -> Iterator[str]:
    line = fold(text)
    if classifications.read(line):
        yield line
        return
    if text:
        yield from filter(None, (trim(fold(part)) for part in split(text, alone=alone)))


def _key(term: str) -> str:
    if term.isascii():
        return term.casefold()
    plain = unicodedata.normalize("NFKD", term.translate(_DASHES)).casefold()
    return "".join(char for char in plain if not "\u0300" <= char <= "\u036f")


_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
