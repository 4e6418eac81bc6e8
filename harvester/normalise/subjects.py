"""dc:subject -> one term each, and codes of classifications."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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


def read(values: Sequence[Value]) -> Subjects:
    """Each term once in each language, compared without case, accents and kinds of dashes."""
    terms: dict[tuple[str, str | None], Text] = {}
    codes: dict[tuple[str | None, str | None], Coded] = {}
    flags: list[Flag] = []
    for text, lang in _parts(values):
        known = classifications.read(text)
        if is_placeholder(text):
            flags.append(Flag("placeholder", "subject", text))
        for code in known.codes if known else ():
            codes.setdefault((code.scheme, code.label), code)
        for term in known.terms if known else (text,):
            if not is_placeholder(term):
                terms.setdefault((_key(term), lang), Text(term, lang))
    return Subjects(tuple(_by_commas(terms)), tuple(codes.values()), tuple(flags))


def _parts(values: Iterable[Value]) -> Iterator[tuple[str, str | None]]:
    """What each value lists, with its language."""
    for value in values:
        text, lang = value.text.strip(), tag(value.lang)
        label = _LABEL.match(text) if ":" in text or "：" in text else None
        bare = text[label.end() :] if label else text
        whole = "\n" not in bare and classifications.read(fold(bare)) is not None
        for part in (bare,) if whole else split(bare):
            term = fold(part) if whole else trim(fold(part))
            if term or part.strip():
                yield term or fold(part), lang


def _by_commas(terms: Mapping[tuple[str, str | None], Text]) -> Iterator[Text]:
    """A comma parts terms only where a language has one subject, and that is a list."""
    count = Counter(lang for _, lang in terms)
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
