"""Which end of a name without a comma is the family, by its initials, patronymic and words."""

from __future__ import annotations

import re

from index import east_asian_names, name_customs
from index.name_words import (
    AGNOMES,
    CHILD,
    JOINING,
    OFFSPRING,
    PARTICLES,
    bare,
    ends_east_slavic,
    is_east_slavic_given,
    is_patronymic,
)

Words = list[str]
# (family, given); an empty family where a person is meant and the border is not certain.
Order = tuple[Words, Words]
_OPEN: Order = ([], [])

_LONGEST = 8  # words
_DOTTED = re.compile(r"-?(?:[^\W\d_]{1,3}[.-]+)+(?:[^\W\d_]{1,2})?")
_SHORT_LETTERS = re.compile(r"-?[^\W\d_](?:-[^\W\d_])*\.?")
_LATIN = re.compile(r"[A-Za-z\xc0-\u024f\u1e00-\u1eff]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_TWO_CONSONANTS = re.compile(r"[BCDFGHJKLMNPQRSTVWXZ][bcdfghjklmnpqrstvwxz]")
_SMALL = PARTICLES | JOINING | OFFSPRING | CHILD
GAELIC = frozenset(("Ó", "Ní", "Nic", "Uí", "St.", "Ste."))  # `Seán Ó Murchú`
_NO_INITIALS = frozenset(("st", "ste", "ng", "jr", "sr", "dr"))


def order(words: Words, lang: str | None, family_first: bool) -> Order | None:
    """(family, given) of a name's words; None where they are no name of a person.

    `lang` is a BCP 47 tag, `family_first` what the source says of its habit.
    """
    joined = " ".join(words)
    if east_asian_names.is_east_asian(joined):
        found = east_asian_names.split(joined, lang)
        return ([found[0]], [found[1]]) if found else _OPEN
    if len(words) > _LONGEST or not all(map(_can_stand, words)):
        return None
    return _by_initials(words) or _by_patronymic(words) or _by_words(words, family_first)


def _can_stand(word: str) -> bool:
    """A name is not written in small letters, unless its script has no others."""
    return (
        not word.islower() or len(word) == 1 or bare(word) in _SMALL or "'" in word or "’" in word
    )


def is_initials(word: str) -> bool:
    """Whether a word is made of initials: `M.`, `М.М.`, `A.Yu.`, `V`, `-A.`, `S.s.`"""
    if len(word) > 3 and "." not in word and "-" not in word:
        return False
    if word.lstrip("-")[:1].islower():
        return False
    if _SHORT_LETTERS.fullmatch(word):
        return True
    return "." in word and bool(_DOTTED.fullmatch(word)) and bare(word) not in _NO_INITIALS


def _is_particle(word: str) -> bool:
    if word in GAELIC:
        return True
    return bare(word) in PARTICLES and not is_initials(word)  # the D. of `Jack D. Rogers`


def _is_short_given(word: str) -> bool:
    """`TY`, `RM`; title-cased by machines: `Fw`, `Rg`. PubMed writes given names like this."""
    if word.isupper() and 2 <= len(word) <= 3 and word.isalpha():
        return not east_asian_names.is_family(word) and bare(word) not in _NO_INITIALS
    return bool(_TWO_CONSONANTS.fullmatch(word)) and bare(word) not in _NO_INITIALS


def _by_initials(words: Words) -> Order | None:
    leading = _count(words)
    trailing = _count(words[::-1])
    if leading == len(words) or (leading and trailing):
        return _OPEN
    if leading:
        return _initials_first(words, leading)
    if trailing:
        return _initials_last(words, trailing)
    if _is_short_given(words[-1]) and not all(map(str.isupper, words)):
        return words[:-1], words[-1:]
    if len(words) == 2 and _are_capitals_first(words[0]) and not words[1].isupper():
        return words[1:], words[:1]
    return None


def _are_capitals_first(word: str) -> bool:
    """`JA Smith`; but `VU Minh`, `OE Kenzaburo` and `LIN Wei` shout their families."""
    if not _is_short_given(word) or not word.isupper() or name_customs.is_short_family(word):
        return False
    vowels = sum(letter in "AEIOUY" for letter in word)
    return vowels == 0 or (len(word) == 2 and vowels == 1)


def _count(words: Words) -> int:
    """How many words at the start are initials."""
    return next((at for at, word in enumerate(words) if not is_initials(word)), len(words))


def _initials_first(words: Words, leading: int) -> Order:
    """`J. R. Crespo López` has two family names behind two initials, `A. Frank Stam` one."""
    rest = words[leading:]
    letters = sum(map(str.isupper, "".join(words[:leading])))
    if letters > 1 and len([word for word in rest if not _is_particle(word)]) <= 2:
        return rest, words[:leading]
    at = leading if _is_particle(rest[0]) else _family_at(words, leading)
    return words[at:], words[:at]


def _initials_last(words: Words, trailing: int) -> Order:
    family, given = words[:-trailing], words[-trailing:]
    sure = len(family) == 1 or len("".join(given).replace(".", "")) > 1 or "." not in given[-1]
    if sure or any(map(_is_particle, family[:-1])):
        return family, given
    if len(family) == 2 and is_east_slavic_given(family[1]):
        return family[:1], [*family[1:], *given]
    return _OPEN


def _by_patronymic(words: Words) -> Order | None:
    """`Family Given Patronymic` and `Given Patronymic Family`, as East Slavs and Turks write."""
    if len(words) >= 3 and bare(words[1]) in CHILD:
        return words[:2], words[2:]
    if len(words) >= 3 and bare(words[-1]) in OFFSPRING:
        return words[:1], words[1:]
    if len(words) != 3:
        return None
    sure = is_east_slavic_given(words[0]) or _CYRILLIC.search(words[1])
    if is_patronymic(words[1]) and sure:
        return words[2:], words[:2]
    known = is_east_slavic_given(words[1]) or ends_east_slavic(words[0])
    if is_patronymic(words[2]) and (known or _CYRILLIC.search(words[2])):
        return words[:1], words[1:]
    if _CYRILLIC.search(words[0]) and name_customs.is_south_slavic(words):
        return words[2:], words[:2]
    return None


def _by_words(words: Words, family_first: bool) -> Order:
    loud = [word.isupper() and len(word) > 1 for word in words]
    if any(loud) and not all(loud):
        if loud[-1] and not loud[0]:
            at = loud.index(True)
            return words[at:], words[:at]
        if loud[0] and not loud[-1]:
            at = loud.index(False)
            return words[:at], words[at:]
    if words[-1].islower():
        return _OPEN
    if family_first or name_customs.turns(words):
        return words[:1], words[1:]
    if len(words) == 2:
        return _two(words[0], words[1])
    if _LATIN.search(words[-1]) or is_east_slavic_given(words[0]):
        return _given_first(words)
    return _OPEN


def _two(one: str, other: str) -> Order:
    if _LATIN.search(one):
        east_slavic = ends_east_slavic(one) and is_east_slavic_given(other)
        if east_slavic and not is_east_slavic_given(one):
            return [one], [other]
        if east_asian_names.is_family(one):
            if east_asian_names.is_family(other):
                return _OPEN
            if east_asian_names.is_given(other):
                return [one], [other]
        return [other], [one]
    known = is_east_slavic_given(one), is_east_slavic_given(other)
    if not any(known):
        known = name_customs.ends_as_family(other), name_customs.ends_as_family(one)
    if known[0] == known[1]:
        return _OPEN
    return ([other], [one]) if known[0] else ([one], [other])


def _given_first(words: Words) -> Order:
    at = _family_at(words, 1)
    return words[at:], words[:at]


def _family_at(words: Words, first: int) -> int:
    """Where the family begins in a name that ends with it; `first` is the earliest place."""
    at = len(words) - 1
    if bare(words[at]) in AGNOMES and at - 1 >= first:
        at -= 1
    if bare(words[at - 1]) in JOINING and words[at - 1].islower() and at - 2 >= first:
        at -= 2
    while at - 1 >= first and _is_particle(words[at - 1]):
        at -= 1
    if at - 1 >= first and name_customs.are_spanish_families(words[at - 1], words[-1]):
        at -= 1
    return at
