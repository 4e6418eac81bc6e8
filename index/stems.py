"""Stems of words by language: Snowball's, for the languages that it knows.

A token in a script that its language does not use is stemmed as its script suggests: an English
word in a Russian abstract as English.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache

import Stemmer

from index.folding import bare, script, unelided

STEM = "~"  # no token holds it, so that no stem can equal an exact form
_MEMO = 1 << 16

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

_SIGNS = re.compile("[+#.]")  # of C++ and .NET


def stems(
    tokens: Sequence[str], exact: Sequence[str], language: str | None
) -> list[tuple[str, ...]]:
    """The marked stems of tokens of documents, whose exact forms are `exact`; empty for none."""
    chosen: dict[str, list[int]] = defaultdict(list)
    for at, token in enumerate(tokens):
        name = _algorithm(token, language)
        if name:
            chosen[name].append(at)
    done: list[tuple[str, ...]] = [()] * len(tokens)
    for name, numbers in chosen.items():
        found = _stemmer(name).stemWords([_stemmed(tokens[at], exact[at]) for at in numbers])
        for at, one in zip(numbers, found, strict=True):
            done[at] = (STEM + bare(one),)
    return done


def ascii_stems(tokens: Sequence[str], language: str | None) -> list[tuple[str, ...]]:
    """The marked stems of words of ASCII letters and digits."""
    name = _chosen("LATIN", language)
    if name is None:
        return [()] * len(tokens)
    return [
        # Turkish gives letters beyond ASCII: `iktisadı`.
        (STEM + (found if found.isascii() else bare(found)),)
        if len(token) > 2 and token.isalpha()
        else ()
        for token, found in zip(tokens, _stemmer(name).stemWords(tokens), strict=True)
    ]


def asked_stems(token: str, exact: str, language: str | None) -> list[str]:
    """The marked stems that a word of a query looks for.

    With no `language`: those of every language that its script allows.
    """
    by_language = _ALGORITHMS.get(script(token), {}) if _stemmable(token) else {}
    chosen = by_language.values() if language is None else [_algorithm(token, language)]
    names = [name for name in chosen if name is not None and name in _available()]
    return list(dict.fromkeys(_stem(token, exact, name) for name in names))


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


def _stem(token: str, exact: str, algorithm: str) -> str:
    return STEM + bare(_stemmer(algorithm).stemWord(_stemmed(token, exact)))


def _stemmed(token: str, exact: str) -> str:
    # Latin stemmers want their diacritics (French é), Russian ones neither stress marks nor ё.
    return unelided(token) if script(token) == "LATIN" else exact


def _stemmable(token: str) -> bool:
    if len(token) < 3:
        return False
    # Letters that are numbers too (of Han) stand in scripts that nobody stems.
    return token.isalpha() or not (any(map(str.isnumeric, token)) or _SIGNS.search(token))


def _algorithm(token: str, language: str | None) -> str | None:
    return _chosen(script(token), language) if _stemmable(token) else None


@lru_cache(maxsize=_MEMO)
def _chosen(name: str, language: str | None) -> str | None:
    """The algorithm for words of a script."""
    by_language = _ALGORITHMS.get(name)
    primary = _primary(language)
    if not by_language or (primary in _UNSTEMMED and name != "LATIN"):
        return None
    chosen = by_language.get(primary) or next(iter(by_language.values()))
    return chosen if chosen in _available() else None


def _primary(language: str | None) -> str:
    return language.partition("-")[0].lower() if language else ""


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
    # Without a cache of its own: words come once, see `analysis.terms`.
    made = _local.stemmers[algorithm] = Stemmer.Stemmer(algorithm, 0)
    return made
