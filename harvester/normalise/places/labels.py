"""What journals call volume, number, year, page and article, in front of a number or behind it.

From OJS's locales (`issue.vol`, `issue.no` of main and of 3.3), and as editors write themselves.
All in lower case and without the final dot.
"""

from __future__ import annotations

from typing import Literal

Kind = Literal["volume", "issue", "annual", "pages", "article"]

_VOLUME = """
    vol volume volumen volum volumes v vols tom tome tomo tomus t т том тoм томъ band bd bnd
    jg jahrgang jrg jaargang árg årg årgång årgang árgangur årsskrift évf évfolyam köt kötet
    lbh libk bol letn letnik svezak sv svazek zväzok diel roč ročník ročnik rocznik r god.-vol
    zwj kd köide sēj sējums cild cilt c. jild jil jilid tập quyển боть հտ հատոր ტომ ტ τόμ
    τόμος τομ τομος нөмір нөмер knj knjiga књ књига кн-т vsk vuosikerta ##issue.vol## مجلد
    المجلد مج م دوره جلد بەرگ كۆبەند כרך खंड खण्ड भाग เล่ม เล่มที่ 巻 卷 卷第 辑 권 호 llibre
"""
# In front of a number that is no year these are volumes: `Год. 60`, `Año XII`, `Anno XV`.
_ANNUAL = """
    год година годъ рік god godina godište годиште рочник leto año ano anno any année annee an
    anul rok year yr jahr yıl yil έτος سال السنة سنة שנה वर्ष ปีที่ ปี năm tahun 年 년 жыл
"""
_ISSUE = """
    no nos nr nro nº n° n.º n.° n. º n num núm nùm núms nú número numero numéro nummer numer
    numéros number issue iss is issues № №№ nо выпуск вып випуск вип номер ном brój broj br бр
    број брой čís číslo č čo št številka heft h hft häfte häft hefte hæfte afl aflevering szám
    sz füzet zk zenb zenbakia nömrə nomeri nomer son sayı sayi sy s.no lib fasc fascicule
    fascículo fasciculo fascicolo zeszyt z sešit seš zošit zoš číselo numeris nummeris numurs
    number. bil bilangan nomor số дугаар համար թիվ ნომერი αρ αρ. αριθ τεύχος τεύχ τχ τεύχη кн
    книга книжка ч часть частина чис число àir uimh issue-no cuaderno caderno cahier quaderno
    quad ##issue.no## عدد العدد ع شماره ش ژمارە מספר גיליון גליון חוברת अंक संख्या หมายเลข
    ฉบับที่ ฉบับ 号 號 期 编号 編號 번호 第 제 edição edición edisi شمارہ саны нумар ліч
"""
_PAGES = """
    p pp pg pgs page pages pag pags pág págs página páginas pagina pagine pagg s ss str strana
    strany strony seite seiten sid sidor side sider sivu sivut bl blz o old oldal lk lpp psl
    puslapiai с c сс стр стор страница страницы бб б бет σ σσ σελ σελίδες ص صص الصفحات עמ
    עמודים पृ หน้า trang tr hal halaman sayfa sf 頁 页 ページ 쪽 면
"""
_ARTICLE = """
    article articleid art artículo articulo artigo articolo artikel статья id ar eid
"""
# Behind a number other words count: `3호` is a number, `12 p.` are pages.
_BEHIND = """
    volume: évf évfolyam köt kötet jahrgang jg jaargang jrg vsk vuosikerta cilt cild jild jilid sēj
    sējums t tom vol kd köide libk årg årgång årgang roč ročník letnik letn т том тома tập
    巻 卷 辑 권
    issue: szám sz füzet heft sayı sayi son сон lib nro nr zk zenb zenbakia num no számú выпуск вып
    номер випуск číslo št številka 号 號 期 호
    annual: 年 년
"""


def _kinds() -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    rows: tuple[tuple[Kind, str], ...] = (
        ("pages", _PAGES),
        ("article", _ARTICLE),
        ("annual", _ANNUAL),
        ("issue", _ISSUE),
        ("volume", _VOLUME),
    )
    for kind, words in rows:
        found |= dict.fromkeys(words.casefold().split(), kind)
    return found


def _behind() -> dict[str, Kind]:
    found: dict[str, Kind] = dict.fromkeys(_PAGES.casefold().split(), "pages")
    kind: Kind = "volume"
    for word in _BEHIND.casefold().split():
        if word.endswith(":"):
            kind = _NAMED[word]
        else:
            found[word] = kind
    return found


_NAMED: dict[str, Kind] = {"volume:": "volume", "issue:": "issue", "annual:": "annual"}

FRONT = _kinds()
BEHIND = _behind()
# More than one number follows, or else it is the last word of a journal's name.
PLURALS = frozenset(("issues", "volumes", "numbers", "years"))

# The beginnings of words that make a number a special one: `3 Suppl 1`, `n. Esp. 2`, `Sonderheft`.
SPECIAL = (
    r"(?:special\s+issue|supplement\w*|suppl?\b\.?|supl\w*|sup\b\.?|special\w*|spec\b\.?|esp(?:ecial)?\b\.?"
    r"|extra\w*|extraordinario|sonder\w+|beiheft\w*|beilage\w*|beih\b\.?|hors[-\s]s[ée]rie|spécial\w*"
    r"|speciale?\b|straordinario|numero\s+speciale|número\s+especial|edición\s+especial"
    r"|edi[cç][aã]o\s+especial|temático|thematic\s+issue|theme\s+issue|edisi\s+khusus"
    r"|спец\w*|прил\w*|дод(?:аток)?\b\.?|додатъ?к\w*|özel\s+sayı|ek\s+sayı|dodatek|zvláštní\w*"
    r"|numer\s+specjalny|ali?mentum|pt\b\.?|part\b|partie\b|teil\b|parte\b|bis\b|ter\b|si\b|sp\b\.?"
    r"|isuppl\b|عدد\s+خاص|خاص|ویژه|增刊|特刊|专刊|別冊|臨時増刊|특별호)"
)
# What stands where an issue would, when there is none yet.
AHEAD = (
    r"(?:online\s+first|early\s+(?:view|access|online)|(?:articles?\s+)?in\s+press|ahead\s+of\s+print"
    r"|forthcoming|just\s+accepted|accepted\s+(?:articles|manuscripts)|publish(?:ed)?\s+ahead[\w\s-]*"
    r"|first\s+online|avance\s+online|en\s+prensa|no\s+prelo|ahead\s*of\s*print|latest\s+articles"
    r"|в\s+печати|online\s+erst\w*|publicación\s+anticipada|publicação\s+contínua)"
)
# Months and seasons: they say when, not where.
_SEASONS = """
    january february march april may june july august september october november december jan
    feb mar apr jun jul aug sep sept oct nov dec spring summer autumn fall winter enero
    febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre
    diciembre ene abr ago set dic primavera verano otoño invierno janeiro fevereiro março maio
    junho julho setembro outubro novembro dezembro fev mai out dez verão outono inverno
    janvier février mars avril juin juillet août septembre octobre novembre décembre janv févr
    avr juil déc printemps été automne hiver januar februar märz juni juli september oktober
    dezember jän okt frühjahr frühling sommer herbst gennaio febbraio aprile maggio giugno
    luglio settembre ottobre dicembre gen mag giu lug ott estate autunno inverno januari
    februari maret mei agustus desember январь февраль март апрель май июнь июль август
    сентябрь октябрь ноябрь декабрь января февраля марта апреля мая июня июля августа сентября
    октября ноября декабря янв фев апр авг сент окт нояб дек весна лето осень зима січень
    лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
"""
SEASON = rf"(?:{'|'.join(sorted(_SEASONS.split(), key=len, reverse=True))})(?![^\W\d_])"

# Last words of names that keep their dot (ISO 4), where nothing else tells.
_ABBREVIATED = """
    acad agric am anal anat anim ann anthropol appl arch astron astrophys bacteriol behav
    biochem biol biophys biotechnol bot br bull cell chem clin commun comput crystallogr curr
    dev dis ecol econ electron eng entomol environ eur exp fac food gen genet geogr geol
    geophys hist immunol ind inf inorg inst int j lab lett lit mag mat mater math mech med mem
    mol nat natl neurol nucl nutr oceanogr ophthalmol opt org pathol pharmacol philos phys
    physiol plant polit polym proc psychiatry psychol publ q radiol rep res rev roy sci ser
    soc sociol stat stud surg syst technol theor toxicol trans univ vet virol zool
"""
ABBREVIATED = frozenset(_ABBREVIATED.split())
