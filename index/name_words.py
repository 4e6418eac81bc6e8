"""Words that tell what a name is made of, and when it is none: tables and how they are asked."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from index.transliteration import skeleton


def table(words: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(words.split())


@lru_cache(maxsize=16_384)
def bare(word: str) -> str:
    """The word without case, marks, dots and apostrophes at its ends: as the tables spell it."""
    folded = word.strip(".'’-").casefold()
    if folded.isascii():
        return folded
    return "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))


# Written before a family name and part of it; some languages put them behind the given name.
PARTICLES = table(
    """a' abd abdel abdul abou abu af al am an ap aus auf bar bat ben bin bint d da dal dall
    dalla das de degli dei del dela della delle dello den der des di do dos du el en het ibn
    in ka la las le les lo los mac op aan uit 't t te ten ter tho thoe ul und van vande vanden
    vander vom
    von y zu zum zur бен бин ван дер де ди дю ибн ла ле оф тер фон эль аль дос да
    """
)  # fmt: skip
JOINING = frozenset(("e", "y", "i"))  # Góes e Vasconcellos, Ortega y Gasset
# Portuguese: part of the family name, never of use alone.
AGNOMES = table("filho neto netto junior sobrinho bisneto filha neta")
SUFFIXES = table("jr jnr sr snr ii iii iv мл младший старший")
DEGREES = table(
    """phd ph.d ph d.phil dphil md m.d dr mba msc m.sc bsc b.sc ba b.a ma m.a dds frs esq cbe
    obe кбн ктн кэн кфмн кпн кхн кин кюн дбн дтн дэн csc drsc mph frcp
    """
)
HONORIFICS = table(
    """dr prof professor doctor rev reverend capt captain col colonel maj gen lt sgt sir dame
    mr mrs ms miss frau herr ing dipl-ing hon brevet-col st.-sgt associate assoc assist asst
    mag mgr bc doc inz univ-prof phdr rndr mudr judr paeddr hab habil dipl lic drs dra sr sra srta
    profa profª mestre
    проф профессор акад академик доц доцент доктор кандидат ассистент аспирант
    член-корр чл-корр д-р докт канд
    """
)
# Words that stand in prose and never in a name: in small letters, or all in capitals.
PROSE = table(
    """and at by en for from in of on or the to with as is was were not no edited processed
    donated para por pour par con com et och og oder für fur mit и или для при из от по на под
    об
    """
)

_ARTICLES = frozenset(("The", "And", "For", "Of"))

# Turkic: "son of", "daughter of", behind the father's name.
OFFSPRING = table(
    "оглы оглу кызы гызы угли кизи ogly oglu qizi kizi kyzy ugli gizi qızı kızı"
    " o'g'li o’g’li o‘g‘li oʻgʻli ogli"
)
# Kyrgyz and Kazakh: behind the father's name, which stands for the family.
CHILD = table("уулу кызы улы uulu kyzy uly")

_PATRONYMIC = (
    "ович", "евич", "йович", "ївна", "івна", "овна", "евна", "ична", "ьич", "мич", "ovich", "evich",
    "ovych", "evych", "iovych", "ovna", "evna", "ivna", "yivna", "ichna", "ovitch", "evitch",
    "il'ich", "il’ich", "iich", "ilyich", "ilich", "авіч", "евіч", "овіч", "аўна", "еўна", "ұлы",
    "улы", "қызы", "кызы", "uly", "qyzy", "kyzy",
)  # fmt: skip
_EAST_SLAVIC = (
    "ov", "ev", "yov", "in", "yn", "ova", "eva", "ina", "yna", "sky", "ski", "skiy", "skii", "skij",
    "skyi", "skaya", "skaia", "skaja", "enko", "uk", "yuk", "iuk", "chuk", "ko", "off", "aya",
    "yan", "ian", "shvili", "dze", "ykh", "ikh", "ich", "ets", "nik", "ak", "iy",
)  # fmt: skip

_GIVEN = table(
    """Євген Ігор Ірина Александр Александра Алексей Алина Алла Алёна Анастасия Анатолий
    Анатолій Ангелина Андрей Андрій Анна Антон Антонина Аркадий Арсений Артур Артём Афанасий
    Богдан Богдана Борис Вадим Валентин Валентина Валерий Валерия Валерій Василий Василина
    Василь Вера Вероника Виктор Виктория Виталий Виталина Владимир Владислав Владислава
    Володимир Всеволод Вячеслав Вікторія Віталій Галина Ганна Геннадий Георгий Герман Глеб
    Григорий Григорій Давид Данил Данила Дарья Денис Дина Динара Дмитрий Дмитро Евгений
    Евгения Егор Екатерина Елена Елизавета Ефим Жанна Захар Зинаида Зоя Иван Игорь Илья Инна
    Иосиф Ирина Карина Катерина Кирилл Клавдия Константин Ксения Лариса Лев Леонид Леонід
    Лидия Любов Любовь Людмила Майя Максим Маргарита Марина Мария Марк Матвей Микола Михаил
    Михайло Надежда Надія Назар Наталия Наталья Наталія Нелли Никита Николай Нина Оксана Олег
    Олександр Олександра Олексій Олена Олеся Ольга Павел Павло Петр Петро Полина Прохор Пётр
    Раиса Регина Ринат Рита Роман Ростислав Руслан Рустам Светлана Святослав Світлана Семен
    Семён Сергей Сергій София Софья Софія Станислав Степан Тамара Тарас Татьяна Тетяна Тимофей
    Тимур Ульяна Фаина Федор Филипп Фёдор Эдуард Эльвира Эмма Юлия Юрий Юрій Яков Ярина
    Ярослав
    """
)
_GIVEN_SKELETONS = frozenset(map(skeleton, _GIVEN))


def is_patronymic(word: str) -> bool:
    """Whether a word ends as East Slavic patronymics do."""
    return len(word) > 4 and word.casefold().endswith(_PATRONYMIC)


def is_east_slavic_given(word: str) -> bool:
    """Whether a word is a common Russian or Ukrainian given name, in any alphabet."""
    return skeleton(word) in _GIVEN_SKELETONS


def ends_east_slavic(word: str) -> bool:
    """Whether a romanised word ends as Russian or Ukrainian family names often do."""
    return word.casefold().endswith(_EAST_SLAVIC)


def is_prose(word: str) -> bool:
    """Whether a word is one of those that join others to a sentence; `To` and `И.` are names."""
    if word in _ARTICLES or word.endswith(("'s", "’s")):
        return True
    if not (word.islower() or (word.isupper() and len(word) > 1)):
        return False
    return word.casefold() in PROSE
