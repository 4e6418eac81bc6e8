"""Words that tell what a name is made of, and when it is none: tables and how they are asked."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from index.transliteration import skeleton


@lru_cache(maxsize=65_536)
def bare(word: str) -> str:
    """The word without case, marks, dots and apostrophes at its ends: as the tables spell it."""
    folded = word.strip(".'’-").casefold()
    if folded.isascii():
        return folded
    return "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))


# Written before a family name and part of it; some languages put them behind the given name.
PARTICLES = frozenset(
    """a' abd abdel abdul abou abu af al am an ap aus auf bar bat ben bin bint d da dal dall dalla
    das de degli dei del dela della delle dello den der des di do dos du el en het ibn in ka la las
    le les lo los mac 't t te ten ter tho thoe ul und van vande vanden vander vom von y zu zum zur
    бен бин ван дер де ди дю ибн ла ле оф тер фон эль аль дос да
    """.split()
)  # fmt: skip
JOINING = frozenset(("e", "y", "i"))  # Góes e Vasconcellos, Ortega y Gasset
# Portuguese: part of the family name, never of use alone.
AGNOMES = frozenset("filho neto netto junior sobrinho bisneto filha neta".split())
SUFFIXES = frozenset("jr jnr sr snr ii iii iv мл младший старший".split())
DEGREES = frozenset(
    """phd ph.d ph d.phil dphil md m.d dr mba msc m.sc bsc b.sc ba b.a ma m.a dds frs esq cbe obe
    кбн ктн кэн кфмн кпн кхн кин кюн дбн дтн дэн
    """.split()
)
HONORIFICS = frozenset(
    """dr prof professor doctor rev reverend capt captain col colonel maj gen lt sgt sir dame mr mrs
    ms miss frau herr ing dipl-ing hon brevet-col st.-sgt associate
    assoc assist asst mag проф профессор акад академик доц доцент член-корр чл-корр д-р докт канд
    """.split()
)
# Words that stand in prose and never in a name: in small letters, or all in capitals.
PROSE = frozenset(
    """and at by en for from in of on or the to with as is was were not no edited processed donated
    para por pour par con com et och og oder für fur mit
    и или для при из от по на под об
    """.split()
)

# Turkic: "son of", "daughter of", behind the father's name.
OFFSPRING = frozenset("оглы оглу кызы гызы угли кизи ogly oglu qizi kizi kyzy ugli gizi".split())
# Kyrgyz and Kazakh: behind the father's name, which stands for the family.
CHILD = frozenset("уулу кызы улы uulu kyzy uly".split())

_PATRONYMIC = (
    "ович", "евич", "йович", "ївна", "івна", "овна", "евна", "ична", "ьич", "мич", "ovich", "evich",
    "ovych", "evych", "iovych", "ovna", "evna", "ivna", "yivna", "ichna", "ovitch", "evitch", "ovic",
    "evic", "il'ich", "il’ich", "iich", "ilyich", "ilich",
)  # fmt: skip
_EAST_SLAVIC = (
    "ov", "ev", "yov", "in", "yn", "ova", "eva", "ina", "yna", "sky", "ski", "skiy", "skii", "skij",
    "skyi", "skaya", "skaia", "skaja", "enko", "uk", "yuk", "iuk", "chuk", "ko", "off", "aya", "yan",
    "ian", "shvili", "dze", "ykh", "ikh", "ich", "ets", "nik", "ak", "iy",
)  # fmt: skip

_GIVEN = """
Александр Александра Алексей Алина Алла Алёна Анастасия Анатолий Ангелина Андрей Анна Антон Антонина
Аркадий Арсений Артём Артур Афанасий Богдан Борис Вадим Валентин Валентина Валерий Валерия Василий
Василина Вера Вероника Виктор Виктория Виталий Виталина Владимир Владислав Владислава Всеволод
Вячеслав Галина Геннадий Георгий Герман Глеб Григорий Давид Данил Данила Дарья Денис Дина Динара
Дмитрий Евгений Евгения Егор Екатерина Елена Елизавета Ефим Жанна Захар Зинаида Зоя Иван Игорь Илья
Инна Иосиф Ирина Карина Кирилл Клавдия Константин Ксения Лариса Лев Леонид Лидия Любовь Людмила Майя
Максим Маргарита Марина Мария Марк Матвей Михаил Надежда Назар Наталия Наталья Никита Николай Нина
Нелли Оксана Олег Олеся Ольга Павел Пётр Петр Полина Прохор Раиса Регина Ринат Рита Роман Ростислав
Руслан Рустам Светлана Святослав Семён Семен Сергей София Софья Станислав Степан Тамара Тарас
Татьяна Тимофей Тимур Ульяна Фаина Фёдор Федор Филипп Эдуард Эльвира Эмма Юлия Юрий Яков Ян Яна
Ярослав Олена Олександр Олександра Олексій Андрій Сергій Юрій Дмитро Микола Михайло Наталія Катерина
Ганна Галина Тетяна Світлана Ігор Ірина Вікторія Людмила Любов Надія Павло Петро Василь Володимир
Григорій Євген Оксана Софія Анатолій Валерій Віталій Леонід Степан Ярина Богдана
""".split()
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
    plain = word.casefold()
    return (plain in PROSE and (word.islower() or len(word) > 1 and word.isupper())) or (
        plain in ("the", "and", "for", "of") or plain.endswith(("'s", "’s"))
    )
