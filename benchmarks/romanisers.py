"""Cyrillic names in Latin letters: twenty romanisations each for Russian, Ukrainian and Bulgarian.

From the standards and from the habits of languages, written without a look at how `index` compares
words. A scheme is a table of letters, and rules (patterns of Cyrillic letters) that go before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Language = Literal["ru", "uk", "bg"]
_VOWELS = "аеёиоуыэюяєіїъь"


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way to write Cyrillic in Latin letters."""

    letters: dict[str, str]
    rules: tuple[tuple[str, str], ...] = ()

    def __call__(self, word: str) -> str:
        """The word in Latin letters, with a capital."""
        text = word.lower()
        for pattern, latin in self.rules:
            text = re.sub(pattern, latin, text)
        return "".join(self.letters.get(letter, letter) for letter in text).capitalize()


_SAME = dict(zip("абвгдзиклмнопрстуф", "abvgdziklmnoprstuf", strict=True))


def _table(text: str, base: dict[str, str] | None = None) -> dict[str, str]:
    """`ж zh х kh ъ -` as a table beside another one; a dash stands for nothing."""
    parts = text.split()
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return (base or _SAME) | {cyrillic: latin.replace("-", "") for cyrillic, latin in pairs}


# After a vowel, at the beginning and behind ъ and ь some schemes write an iotated е.
_IOTATED = (rf"(?:(?<=[{_VOWELS}])|^)е", "ye")
_Y_END = (r"[иы]й$", "y")

_BGN_RU = _table("е e ё ë ж zh й y х kh ц ts ч ch ш sh щ shch ъ ” ы y ь ’ э e ю yu я ya")
_ISO9 = _table(
    "е e ё ë ж ž й j х h ц c ч č ш š щ ŝ ъ ʺ ы y ь ʹ э è ю û я â є ê і ì ї ï ґ g̀ ’ ’ ' ’"
)
_GOST_B = _table("е e ё yo ж zh й j х x ц cz ч ch ш sh щ shh ъ `` ы y` ь ` э e` ю yu я ya")
_GOST_71 = _table("е e ё jo ж zh й jj х kh ц c ч ch ш sh щ shh ъ ʺ ы y ь ' э eh ю ju я ja")
_PASSPORT_2010 = _table("е e ё e ж zh й i х kh ц tc ч ch ш sh щ shch ъ - ы y ь - э e ю iu я ia")
_ICAO = _table("е e ё e ж zh й i х kh ц ts ч ch ш sh щ shch ъ ie ы y ь - э e ю iu я ia")
_ALA = _table("е e ё ë ж z͡h й ĭ х kh ц t͡s ч ch ш sh щ shch ъ ʺ ы y ь ʹ э ė ю i͡u я i͡a г g")
_ALA_PLAIN = _table("е e ё e ж zh й i х kh ц ts ч ch ш sh щ shch ъ ' ы y ь ' э e ю iu я ia")
_SCHOLARLY = _table("е e ё ë ж ž й j х x ц c ч č ш š щ šč ъ ʺ ы y ь ʹ э è ю ju я ja")
_GERMAN = _table(
    "в w е e ё jo ж sch з s й i х ch ц z ч tsch ш sch щ schtsch ъ - ы y ь - э e ю ju я ja"
)
_FRENCH = _table("е e ё io ж j й ï у ou х kh ц ts ч tch ш ch щ chtch ъ - ы y ь - э e ю iou я ia")
_POLISH = _table("в w е ie ё io ж ż й j л ł х ch ц c ч cz ш sz щ szcz ъ - ы y ь - э e ю iu я ia")
_CZECH = _table("е e ё jo ж ž й j х ch ц c ч č ш š щ šč ъ - ы y ь - э e ю ju я ja")
_POPULAR = _table("е e ё yo ж zh й y х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya")
_OLD = _table("е e ё e ж zh й y х kh ц tz ч tch ш sh щ stch ъ - ы y ь - э e ю u я ya")

_GERMAN_RULES = (
    (r"[иы]й$", "i"),
    (rf"(?<=[{_VOWELS}])с(?=[{_VOWELS}])", "ss"),
    (rf"(?:(?<=[{_VOWELS}])|^)е", "je"),
    (r"(?<=[жчшщ])ё", "o"),
    (r"ь(?=[оё])", ""),
    (r"кс", "x"),
)
_FRENCH_RULES = (
    (r"[иы]й$", "i"),
    (r"ин$", "ine"),
    (r"г(?=[еэиы])", "gu"),
    (rf"(?<=[{_VOWELS}])с(?=[{_VOWELS}])", "ss"),
    (r"ьё", "io"),
    (r"(?<=[жчшщ])ё", "e"),
)
_POLISH_RULES = (
    (r"ский$", "ski"),
    (r"цкий$", "cki"),
    (r"ый$", "y"),
    (r"ий$", "i"),
    (r"(?<=[жчшщц])[её]", "e"),
    (rf"(?:(?<=[{_VOWELS}])|^)е", "je"),
    (rf"(?:(?<=[{_VOWELS}])|^)ю", "ju"),
    (rf"(?:(?<=[{_VOWELS}])|^)я", "ja"),
    (r"ле", "le"),
    (r"лю", "lu"),
    (r"ля", "la"),
    (r"ли", "li"),
    (r"ль", "l"),
    (r"нь", "ń"),
    (r"сь", "ś"),
    (r"зь", "ź"),
    (r"ць", "ć"),
    (r"(?<=[жшцч])и", "y"),
)
_CZECH_RULES = ((r"ский$", "ský"), (r"[иы]й$", "ý"), (rf"(?:(?<=[{_VOWELS}])|^)е", "je"))

_RUSSIAN = {
    "ISO 9": Scheme(_ISO9),
    "GOST 7.79 B": Scheme(_GOST_B, ((r"ц(?=[еёиыйіэ])", "c"),)),
    "GOST 16876-71": Scheme(_GOST_71),
    "GOST R 52535.1": Scheme(_PASSPORT_2010),
    "ICAO": Scheme(_ICAO),
    "passport 1997": Scheme(_table("ъ - ь -", _BGN_RU), (_IOTATED, (r"ь(?=е)", "y"), _Y_END)),
    "BGN/PCGN": Scheme(_BGN_RU, (_IOTATED, (r"(?:(?<=[аеёиоуыэюяйъь])|^)ё", "yë"))),
    "BGN/PCGN plain": Scheme(_table("ё yo ъ ' ь '", _BGN_RU), (_IOTATED, (r"(?<=[жчшщ])ё", "o"))),
    "typographic": Scheme(_table("ё yo ъ ’ ь ’", _BGN_RU), (_IOTATED,)),
    "ALA-LC": Scheme(_ALA),
    "ALA-LC plain": Scheme(_ALA_PLAIN),
    "scholarly": Scheme(_SCHOLARLY),
    "German": Scheme(_GERMAN, _GERMAN_RULES),
    "German, library": Scheme(_table("в v ж ž з z й j ц c ч č ш š щ šč", _GERMAN)),
    "French": Scheme(_FRENCH, _FRENCH_RULES),
    "French, old": Scheme(_FRENCH, ((r"ов$", "off"), (r"ев$", "eff"), *_FRENCH_RULES)),
    "Polish": Scheme(_POLISH, _POLISH_RULES),
    "Czech": Scheme(_CZECH, _CZECH_RULES),
    "English": Scheme(_POPULAR, (_Y_END, (r"кс", "x"), (r"ьё", "yo"))),
    "English, old": Scheme(_OLD, ((r"ов$", "off"), _Y_END)),
}

_UK = "и y і i ї i є ie ґ g г h ' - ’ -"
_UK_2010 = _table(f"{_UK} е e ж zh й i х kh ц ts ч ch ш sh щ shch ь - ю iu я ia")
_UK_BEGINS = tuple(
    (rf"^{a}", b) for a, b in zip("єїйюя", ["ye", "yi", "y", "yu", "ya"], strict=True)
)
_UK_BGN = _table(
    "и y і i ї yi є ye ґ g г h ' ” ’ ” е e ж zh й y х kh ц ts ч ch ш sh щ shch ь ’ ю yu я ya"
)
_UK_ALA = _table(
    "и y і i ї ï є i͡e ґ g г h ' ' ’ ' е e ж z͡h й ĭ х kh ц t͡s ч ch ш sh щ shch ь ʹ ю i͡u я i͡a"
)
_UK_SCHOLARLY = _table(
    "и y і i ї ji є je ґ g г h ' ’ ’ ’ е e ж ž й j х x ц c ч č ш š щ šč ь ʹ ю ju я ja"
)
_UK_GERMAN = _table(f"{_UK} є je ї ji щ schtsch", _GERMAN)
_UK_FRENCH = _table(f"{_UK} є ie ї ï г h", _FRENCH)
_UK_POLISH = _table(f"{_UK} е e є je ї ji ю ju я ja", _POLISH)
_UK_POLISH_RULES = (
    (r"ський$", "ski"),
    (r"цький$", "cki"),
    (r"(?<=[бвгґдзкмнпрстфх])я", "ia"),
    (r"(?<=[бвгґдзкмнпрстфх])ю", "iu"),
    (r"(?<=[бвгґдзкмнпрстфх])є", "ie"),
    (r"лі", "li"),
    (r"лю", "lu"),
    (r"ля", "la"),
    (r"ль", "l"),
    (r"нь", "ń"),
    (r"сь", "ś"),
    (r"зь", "ź"),
    (r"ць", "ć"),
    (r"ий$", "yj"),
)
_UKRAINIAN = {
    "ISO 9": Scheme(_table("и i", _ISO9)),
    "GOST 7.79 B": Scheme(
        _table("и y` і i ї yi є ye ґ g` ' ' ’ '", _GOST_B), ((r"ц(?=[еиійєї])", "c"),)
    ),
    "KMU 2010": Scheme(_UK_2010, ((r"зг", "zgh"), *_UK_BEGINS)),
    "passport 2007": Scheme(_table("г g", _UK_2010)),
    "passport 1995": Scheme(_table("ь ' ' ' ’ '", _UK_2010)),
    "BGN/PCGN": Scheme(_UK_BGN),
    "BGN/PCGN plain": Scheme(_table("ь - ' - ’ -", _UK_BGN)),
    "typographic": Scheme(_table("' ’ ’ ’", _UK_BGN)),
    "ALA-LC": Scheme(_UK_ALA),
    "ALA-LC plain": Scheme(
        _table("ж zh й i ц ts є ie ї i ю iu я ia ь ' щ shch", _UK_ALA)
    ),
    "scholarly": Scheme(_UK_SCHOLARLY),
    "national 1996": Scheme(_table("щ sch ь '", _UK_2010), ((r"зг", "zgh"), *_UK_BEGINS)),
    "German": Scheme(_UK_GERMAN, ((r"ий$", "yj"), *_GERMAN_RULES[1:2])),
    "German, short": Scheme(_UK_GERMAN, ((r"ий$", "y"), (r"ій$", "ij"))),
    "French": Scheme(_UK_FRENCH, ((r"ий$", "y"), (r"[иі]н$", "ine"))),
    "Polish": Scheme(_UK_POLISH, _UK_POLISH_RULES),
    "Czech": Scheme(_table(f"{_UK} є je ї ji", _CZECH), ((r"ий$", "yj"),)),
    "English": Scheme(_table("ь - ' - ’ -", _UK_BGN), ((r"ий$", "y"),)),
    "Russian": Scheme(_table("и i і i ї i є e г g ґ g ' - ’ - ь -", _UK_BGN), (_Y_END,)),
    "Czech, library": Scheme(_table("ї ï й j ь ' ’ ’ ' ’", _UK_SCHOLARLY | {"х": "ch"})),
}  # fmt: skip

_BG_LAW = _table("е e ж zh й y х h ц ts ч ch ш sh щ sht ъ a ь y ю yu я ya")
_BG_BGN = _table("е e ж zh й y х kh ц ts ч ch ш sh щ sht ъ ŭ ь ’ ю yu я ya")
_BG_ALA = _table("е e ж zh й ĭ х kh ц t͡s ч ch ш sh щ sht ъ ŭ ь ʹ ю i͡u я i͡a")
_BG_SCHOLARLY = _table("е e ж ž й j х x ц c ч č ш š щ št ъ ǎ ь ʹ ю ju я ja")
_BG_GERMAN = _table("щ scht ъ a ж sch ь j", _GERMAN)
_BULGARIAN = {
    "law of 2009": Scheme(_BG_LAW, ((r"ия$", "ia"),)),
    "ISO 9": Scheme(_table("щ ŝ ъ ʺ", _ISO9)),
    "GOST 7.79 B": Scheme(_table("щ sth ъ a` ь `", _GOST_B), ((r"ц(?=[еий])", "c"),)),
    "BDS 1973": Scheme(_table("х h ъ ă ь j", _BG_SCHOLARLY)),
    "BGN/PCGN 1952": Scheme(_BG_BGN),
    "BGN/PCGN plain": Scheme(_table("ъ u ь -", _BG_BGN)),
    "BGN/PCGN 2013": Scheme(_BG_LAW),
    "ALA-LC": Scheme(_BG_ALA),
    "ALA-LC plain": Scheme(_table("й i ц ts ъ u ь - ю iu я ia", _BG_ALA)),
    "scholarly": Scheme(_BG_SCHOLARLY),
    "ICAO": Scheme(_table("й i ю iu я ia ъ a", _BG_LAW)),
    "passport 1999": Scheme(_table("ъ a у u", _BG_LAW)),
    "French passport": Scheme(_table("ж j у ou ъ a ц tz х h", _BG_LAW), ((r"ов$", "off"),)),
    "German": Scheme(_BG_GERMAN, _GERMAN_RULES[1:2]),
    "German, library": Scheme(_table("в v ж ž з z й j ц c ч č ш š щ št ъ ă х ch", _BG_GERMAN)),
    "French": Scheme(_table("щ cht ъ a ь i", _FRENCH), _FRENCH_RULES[1:4]),
    "Polish": Scheme(_table("е e щ szt ъ ă ь j", _POLISH), _POLISH_RULES[10:]),
    "Czech": Scheme(_table("щ št ъ ă ь j", _CZECH)),
    "typographic": Scheme(_table("ъ â ь ’", _BG_LAW)),
    "English, old": Scheme(_table("ц tz ъ u ь -", _BG_LAW), ((r"ов$", "off"),)),
}

SCHEMES: dict[Language, dict[str, Scheme]] = {
    "ru": _RUSSIAN, "uk": _UKRAINIAN, "bg": _BULGARIAN,
}  # fmt: skip
