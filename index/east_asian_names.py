"""Names of China, Japan and Korea: which end is the family, in their own scripts and romanised."""

from __future__ import annotations

import re

from index.name_words import table

_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_EAST = re.compile(rf"[{_HAN}\u3040-\u30ff\uac00-\ud7a3·・‧ ]+")
_HANGUL = re.compile("[\uac00-\ud7a3]+")
_ONLY_HAN = re.compile(f"[{_HAN}]+")

_CHINESE = frozenset(
    "".join(
        table(
            """王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹
            彭曾肖萧蕭田董袁潘于余叶葉蒋蔣杜苏蘇魏程吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏韦韋
            付傅方白邹鄒孟熊秦邱江尹薛闫閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯
            常温溫康施文牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿关關兰蘭焦俞左柳甘
            祝包宁寧尚符舒阮柯纪紀梅童凌毕畢单單季裴霍涂成苗谷盛曲翁冉骆駱蓝藍路游辛靳管柴蒙鲍鮑华華喻祁
            蒲房滕屈饶饒解牟艾尤阳陽时時穆农農司卓古吉缪繆简簡车車项項连連芦麦麥褚娄婁窦竇戚岑景党黨宫宮
            费費卜冷晏席卫衛米柏宗瞿桂全佟应應臧闵閔苟邬鄔边邊卞姬师師和仇栾欒隋商刁沙荣榮巫寇桑郎甄丛叢
            仲虞敖巩鞏明佘池查麻苑迟遲邝鄺封谈談匡鞠惠荆荊乐樂冀郁胥南班储儲原栗燕楚鄢劳勞谌諶奚皮粟冼蔺
            藺楼樓盘盤满滿闻聞位厉厲伊仝区區郜海阚闞花权權强強帅帥屠豆朴盖蓋练練廉禹井祖漆巴丰豐支卿国國
            狄平计計索宣晋晉相初门門云容敬来來扈晁芮都普阙闕浦戈伏鹿薄邸雍辜羊阿乌烏母裘亓修邰赫杭况那宿
            鲜鮮印逯隆茹
            """
        )
    )
)
_CHINESE_DOUBLE = table(
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 公孙 慕容 司徒 令狐"
)
# Japanese family names that begin with a character which is a Chinese one by itself.
_JAPANESE = table(
    """田中 高橋 石川 石井 金子 安藤 池田 林田 江口 高木 高田 高野
    武田 和田 原田 平野 平田 石田 石原 古川 白石 白井 宮本 宮崎
    宮田 谷口 時田 成田 南部 金田 吉田 吉川 吉村 方波 国井 相田
    相馬 米田 柳田 柏木 車田 桑原 桑田 栗原 梅田 梅原 梅本 桂木
    武井 武藤 安田 安部 安井 毛利 文屋 秦野 温井 葛西 葛城 夏目
    万代 盛田 盛岡 熊谷 熊田 江藤 江原 左近 常盤 明石 沙流 管野
    花田 華山 薄井 都築 雷門 鹿島 麻生 平井 平山 平川 古田 古賀
    白川 向井 伊藤 伊東 井上 井口
    """
)
_KOREAN_DOUBLE = table("남궁 황보 제갈 선우 독고 사공 서문")

# Romanised family names of China and Korea that are no given names elsewhere.
_ROMANISED = table(
    """bai cai cao chan chang chen cheng cheung choi chong chow chung cui dai deng ding dong
    du fan feng fu gao gong gu guo han he ho hong hou hsieh hsu hu huang hwang jang jeon jeong
    jia jiang jung kang kim kong kuo kwok kwon lai lam lau lee li liang liao lim lin liu lu
    luo lv ma mao meng ng oh pan park peng qian qin qiu ren ryu shao shen shi shin song su suh
    sun tan tang tian tsai tseng wang wei wong wu xia xiao xie xiong xu xue yan yang yao ye
    yeung yin yoon yu yuan zeng zhang zhao zheng zhong zhou zhu zou
    """
)
# One or two syllables of Hanyu Pinyin written together.
_SYLLABLE = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|"
    r"ue|üe|a|o|e|i|u|ü)|er)"
)
_PINYIN = re.compile(rf"{_SYLLABLE}{{1,2}}", re.I)
# Two syllables of Chinese or Korean in any romanisation: `Ming-Hsuan`, `hyo-jin`.
_SOUND = (
    r"(?:[bcdfghjklmnpqrstwxyz]|[cszhk]h|hs|t[sz]|[kghmnprb]y)?'?[aeiouyw]{1,4}"
    r"(?:ng|[nmklptbghr])?"
)
_HYPHENED = re.compile(rf"{_SOUND}-{_SOUND}", re.I)


def is_east_asian(text: str) -> bool:
    """Whether a text is all Han, Kana or Hangul."""
    return _EAST.fullmatch(text) is not None


def split(text: str, lang: str | None) -> tuple[str, str] | None:
    """(family, given) of a name in Han, Kana or Hangul; None where its border is not certain.

    `lang` is a BCP 47 tag: Chinese names are split by their first character, Japanese ones are not.
    """
    words = text.split()
    if len(words) == 2:  # both of them are written family first, and only they with a blank
        return words[0], words[1]
    if len(words) != 1:
        return None
    if _HANGUL.fullmatch(text):
        return _cut(text, 2 if text[:2] in _KOREAN_DOUBLE and len(text) > 2 else 1, 4)
    said = (lang or "").partition("-")[0]
    if not _ONLY_HAN.fullmatch(text) or said in ("ja", "ko"):
        return None
    if text[:2] in _CHINESE_DOUBLE:
        return _cut(text, 2, 4)
    if text[0] in _CHINESE and (said == "zh" or text[:2] not in _JAPANESE):
        return _cut(text, 1, 3)
    return None


def _cut(text: str, at: int, longest: int) -> tuple[str, str] | None:
    return (text[:at], text[at:]) if at < len(text) <= longest else None


def is_family(word: str) -> bool:
    """Whether a romanised word is a common family name of China or Korea."""
    return word.casefold() in _ROMANISED


def is_given(word: str) -> bool:
    """Whether a romanised word can only be a given name there: `Xiaoming`, `Hyo-jin`."""
    if _HYPHENED.fullmatch(word):
        return True
    return len(word) > 4 and _PINYIN.fullmatch(word) is not None and not is_family(word)
