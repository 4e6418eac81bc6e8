"""How standards and languages write Cyrillic in Latin letters, both ways. Pure.

`readings` takes a word in Latin letters to what it can stand for (`Schukow`: Шуков, Жуков),
`writings` a Cyrillic word to how it can be written. What `index.transliteration.skeleton` makes
equal anyway (ja and ya, doubled letters) is not told apart here.

GOST 7.79 (ISO 9), GOST 16876-71, GOST R 52535.1, ICAO 9303, BGN/PCGN, ALA-LC, the Ukrainian rules
of 2010 and the Bulgarian law of 2009; the habits of German, French, Polish and Czech.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, product

_MOST = 16  # readings by one custom; a word of more is one of letters that mean many things


@dataclass(frozen=True)
class Custom:
    """A way to spell Cyrillic letters, where English has another.

    `spelled`: pairs of a letter and its spelling; of several spellings of a letter the first one is
    written, of several letters of a spelling each can be read. `written` and `read` are patterns
    that come before it, in Cyrillic and in Latin letters.
    """

    spelled: str
    written: tuple[tuple[str, str], ...] = ()
    read: tuple[tuple[str, str], ...] = ()

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        parts = self.spelled.split()
        return list(zip(parts[1::2], parts[::2], strict=True))

    @cached_property
    def _letters(self) -> dict[int, str]:
        return {ord(one): spelling for spelling, one in reversed(self._pairs) if len(one) == 1}

    @cached_property
    def _meanings(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for spelling, letter in self._pairs:
            found.setdefault(spelling, []).append(letter)
        return found

    @cached_property
    def _spelling(self) -> re.Pattern[str]:
        longest = sorted(self._meanings, key=lambda spelling: -len(spelling))
        return re.compile(f"({'|'.join(longest)})")

    def writing(self, word: str) -> str:
        """A Cyrillic word (in lower case) as the custom writes it; other letters stay."""
        return _rewritten(word, self.written).translate(self._letters)

    def readings(self, word: str) -> Iterator[str]:
        """What a Latin word (in lower case) can stand for, the likeliest first."""
        pieces = self._spelling.split(_rewritten(word, self.read))
        meanings = [self._meanings[piece] if at % 2 else [piece] for at, piece in enumerate(pieces)]
        return map("".join, islice(product(*meanings), _MOST))


def _rewritten(word: str, patterns: Iterable[tuple[str, str]]) -> str:
    for pattern, by in patterns:
        word = re.sub(pattern, by, word)
    return word


_ENGLISH = Custom(
    "щ shch ж zh х kh ц ts ч ch ш sh а a б b в v г g д d е e з z и i к k л l м m н n о o п p р r"
    " с s т t у u ф f х h в w"
)
_POLISH = "щ szcz ш sz ч cz ц c ц ć х ch"
# What libraries write; titles come by these.
_STANDARDS = (
    Custom("ц c я â ю û ч ch х h"),  # ISO 9
    Custom("ц c х x ч ch"),  # scholarly
    Custom("щ shh ц cz ц c х x ч ch"),  # GOST 7.79 B
    Custom("щ sth ц cz ц c х x ч ch"),  # the same for Bulgarian
    Custom("э eh", read=(("eh(?![aeiouy])", "э"),)),  # GOST 16876-71
    Custom(_POLISH, written=(("ць", "ћ"),)),  # and Czech and Croatian
)
_FRENCH = "щ chtch ч tch ш ch ж j ю iou у ou с ss"
# What people write who have to spell a name.
_HABITS = (
    # German: s before a vowel is с or з, sch is ш or ж
    Custom(
        "щ schtsch ч tsch ш sch ж sch х ch ц z ц tz з s с s с ss в w",
        read=(("s(?=[ptkf]|$)", "с"), ("x", "kс")),
    ),
    Custom(_FRENCH, written=(("ин$", "ине"),), read=(("ine$", "in"),)),
    Custom(
        _FRENCH,
        written=(("ин$", "ине"), ("г(?=[еэиыіє])", "gu")),
        read=(("ine$", "in"), ("gu(?=[eiy])", "г")),
    ),
    # Polish has a soft l where no Ł is written
    Custom(
        f"{_POLISH} ля la ла la лю lu лу lu л ł",
        written=(("ць", "ћ"), ("ля", "ла"), ("лю", "лу")),
    ),
    Custom("ж j у ou"),  # Bulgarian passports before 1999
    Custom("у u ъ u"),  # and Ъ as in Turnovo
    Custom("ъ ie", read=(("ie(?=[iyj]?[aeou])", "ъ"),)),  # ICAO 9303: Podieiachev
)
# What languages have of their own, whatever is written otherwise: Ukrainian and Belarusian Г,
# Bulgarian Щ, and Ъ with its mark or without.
_CONSONANT = "[бвгджзйклмнпрстфхцчшщ]"
_LANGUAGES = (
    Custom("г h", read=(("(?<![cgkpstz])h", "г"),)),
    Custom("щ шт", read=(("sht|št|scht|szt|cht", "щ"), ("[ŭǔ]", "ъ"))),
    Custom("щ шт", written=((f"(?<={_CONSONANT})ъ(?={_CONSONANT})|^ъ", "u"),)),
)
# After hushers ё is spelled o: Чёрный, Chorny; Ukrainian has it so.
_BY_O = (("(?<=[жчшщ])[её]", "о"),)
_BY_E = (("(?<=[жчшщ])[oо]", "е"),)


def readings(word: str, *, names: bool) -> list[str]:
    """What a word in Latin letters (in lower case) can stand for; first itself, by English.

    `names`: also what those can have meant who spell names by the habits of their language.
    """
    customs = (_ENGLISH, *_STANDARDS, *_HABITS) if names else (_ENGLISH, *_STANDARDS)
    spelled = dict.fromkeys([word, *(_rewritten(word, one.read) for one in _LANGUAGES)])
    found = _each_once(
        one for each in spelled for custom in customs for one in custom.readings(each)
    )
    return _each_once(chain(found, (_rewritten(one, _BY_E) for one in found)))


def writings(word: str, *, names: bool) -> list[str]:
    """How a Cyrillic word (in lower case) can be written; first itself.

    `names`: also by the habits of languages, as the names of people are.
    """
    customs = (*_STANDARDS, *_HABITS) if names else _STANDARDS
    spelled = _each_once([word, _rewritten(word, _BY_O)])
    spelled = _each_once(
        chain(spelled, (one.writing(each) for one in _LANGUAGES for each in spelled))
    )
    return _each_once(chain(spelled, (one.writing(each) for each in spelled for one in customs)))


def _each_once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
