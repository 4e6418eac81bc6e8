"""Customs that turn a name's order or border: Vietnamese, Hungarian, Spanish and South Slavic.

Told by the words themselves, and only by those that are hardly anything else.
"""

from __future__ import annotations

import re
import unicodedata

from index.east_asian_names import is_family
from index.name_words import bare, table

_VIETNAMESE = table(
    """nguyen tran pham huynh hoang phan truong trinh duong dang bui ngo vu vo dinh doan luong le
    do ho ly dao mai ta ha cao chau lam quach
    """
)
# No given names, and no words of other tongues: they open a name also where it has no marks.
_SURELY_VIETNAMESE = table("nguyen tran pham huynh hoang phan truong trinh")
_MIDDLE = table("van thi")
_SYLLABLE = re.compile(
    "(?:ngh?|nh|th|tr|ch|ph|kh|gh|gi|qu|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_MARKS = re.compile("[\u0103\u0111\u01a1\u01b0\u1ea0-\u1ef9]", re.I)

_HUNGARIAN_GIVEN = table(
    """istvan laszlo jozsef janos zoltan attila tamas zsolt tibor andras csaba lajos gyorgy gyula
    mihaly karoly bela krisztian miklos arpad geza bence mate akos levente maria erzsebet katalin
    ilona eva zsuzsanna zsuzsa margit judit agnes krisztina ildiko eszter timea aniko nikolett
    reka piroska zsofia eniko orsolya kinga bernadett tunde etelka emese boglarka noemi csilla
    szilvia hajnalka ferenc gabor sandor imre peter gergely balazs marta szabolcs
    """
)
# Families too, or given names of neighbours: they count behind a family name of Hungary.
_SHARED_GIVEN = table("maria eva noemi judit peter marta sandor ferenc gabor imre gergely balazs")
_HUNGARIAN_FAMILY = table(
    """nagy kovacs toth szabo horvath varga kiss molnar nemeth farkas balogh papp takacs juhasz
    lakatos meszaros olah racz fekete szilagyi torok feher szucs kocsis fodor pinter szalai sipos
    lukacs biro kiraly katona jakab boros kelemen varadi somogyi fazekas vincze hegedus deak bakos
    soos vass orosz pap balint szoke banyai
    """
)
_SPANISH = table(
    """garcia ruiz diaz munoz moreno ortiz torres romero serrano molina ortega delgado rubio
    castillo cortes garrido iglesias herrera pena flores cabrera vega fuentes carrasco aguilar
    nieto caballero vargas rojas guerrero cano prieto gallego medina sanz
    """
)
_PORTUGUESE = table(
    """souza sousa silva santos lima costa barreto carvalho almeida alves rodrigues gomes martins
    araujo melo barbosa rocha dias nunes mendes cardoso correia neves lopes fernandes goncalves
    """
)
_SPANISH_END = re.compile("[a-z]{2,}(?:nez|rez|dez|lez|chez|quez|mez|pez|ndez|guez)")
_SOUTH_SLAVIC = ("ов", "ев", "ова", "ева", "ски", "ска")
_FAMILY_END = (
    "ов", "ев", "ёв", "ова", "ева", "ёва", "ский", "ская", "ський", "ська", "цкий", "цкая",
    "цький", "цька", "енко", "чук", "юк", "ић", "дзе", "швили", "швілі",
    "оў", "аў", "еў", "есян", "осян", "асян", "унян", "анян", "арян", "орян", "идян", "етян",
    "отян", "атян", "акян", "икян", "окян", "елян",
)  # fmt: skip


def turns(words: list[str]) -> bool:
    """Whether the family comes first: `Trần Hưng Đạo`, `Nagy István`."""
    return is_vietnamese(words) or is_hungarian(words)


def is_vietnamese(words: list[str]) -> bool:
    """Whether words are a Vietnamese name in its own order."""
    plain = [_plain(word) for word in words]
    if plain[0] not in _VIETNAMESE or not all(map(_SYLLABLE.fullmatch, plain)):
        return False
    if len(words) > 2 and plain[1] in _MIDDLE:
        return True
    if plain[-1] in _SURELY_VIETNAMESE:
        return False
    if plain[0] in _SURELY_VIETNAMESE or any(map(_MARKS.search, words)):
        return True
    # Without marks three syllables can be Korean, which ends with the family: `Do Hyun Kim`.
    return len(words) > 2 and plain[-1] not in _VIETNAMESE and not is_family(plain[-1])


def is_hungarian(words: list[str]) -> bool:
    """Whether words are a Hungarian name in its own order."""
    first, last = bare(words[0]), bare(words[-1])
    if last not in _HUNGARIAN_GIVEN or first in _HUNGARIAN_GIVEN or len(words) > 3:
        return False
    return first in _HUNGARIAN_FAMILY or (last not in _SHARED_GIVEN and not words[-1].isascii())


def is_short_family(word: str) -> bool:
    """Whether two or three letters can be a whole Vietnamese family name: `VU`, `BUI`."""
    return bare(word) in _VIETNAMESE


def are_spanish_families(word: str, last: str) -> bool:
    """Whether a family name of Spain stands before another, `last`: the first of two.

    Before one of Portugal or Brazil it is no more than a middle name.
    """
    plain, end = bare(word), bare(last)
    if end in _PORTUGUESE or end.endswith(("eira", "eiro")):
        return False
    return plain in _SPANISH or _SPANISH_END.fullmatch(plain) is not None


def is_south_slavic(words: list[str]) -> bool:
    """Whether three words are given name, father's name and family, as Bulgarians write."""
    first, *others = (word.casefold() for word in words)
    if first.endswith((*_SOUTH_SLAVIC, "ић")):
        return False
    return all(other.endswith(_SOUTH_SLAVIC) for other in others) or all(
        other.endswith("ић") for other in others
    )


def ends_as_family(word: str) -> bool:
    """Whether a Cyrillic word ends as only family names do."""
    return len(word) > 4 and word.casefold().endswith(_FAMILY_END)


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
