"""dc:subject -> one term each, and codes of classifications."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
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

    def take(self, text: str) -> None:
        """A term, or a code and perhaps its caption, which is a term or a code again."""
        nothing = is_placeholder(text)
        if nothing:
            self.flags.append(Flag("placeholder", "subject", text))
        known = classifications.read(text)
        if known is None:
            self.terms.extend([] if nothing else [(_key(text), text)])
            return
        self.codes.extend(known.codes)
        for term in known.terms:
            self.take(trim(term) or term)


@dataclass(slots=True)
class _Gathered:
    """What all values say, each term once in each language, each code once."""

    terms: dict[tuple[str, str | None], Text]
    codes: dict[tuple[str | None, str | None], Coded]
    flags: list[Flag]

    def add(self, said: _Said, lang: str | None) -> None:
        for key, term in said.terms:
            if (key, lang) not in self.terms:
                self.terms[key, lang] = Text(term, lang)
        for code in said.codes:
            self.codes.setdefault((code.scheme, code.label), code)
        self.flags.extend(said.flags)


def read(values: Sequence[Value]) -> Subjects:
    """Each term once in each language, compared without case, accents and kinds of dashes."""
    found = _Gathered({}, {}, [])
    for value in values:
        found.add(_said(value.text), tag(value.lang))
    found = _by_commas(found)
    return Subjects(tuple(found.terms.values()), tuple(found.codes.values()), tuple(found.flags))


@lru_cache(maxsize=8192)  # the same words come with many works
def _said(value: str) -> _Said:
    found = _Said([], [], [])
    for text in _parts(value.strip()):
        found.take(text)
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


def _by_commas(found: _Gathered) -> _Gathered:
    """A comma parts terms only where a language has one subject, and that is a list."""
    count = Counter([lang for _, lang in found.terms])
    if 1 not in count.values():
        return found
    parted = _Gathered({}, found.codes, found.flags)
    for (key, lang), term in found.terms.items():
        parts = split_at_commas(term.value) if count[lang] == 1 else (term.value,)
        if len(parts) == 1:
            parted.terms[key, lang] = term
            continue
        said = _Said([], [], [])
        for part in filter(None, map(trim, parts)):
            said.take(part)
        parted.add(said, lang)
    return parted


def _key(term: str) -> str:
    if term.isascii():
        return term.casefold()
    plain = unicodedata.normalize("NFKD", term.translate(_DASHES)).casefold()
    return "".join(char for char in plain if not "\u0300" <= char <= "\u036f")


_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
