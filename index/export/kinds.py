"""What a work is, in the words of each format: one row for each kind, told from COAR's types."""

from __future__ import annotations

from typing import NamedTuple

from index.record import Coded


class Kind(NamedTuple):
    """A kind of work: BibTeX entry, RIS type, CSL type, MARC leader (type and level)."""

    bibtex: str
    ris: str
    csl: str
    marc: str


ARTICLE = Kind("article", "JOUR", "article-journal", "ab")
OTHER = Kind("misc", "GEN", "document", "am")
_PERIODICAL = Kind("book", "SER", "periodical", "as")
_REVIEW = ARTICLE._replace(csl="review")
_BOOK = Kind("book", "BOOK", "book", "am")
_CHAPTER = Kind("incollection", "CHAP", "chapter", "aa")
_PAPER = Kind("inproceedings", "CPAPER", "paper-conference", "aa")
_PROCEEDINGS = Kind("proceedings", "CONF", "book", "am")
_SPEECH = Kind("misc", "SLIDE", "speech", "am")
_REPORT = Kind("techreport", "RPRT", "report", "am")
_PREPRINT = Kind("unpublished", "UNPB", "article", "am")
_THESIS = Kind("phdthesis", "THES", "thesis", "tm")
_MASTER = _THESIS._replace(bibtex="mastersthesis")
_DATA = Kind("misc", "DATA", "dataset", "mm")
_PICTURE = Kind("misc", "FIGURE", "graphic", "km")
_FILM = Kind("misc", "VIDEO", "motion_picture", "gm")

# By the last part of the COAR URI (resource types 3.2); what is not here is `OTHER`.
_BY_NOTATION = {
    **dict.fromkeys(
        ("c_6501", "c_2df8fbb1", "c_dcae04bc", "c_beb9", "c_7bab", "c_b239", "c_545b", "c_7acd",
         "D97F-VB57", "c_3e5a"), ARTICLE
    ),
    "c_efa0": _REVIEW,
    "c_ba08": _REVIEW._replace(csl="review-book"),
    "c_998f": Kind("article", "NEWS", "article-newspaper", "ab"),
    **dict.fromkeys(("c_0640", "c_2659", "c_2fe3", "c_2cd9", "QX5C-AR31"), _PERIODICAL),
    **dict.fromkeys(("c_2f33", "c_86bc"), _BOOK),
    "c_3248": _CHAPTER,
    **dict.fromkeys(("c_c94f", "c_5794", "c_18cp"), _PAPER),
    **dict.fromkeys(("c_6670", "c_18co", "R60J-J5BD", "c_8544"), _SPEECH),
    "c_f744": _PROCEEDINGS,
    **dict.fromkeys(
        ("c_8042", "c_93fc", "c_18gh", "c_18ws", "c_186u", "c_18ww", "c_18hj", "c_18op", "c_ba1f",
         "c_18wz", "c_18wq", "c_ab20", "c_71bd"), _REPORT
    ),
    "c_816b": _PREPRINT,
    **dict.fromkeys(("c_46ec", "c_db06"), _THESIS),
    **dict.fromkeys(("c_7a1f", "c_bdcc"), _MASTER),
    "c_15cd": Kind("misc", "PAT", "patent", "am"),
    "c_ddb1": _DATA,
    "c_5ce6": Kind("misc", "COMP", "software", "mm"),
    **dict.fromkeys(("c_c513", "c_ecc8"), _PICTURE),
    **dict.fromkeys(("c_8a7e", "c_12ce"), _FILM),
    "c_18cc": Kind("misc", "SOUND", "song", "im"),
    "c_18cd": Kind("misc", "MUSIC", "song", "jm"),
    "c_18cw": Kind("misc", "MUSIC", "musical_score", "cm"),
    **dict.fromkeys(("c_12cc", "c_12cd"), Kind("misc", "MAP", "map", "em")),
    "c_7ad9": Kind("misc", "ELEC", "webpage", "am"),
    "c_0857": Kind("misc", "PCOMM", "personal_communication", "am"),
    "c_0040": Kind("unpublished", "MANSCPT", "manuscript", "tm"),
    "c_26e4": Kind("misc", "GEN", "interview", "am"),
}  # fmt: skip


def kind_of(code: Coded | None, *, in_journal: bool) -> Kind:
    """The kind of a work. What stands in a journal and has no type that says more is an article."""
    notation = code.uri.rsplit("/", 1)[-1] if code and code.uri else ""
    return _BY_NOTATION.get(notation, ARTICLE if in_journal else OTHER)
