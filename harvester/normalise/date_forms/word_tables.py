"""Words in dates: months of thirty languages from CLDR (Babel), and our own tables of the others.

A month is the months of its name in the languages that use it: `listopad` is November in Polish and
October in Croatian.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from babel import Locale

_LOCALES = (
    "en", "ru", "uk", "be", "bg", "sr", "sr_Latn", "hr", "sl", "cs", "sk", "pl", "de", "nl", "sv",
    "da", "nb", "fi", "et", "lv", "lt", "hu", "ro", "fr", "it", "es", "pt", "ca", "gl", "tr", "az",
    "kk", "id", "ms", "vi", "el", "ar", "ar_SY", "ar_DZ", "he", "th", "hi", "is", "uz", "fa",
)  # fmt: skip
# What people write and CLDR does not, or writes as a number.
_MORE = {
    "sept": 9, "febr": 2, "märz": 3, "jänner": 1, "feber": 2, "juin": 6, "janv": 1, "févr": 2,
    "fév": 2, "avr": 4, "juil": 7, "déc": 12, "novemeber": 11, "ene": 1, "set": 9, "setiembre": 9,
    "марта": 3, "мая": 5, "май": 5, "сент": 9, "нояб": 11, "июнь": 6, "июль": 7, "груд": 12,
    "agust": 8, "nopember": 11, "pebruari": 2, "januari": 1, "fevral": 2, "اذار": 3, "ايار": 5,
    "ابريل": 4, "اغسطس": 8, "أوت": 8, "شهر": 0,
}  # fmt: skip
JALALI_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن",
    "اسفند",
)  # fmt: skip
HIJRI_MONTHS = (
    "محرم المحرم muharram мухаррам", "صفر safar сафар", "ربیع‌الاول ربيع-الأول ربيع-الاول rabialawwal",
    "ربیع‌الثانی ربيع-الآخر ربيع-الثاني rabialthani", "جمادى-الأولى جمادى-الاولى جمادی‌الاول",
    "جمادى-الآخرة جمادى-الثانية جمادی‌الثانی", "رجب rajab раджаб", "شعبان shaban шаабан",
    "رمضان ramadan ramazan рамадан", "شوال shawwal шавваль", "ذوالقعدة ذو-القعدة ذی‌القعده",
    "ذوالحجة ذو-الحجة ذی‌الحجه",
)  # fmt: skip
_JALALI_SEASONS = ("بهار", "تابستان", "پاییز", "زمستان")
_SEASONS = (
    "spring spr весна весной весны весняний printemps frühjahr frühling primavera printempts wiosna "
    "bahar ilkbahar jaro jar proleće proljeće пролет tavasz kevät vår forår voorjaar lente "
    "primăvara الربيع ربيع pavasaris άνοιξη",
    "summer sum лето летом лета літо été sommer verano verão estate estiu lato yaz léto leto ljeto "
    "лято nyár kesä sommar zomer vara الصيف صيف vasara καλοκαίρι",
    "autumn fall fal aut осень осенью осени осінь automne herbst otoño outono autunno tardor jesień "
    "güz sonbahar podzim jeseň jesen есен ősz syksy höst efterår høst herfst najaar toamna الخريف "
    "خريف ruduo φθινόπωρο",
    "winter win зима зимой зимы hiver invierno inverno hivern zima kış tél talvi vinter iarna الشتاء "
    "شتاء žiema χειμώνας",
)
# Class of a token -> words. What stands in none of these makes a date not understood.
_CLASSES = {
    # circa
    "C": "ca circa cca c approximately aproximately approx about around abt environ env vers um etwa "
    "hacia około ok okolo körülbelül kb yaklaşık ок около приблизно близько прибл cerca perto aprox "
    "aproximadamente omkring ongeveer noin verso",
    # perhaps
    "Q": "probably prob possibly poss perhaps maybe presumably возможно вероятно wahrscheinlich "
    "vermutlich peut-être probablement probablemente provavelmente forse",
    "A": "after since from-after после позднее après nach später después depois após dopo po "
    "sonra efter ab desde",
    "B": "before until till до раньше ранее avant vor antes prima przed önce innan bis",
    "O": "or или oder ou lub veya eller або",
    "-": "to through по à au bis al ao do and e y и et und та i",
    # introduces a range, says nothing else
    "F": "between from von de du entre zwischen с від od",
    "K": "century centuries cent c век века веке вв в столетие століття ст jahrhundert jahrhunderts "
    "jh jhdt jhd siècle siècles siecle s siglo siglos século séculos sec secolo wiek wieku w "
    "yüzyıl century's stoletie stoleti století stor eeuw århundrade århundre vuosisata "
    "القرن قرن سده",
    "H": "ah hijri h هجري هجرية هجریة ه للهجرة قمري قمری ق هجری hicri хиджры",
    "J": "ش شمسی شمسي خورشیدی sh ap jalali shamsi",
    "T": "พ.ศ พศ พุทธศักราช be",
    "G": "ad ce م ميلادي ميلادية میلادی ค.ศ คศ нэ",
    "X": "decade década décadas décennie dècada décennies годы années anni años anos jahre lata "
    "jahrzehnt",
}
# Weekdays, prepositions, signs of a year, parts of a century, what a date is of.
_NOISE = (
    "г гг год года году годы рік року рр р роки годов year yr anno año ano année an jahr jahre rok "
    "roku r yıl yılı yılında év a.d the of in on de del du d da do am den der le la el il den dia "
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun понедельник вторник среда четверг пятница суббота воскресенье lundi mardi mercredi "
    "jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag freitag samstag sonntag "
    "lunes martes miércoles jueves viernes sábado domingo segunda terça quarta quinta sexta feira "
    "early mid late middle first second half beginning end начало конец середина "
    "début fin milieu anfang ende mitte principios finales inicios "
    "th st nd rd er ème eme e го й го-го ª º "
    "impr printed printing print reprint repr dated date issue published publ pub année tahun năm "
    "from von с від od سنة عام سال ปี"
)  # fmt: skip


@cache
def months() -> Mapping[str, Mapping[int, frozenset[str]]]:
    """Word -> number -> languages. Jalali months count from 101, Hijri ones from 201."""
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for locale, number, word in _cldr():
        found[word][number].add(locale.partition("_")[0])
    for word, number in _MORE.items():
        if number:
            found[folded(word)] = defaultdict(set, {number: {"*"}})
    for base, names in ((101, JALALI_MONTHS), (201, HIJRI_MONTHS)):
        for at, spellings in enumerate(names):
            for word in spellings.split():
                found[folded(word.replace("-", " "))][base + at].add("*")
    return {
        word: {number: frozenset(where) for number, where in numbers.items()}
        for word, numbers in found.items()
    }


def _cldr() -> Iterator[tuple[str, int, str]]:
    for name in _LOCALES:
        for context in Locale.parse(name).months.values():
            for width in ("wide", "abbreviated"):
                for number, word in context[width].items():
                    clean = folded(word)
                    if not clean.isdigit() and len(clean) > 1:
                        yield name, number, clean


@cache
def classes() -> Mapping[str, str]:
    """Word -> its class; `s` are seasons, N is noise."""
    table = {word: "N" for word in _NOISE.split()}
    table |= {word: name for name, words in _CLASSES.items() for word in words.split()}
    return {folded(word): name for word, name in table.items()}


@cache
def seasons() -> Mapping[str, int]:
    """Word -> 1 to 4; Iran's own from 101."""
    table = {word: at for at, words in enumerate(_SEASONS, 1) for word in words.split()}
    return {folded(word): at for word, at in table.items()} | {
        folded(word): at for at, word in enumerate(_JALALI_SEASONS, 101)
    }


@cache
def phrases() -> tuple[str, ...]:
    """Months of several words or with signs inside, the longest first."""
    return tuple(sorted((w for w in months() if not w.isalpha()), key=len, reverse=True))


def folded(text: str) -> str:
    """Small letters, digits of any script as ASCII, no dots at the end, no lengthening strokes."""
    if text.isascii():
        return text.lower().strip(" .")
    same = unicodedata.normalize("NFKC", text).replace("\u0640", "").casefold()
    same = same.replace("i\u0307", "i")  # Turkish İ
    same = "".join(
        str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char
        for char in same
        if char not in "\u200c\u200d\u200e\u200f"
    )
    return unicodedata.normalize("NFC", same.replace("ي", "ی").replace("ك", "ک")).strip(" .")
