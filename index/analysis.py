"""What a token means: languages, stems, exact forms. Pure; the same code for index and query.

    text -> tokens (index.words) -> (token, language) -> terms

A term is an exact form (case and diacritics folded), a stem marked with `STEM` or, of names and
titles, a sound marked with `SOUND`, so that one is never taken for another. Stems are Snowball's
(PyStemmer); a token in a script that its language does not use is stemmed as its script suggests:
an English word in a Russian abstract as English.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Protocol

import Stemmer

from index.sounds import SOUND, Hearing, asked_sounds, sound
from index.words import BORDER, MAX_LETTERS, normal, raw_words, single, tokens

STEM = "~"  # no token holds it, so that no stem can equal an exact form
MARKS = (STEM, SOUND)  # how terms begin that are no words as they stand
_MEMO = 1 << 16

# Letters that Unicode does not take apart, and whole letters that people write as others.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "ı": "i", "ё": "е",
     "ς": "σ", "\u0640": None}
)  # fmt: skip
_PLAIN = ((0x61, 0x7B), (0xDF, 0x250), (0x370, 0x400), (0x400, 0x530))
_BARE_SCRIPTS = ("LATIN", "GREEK", "ARABIC", "HEBREW")  # where a mark is not a letter of its own

# BCP 47 primary subtag -> Snowball algorithm, by script; the first of a script is its default.
_ALGORITHMS: dict[str, dict[str, str]] = {
    "LATIN": {
        "en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian",
        "pt": "portuguese", "nl": "dutch", "sv": "swedish", "da": "danish", "no": "norwegian",
        "nb": "norwegian", "nn": "norwegian", "fi": "finnish", "hu": "hungarian", "ro": "romanian",
        "tr": "turkish", "ca": "catalan", "eu": "basque", "ga": "irish", "id": "indonesian",
        "lt": "lithuanian", "et": "estonian", "pl": "polish", "cs": "czech", "sr": "serbian",
    },
    "CYRILLIC": {"ru": "russian", "sr": "serbian"},
    "GREEK": {"el": "greek"},
    "ARABIC": {"ar": "arabic", "fa": "persian"},
    "ARMENIAN": {"hy": "armenian"},
    "DEVANAGARI": {"hi": "hindi", "ne": "nepali"},
    "TAMIL": {"ta": "tamil"},
    "HEBREW": {"yi": "yiddish"},
}  # fmt: skip
# Languages in these scripts that Snowball does not know: better no stem than a neighbour's.
_UNSTEMMED = frozenset({"uk", "be", "bg", "mk", "kk", "ky", "mn", "tg", "tt", "he", "ur", "mr"})

# French, Italian and Catalan elision: `l'analyse` is to be found by `analyse`.
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|(?:d|n|s)?(?:a|e|u)ll|un)'(\w{2,})")


class Analysis(Protocol):
    """What engines are built with. Another `version` makes another index."""

    @property
    def version(self) -> str:
        """Changes whenever any answer of the other methods can change."""
        ...

    def tokens(self, text: str) -> list[str]:
        """The words of the text, in order, in lower case."""
        ...

    def __hash__(self) -> int:
        """So that what it said of a word can be remembered."""
        ...

    @property
    def border(self) -> str:
        """What `raw_words` puts between two texts; never one of their pieces."""
        ...

    def raw_words(self, texts: Sequence[str]) -> list[str]:
        """Pieces of the texts whose tokens, one after another, are those of the texts."""
        ...

    def terms(self, token: str, language: str | None, sounded: bool = False) -> tuple[str, ...]:
        """What a token of a document is found by: its exact form first, its sound last."""
        ...

    def places(
        self, raw: Sequence[str], language: str | None, sounded: bool = False
    ) -> list[list[tuple[str, ...]]]:
        """Of each piece the terms of its tokens; one that folds to nothing takes no place."""
        ...

    def dialect(self, language: str | None) -> str | None:
        """A language that gives every token the same terms; the same one for as many as it can."""
        ...

    def query_terms(self, token: str, language: str | None = None) -> tuple[str, ...]:
        """What a word of a query looks for: its exact form first."""
        ...

    def query_sounds(self, token: str, hearing: Hearing) -> tuple[str, ...]:
        """What a word of a query looks for beside these in a field that has sounds."""
        ...


class Plain:
    """The analysis of this module as one object."""

    border = BORDER

    @property
    def version(self) -> str:
        # Stems change with Snowball, folding with the Unicode tables of the interpreter.
        return f"plain-2/snowball-{Stemmer.version()}/unicode-{unicodedata.unidata_version}"

    def tokens(self, text: str) -> list[str]:
        return tokens(text)

    def raw_words(self, texts: Sequence[str]) -> list[str]:
        return raw_words(texts)

    def terms(self, token: str, language: str | None, sounded: bool = False) -> tuple[str, ...]:
        return terms(token, language, sounded)

    def places(
        self, raw: Sequence[str], language: str | None, sounded: bool = False
    ) -> list[list[tuple[str, ...]]]:
        return places(raw, language, sounded)

    def dialect(self, language: str | None) -> str | None:
        return dialect(language)

    def query_terms(self, token: str, language: str | None = None) -> tuple[str, ...]:
        return query_terms(token, language)

    def query_sounds(self, token: str, hearing: Hearing) -> tuple[str, ...]:
        return asked_sounds(token, hearing)


PLAIN: Analysis = Plain()


def is_exact(term: str) -> bool:
    """Whether a term is a word as it stands: neither a stem nor a sound."""
    return not term.startswith(MARKS)


def fold(token: str) -> str:
    """The exact form: case, width, diacritics and marks of Latin, Greek, Arabic, Hebrew folded.

    й, ї, ў stay letters of their own; ё is е, ß is ss, ı is i, ς is σ.
    """
    if token.isascii():
        return token.lower()
    word = normal(token)
    return word.translate(_table()) if _plain().fullmatch(word) else _fold(word)


def _fold(word: str) -> str:
    bare = "".join(_letters(unicodedata.normalize("NFD", word)))
    return "".join(unicodedata.normalize("NFC", bare).translate(_LETTERS).split())


@lru_cache(maxsize=_MEMO)
def terms(token: str, language: str | None, sounded: bool = False) -> tuple[str, ...]:
    """What a token of a document is found by.

    `language` is BCP 47, or None where nobody said. The exact form comes first, then those without
    an elided article and without apostrophes, then the marked stem, then (of a field that is
    `sounded`) the marked sound; empty for a token that folds to nothing.
    """
    exact = fold(token)
    if not exact:
        return ()
    algorithm = _algorithm(token, language)
    marked = [_stem(token, exact, algorithm)] if algorithm else []
    heard = sound(token) if sounded else None
    marked += [heard] if heard else []
    if "'" not in token:
        return (exact, *marked)
    return (*dict.fromkeys([exact, fold(_unelided(token)), _joined(exact)]), *marked)


def places(
    raw: Sequence[str], language: str | None, sounded: bool = False
) -> list[list[tuple[str, ...]]]:
    """The terms of every token of each of many pieces of text (`words.raw_words`).

    What `tokens` and `terms` give, at a third of the price: words that are plainly one token are
    stemmed together.
    """
    found: list[list[tuple[str, ...]]] = [[]] * len(raw)
    simple = [at for at, one in enumerate(raw) if one.isascii() and one.isalnum()]
    rest = [at for at, one in enumerate(raw) if not (one.isascii() and one.isalnum())]
    for numbers, many in ((simple, _ascii_places), (rest, _other_places)):
        made = many([raw[at] for at in numbers], language, sounded)
        for at, place in zip(numbers, made, strict=True):
            found[at] = place
    return found


def _ascii_places(
    raw: Sequence[str], language: str | None, sounded: bool
) -> list[list[tuple[str, ...]]]:
    """The places of words of ASCII letters and digits, most of what comes: nothing to fold."""
    tokens_ = [one.lower()[:MAX_LETTERS] for one in raw]
    algorithm = _chosen("LATIN", language)
    stems = _stemmer(algorithm).stemWords(tokens_) if algorithm else tokens_
    marked = [
        (STEM + fold(stem),) if algorithm and len(token) > 2 and token.isalpha() else ()
        for token, stem in zip(tokens_, stems, strict=True)
    ]
    sounds = _sounds(tokens_, sounded)
    return [
        [(token, *stem, *heard)] for token, stem, heard in zip(tokens_, marked, sounds, strict=True)
    ]


def _other_places(
    raw: Sequence[str], language: str | None, sounded: bool
) -> list[list[tuple[str, ...]]]:
    plain = {at: token for at, one in enumerate(raw) if (token := single(one))}
    exact = {at: fold(token) for at, token in plain.items()}
    stems = _stems(plain, exact, language)
    sounds = dict(zip(plain, _sounds(plain.values(), sounded), strict=True))
    return [
        _place(exact[at], stems.get(at, ()), sounds[at])
        if at in plain
        else _places(one, language, sounded)
        for at, one in enumerate(raw)
    ]


def _sounds(tokens_: Collection[str], sounded: bool) -> list[tuple[str, ...]]:
    if not sounded:
        return [()] * len(tokens_)
    return [(heard,) if heard else () for heard in map(sound, tokens_)]


def _place(exact: str, stem: tuple[str, ...], heard: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [(exact, *stem, *heard)] if exact else []


def _places(raw: str, language: str | None, sounded: bool) -> list[tuple[str, ...]]:
    return [found for token in tokens(raw) if (found := terms(token, language, sounded))]


def _stems(
    plain: Mapping[int, str], exact: Mapping[int, str], language: str | None
) -> dict[int, tuple[str]]:
    """The marked stems of words without an apostrophe, by their numbers."""
    chosen: dict[str, list[int]] = defaultdict(list)
    for at, token in plain.items():
        algorithm = _algorithm(token, language)
        if algorithm:
            chosen[algorithm].append(at)
    stems: dict[int, tuple[str]] = {}
    for algorithm, numbers in chosen.items():
        latin = [_script(plain[at]) == "LATIN" for at in numbers]  # see `_stem`
        wanted = [
            plain[at] if as_is else exact[at] for at, as_is in zip(numbers, latin, strict=True)
        ]
        found = _stemmer(algorithm).stemWords(wanted)
        stems.update((at, (STEM + fold(stem),)) for at, stem in zip(numbers, found, strict=True))
    return stems


@lru_cache(maxsize=_MEMO)
def dialect(language: str | None) -> str | None:
    """A language whose terms are the same for every token; None for those that say nothing new.

    English, Russian and an unknown language are one: each script is stemmed by its default.
    """
    primary = _primary(language)
    defaults = {next(iter(by_language)) for by_language in _ALGORITHMS.values()}
    alike = primary in defaults and sum(primary in by for by in _ALGORITHMS.values()) == 1
    known = primary in _UNSTEMMED or any(primary in by for by in _ALGORITHMS.values())
    return primary if known and not alike else None


@lru_cache(maxsize=_MEMO)
def query_terms(token: str, language: str | None = None) -> tuple[str, ...]:
    """What an unquoted word of a query looks for: its exact form first, then marked stems.

    With no `language`: the stems of every language that its script allows.
    """
    exact = fold(token)
    if not exact:
        return ()
    by_language = _ALGORITHMS.get(_script(token), {}) if _stemmable(token) else {}
    chosen = by_language.values() if language is None else [_algorithm(token, language)]
    stems = [_stem(token, exact, a) for a in chosen if a is not None and a in _available()]
    return tuple(dict.fromkeys([exact, _joined(exact), *stems]))


def _joined(exact: str) -> str:
    """`O'Brien` as some write it; the sign of palatalisation in `Solov'ev` is left out as often."""
    return exact.replace("'", "")


@cache
def _table() -> dict[int, str]:
    """Letters of Latin, Greek and Cyrillic, which fold the same wherever they stand."""
    known = (c for low, high in _PLAIN for c in range(low, high))
    folded = {c: _fold(normal(chr(c))) for c in known if chr(c).isalpha()}
    return {c: text for c, text in folded.items() if text}


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(f"[0-9{re.escape(''.join(map(chr, _table())))}]+")


def _letters(decomposed: str) -> Iterator[str]:
    """Leave out the marks that are no letters; Cyrillic keeps those that Unicode composes."""
    base = ""
    for char in decomposed:
        if not unicodedata.category(char).startswith("M"):
            base = char
        elif _script(base) in _BARE_SCRIPTS or (_script(base) == "CYRILLIC" and _loose(base, char)):
            continue
        yield char


def _loose(base: str, mark: str) -> bool:
    return len(unicodedata.normalize("NFC", base + mark)) > 1


@lru_cache(maxsize=_MEMO)
def _script_of(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


def _script(token: str) -> str:
    return _script_of(token[0]) if token else ""


def _stemmable(token: str) -> bool:
    return len(token) > 2 and not any(map(str.isnumeric, token))


def _algorithm(token: str, language: str | None) -> str | None:
    return _chosen(_script(token), language) if _stemmable(token) else None


@lru_cache(maxsize=_MEMO)
def _chosen(script: str, language: str | None) -> str | None:
    by_language = _ALGORITHMS.get(script)
    primary = _primary(language)
    if not by_language or (primary in _UNSTEMMED and script != "LATIN"):
        return None
    chosen = by_language.get(primary) or next(iter(by_language.values()))
    return chosen if chosen in _available() else None


def _primary(language: str | None) -> str:
    return language.partition("-")[0].lower() if language else ""


def _unelided(token: str) -> str:
    elided = _ELIDED.fullmatch(token) if "'" in token else None
    return elided.group(1) if elided else token


def _stem(token: str, exact: str, algorithm: str) -> str:
    # Latin stemmers want their diacritics (French é), Russian ones neither stress marks nor ё.
    wanted = _unelided(token) if _script(token) == "LATIN" else exact
    return STEM + fold(_stemmer(algorithm).stemWord(wanted))


@cache
def _available() -> frozenset[str]:
    return frozenset(Stemmer.algorithms())


_local = threading.local()


def _stemmer(algorithm: str) -> Stemmer.Stemmer:
    """A stemmer of this thread: PyStemmer's objects must not be shared by threads."""
    try:
        return _local.stemmers[algorithm]
    except AttributeError:
        _local.stemmers = {}
    except KeyError:
        pass
    # Without a cache of its own: words come once, see `terms`.
    made = _local.stemmers[algorithm] = Stemmer.Stemmer(algorithm, 0)
    return made
