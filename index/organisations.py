"""Whether a name is that of a body, by the words that bodies are called by in many languages."""

from __future__ import annotations

import re
from functools import lru_cache

from index.name_words import bare


def _table(words: str) -> frozenset[str]:
    return frozenset(map(bare, words.split()))


# How such a word begins, without marks. Four letters at least; what is shorter stands in _WHOLE.
_BEGINNING = _table(
    """academ accadem agenc agenz agricultural akadem aktiengesell arbeitsgr archiv asociac
    assoc authorit bakanl bibliot coleg collabor collect college comision comiss comit commiss
    committee compan confeder conferenc conseil consejo conselh consigl consorti constitut
    cooperativ
    corporat departa departem departm dipartiment direcao direccion direction directorat
    direktorat edition editori egyetem enstitu equipe etablissem facolt faculd facult fakult
    federac federal federat fondat fondazion forening forschungs foundation fundaca fundaci
    genootschap gesellschaft gobierno gouvernement governm governo hochschul hogeschool
    hogskol hopital hospital initiativ institu instytut international intezet investigators
    istitut kementer kommiss konsorti krankenhaus laborato lembaga librar ministe ministr
    municip nacional national network observator organis organiz ospedal parliament
    photographs photographic politechn politekn politecnic redacc redaction redacao sluzb polytech
    prefeitura programm publisher
    publishing railroad railway redakc redakt research secretariat sekretariat services
    servicios sindicat sociedad societ spolecnost stichting stiftelse stiftung sveucilist
    tarsasag technolog teknolog towarzyst tribunal tutkimus universi universyt univerz
    uniwersyt vereniging verlag veterans virasto wydawn wydzial yayin yliopisto ylioppil
    zaklad ακαδημ εταιρε ιδρυμα ινστιτ πανεπιστ υπουργ агентств администрац академиче
    академии академию академия академію академія академії акадэмія акадэміі ассоциац
    библиот больниц департамент дирекц издательс институт кафедр клиник колледж комисси
    комитет компани коміт консорц корпорац лаборат министерс міністерс научн национальн
    національн обществ объединен организац политех політех правительств предприят редакци
    редкол республик российск товариств универс універс управлен учрежден факультет федеральн
    филиал фондаци інститут אוניברסיט האוניברסיט
    """
)  # fmt: skip
_LENGTHS = tuple(sorted({len(word) for word in _BEGINNING}))
_ENDINGS = (
    "gesellschaft", "verein", "verband", "stiftung", "kommission", "ministerium", "ministerio",
    "ministeriet", "bibliothek", "anstalt", "hochschule", "universitat", "universitet", "institut",
    "institutet", "zentrum", "akademie", "saatio", "yliopisto", "korkeakoulu", "laitos", "virasto",
    "styrelsen", "myndigheten", "departementet", "sallskapet", "forbundet", "amtet", "akademien",
    "riksbank",
    "университет", "институт", "академия", "центр", "издат",
)  # fmt: skip
_WHOLE = _table(
    """affairs army badan balai baskanligi bros brothers bund bureau center centers centralen
    centre centres centro centru centrum cern cnrs coalition congreso congress congresso corp
    council councils dept depto dernegi dinas division drustvo ecole editora escola escolas
    escuela editors estate firm gmbh group groupe groups grupo gruppe gruppo guild imprimerie
    inc inra inria inserm ispolkom jabatan jurusan kaupunki keskus kft kozpont kurumu labs
    laitos liitto llc llp ltd ltda ltee merkezi musee museo museu museum muzeum nasa nato navy
    ulikool oecd ocde eurostat statistik statistics ieee undp unhcr unctad csiro embrapa
    nv ooo oyj plc program project projekt projeto proprietary proyecto pty pusat saatio sarl
    school schools secretary senate servei service servicio servico servizio seura spa srl sro
    staff studio studios team unesco uniao unicef unidad unidade union unite united ustav
    vakfi verband verein welfare workshop yayasan zavod zentrum εθνικο бюро вниро вуз гбоу
    завод зао коллектив мгу музей нии оао ооо отдел отделение отделения пао партия ран рф
    служба совет союз спбгу ссср театр фгбоу фгбу фонд центр школа эвм מכון משרד
    """
)  # fmt: skip
# Family names too, or plain words: they count beside one of _LINKS.
_WEAK = _table(
    """bank board church city co county editor experiment fund garden gardens guard hall house
    kingdom lab mission nation office order palace press republic sa state states station
    study survey theatre theater trust unit village
    """
)
# Scripts without blanks or marks, and words that only together mean a body.
_INSIDE = re.compile(
    "大学|大學|学院|學院|研究所|研究院|研究室|研究会|研究會|委員会|委员会|委員會|協会|协会|協會|学会|學會|公司|会社|會社|図書館|图书馆|圖書館|"
    "出版社|編集部|编辑部|編纂所|博物館|博物馆|資料館|機構|机构|研究中心|事務局|医院|病院|組織|组织|政府|部会|课题组|会議|教育部|科学院|科學院|卫生部|事業団|財団|振興会|联盟|聯盟|"
    "대학|연구원|연구소|협회|학회|센터|위원회|도서관|기술원|학교|공단|박물관|재단|"
    "جامعة|معهد|وزارة|مركز|كلية|جمعية|مؤسسة|مكتبة|هيئة|شركة|الإدارة|دانشگاه|پژوهشگاه|انجمن|"
    "มหาวิทยาลัย|विश्वविद्यालय|संस्थान|უნივერსიტეტი|համալսարան|đại học"
)
# A body is called after something: `State of Delaware`, `Bank für Sozialwirtschaft`; or is the one.
_WEAK_OF = re.compile(
    rf"^the\b|\b(?:{'|'.join(_WEAK)})\s+(?:of|the|for|in|on|and|&|de|del|des|du|für|van)\b", re.I
)
# `S. Centro`, `G. Escolar`: whoever has initials is a person.
_INITIALS_AND_WORD = re.compile(r"(?:[^\W\d_]\.[ -]*)+[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ACRONYM = re.compile(r"(?![IVXLCDM]+\b)[^\W\d_a-zа-я]{3,}")

# `академик РАН Иванов П.С.`
_ACADEMICIAN = re.compile(r"(?:академик|акад\.|член-корр|чл\.-корр)", re.I)
# `Collection processed by …` tells who did it.
_ABOUT = re.compile(r"\bby\b", re.I)

Strength = int  # 0: says nothing, 1: only beside another or "of", 2: says it alone


def is_organisation(text: str) -> bool:
    """Whether a name holds a word that only bodies are called by."""
    strengths = list(map(_strength, _WORD.findall(text)))
    if not any(strengths):
        return not text.isascii() and _INSIDE.search(text.casefold()) is not None
    if _INITIALS_AND_WORD.fullmatch(text) or _ABOUT.search(text) or _ACADEMICIAN.match(text):
        return False
    if "." in text and " " not in text:
        return False
    if 2 in strengths or sum(strengths) > 1:
        return True
    return _WEAK_OF.search(text) is not None or text.endswith((" Co.", " S.A."))


def is_plain(word: str) -> bool:
    """Whether a word of ASCII letters says nothing of a body."""
    return word.isascii() and word.isalpha() and _strength(word) == 0


def is_acronym(text: str) -> bool:
    """Whether a text begins with three or more capitals in a row that are no Roman numeral."""
    return _ACRONYM.match(text) is not None


@lru_cache(maxsize=16_384)
def _strength(word: str) -> Strength:
    plain = bare(word)
    if plain in _WEAK:
        return 1
    if plain in _WHOLE or plain.endswith(_ENDINGS):
        return 2
    for length in _LENGTHS:
        if plain[:length] in _BEGINNING:
            return 2
    return 0
