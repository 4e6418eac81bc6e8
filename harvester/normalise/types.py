"""dc:type -> COAR resource types and versions; what is neither stays raw."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from harvester.normalise.dublin_core import Value
from harvester.normalise.text import strings
from index.record import Coded

SCHEME = "COAR"
_TYPE_URI = "http://purl.org/coar/resource_type/"
_VERSION_URI = "http://purl.org/coar/version/"

# COAR Resource Types: notation -> label, and the words that mean it, as `_key` spells them: those
# of info:eu-repo/semantics (OpenAIRE), of DCMI Type, of EPrints, DSpace and BibTeX, and plain ones.
_TYPES: dict[str, tuple[str, str]] = {
    "c_6501": ("journal article", "article journalarticle journalarticles scholarlyarticle"),
    "c_2df8fbb1": ("research article", "researcharticle originalarticle originalresearch"),
    "c_dcae04bc": ("review article", "reviewarticle"),
    "c_efa0": ("review", "review"),
    "c_ba08": ("book review", "bookreview bookreviews"),
    "c_b239": ("editorial", "editorial editorials"),
    "c_545b": ("letter to the editor", "lettertotheeditor letterstotheeditor lettertoeditor"),
    "c_7acd": ("corrigendum", "corrigendum"),
    "c_beb9": ("data paper", "datapaper"),
    "D97F-VB57": ("commentary", "commentary"),
    "c_2f33": ("book", "book monograph"),
    "c_3248": ("book part", "bookpart bookchapter booksection inbook incollection chapter"),
    "c_c94f": ("conference output", "conferenceobject conferenceitem conferenceorworkshopitem"),
    "c_5794": ("conference paper", "conferencepaper conferencepapers inproceedings"),
    "c_6670": ("conference poster", "conferenceposter poster"),
    "c_f744": ("conference proceedings", "conferenceproceedings proceedings"),
    "c_8544": ("lecture", "lecture"),
    "c_8042": ("working paper", "workingpaper workingpapers"),
    "c_816b": ("preprint", "preprint preprints"),
    "c_93fc": ("report", "report reports"),
    "c_18gh": ("technical report", "technicalreport techreport"),
    "c_18ws": ("research report", "researchreport"),
    "c_1162": ("annotation", "annotation"),
    "c_15cd": ("patent", "patent"),
    "c_46ec": ("thesis", "thesis theses dissertation dissertations dissertationorthesis"),
    "c_7a1f": ("bachelor thesis", "bachelorthesis bachelorsthesis"),
    "c_bdcc": ("master thesis", "masterthesis mastersthesis mastersdissertation"),
    "c_db06": ("doctoral thesis", "doctoralthesis doctoraldissertation phdthesis"),
    "c_3e5a": ("contribution to journal", "contributiontoperiodical"),
    "c_ddb1": ("dataset", "dataset"),
    "c_5ce6": ("software", "software"),
    "c_c513": ("image", "image images"),
    "c_ecc8": ("still image", "stillimage photograph photographs photo"),
    "c_8a7e": ("moving image", "movingimage"),
    "c_12ce": ("video", "video videos"),
    "c_18cc": ("sound", "sound audio"),
    "c_12cd": ("map", "map maps"),
    "c_e9a0": ("interactive resource", "interactiveresource"),
    "c_18cf": ("text", "text texts"),
    "c_1843": ("other", "other"),
}
_VERSIONS: dict[str, tuple[str, str]] = {
    "c_b1a7d7d4d402bcce": ("AO", "draft"),
    "c_71e4c1898caa6e32": ("SMUR", "submittedversion"),
    "c_ab4af688f83e57aa": ("AM", "acceptedversion"),
    "c_970fb48d4fbd8a85": ("VoR", "publishedversion"),
    "c_e19f295774971610": ("CVoR", "updatedversion"),
}
# OJS says "article" of editorials and reviews too, and the true type behind it in words.
_GENERIC = {_TYPE_URI + notation for notation in ("c_6501", "c_3e5a", "c_18cf", "c_1843")}
_SERIAL = {
    _TYPE_URI + notation
    for notation in ("c_6501", "c_2df8fbb1", "c_dcae04bc", "c_b239", "c_545b", "c_7acd", "c_beb9")
}

_DRESS = re.compile(r"info:eu-repo/semantics/|doc-type:|https?://purl\.org/dc/dcmitype/", re.I)
_COAR = re.compile(r"https?://purl\.org/coar/(?:resource_type|version)/([\w-]+)", re.I)


def _words(table: dict[str, tuple[str, str]], base: str) -> dict[str, tuple[str, str]]:
    """Word or notation -> (address, label)."""
    return {
        word: (base + notation, label)
        for notation, (label, words) in table.items()
        for word in (*words.split(), notation.casefold())
    }


_CODES = _words(_TYPES, _TYPE_URI) | _words(_VERSIONS, _VERSION_URI)


@dataclass(frozen=True, slots=True)
class Types:
    """The resource type, all types, the version; `serial`: such works stand in journals."""

    type: Coded | None
    types: tuple[Coded, ...]
    version: Coded | None
    serial: bool


def read(values: Sequence[Value]) -> Types:
    """All types as written, coded where a word of COAR's is among them."""
    every = tuple(_coded(raw) for raw in dict.fromkeys(strings(values)))
    known = [coded for coded in every if (coded.uri or "").startswith(_TYPE_URI)]
    known.sort(key=lambda coded: coded.uri in _GENERIC)
    versions = (coded for coded in every if (coded.uri or "").startswith(_VERSION_URI))
    return Types(
        type=known[0] if known else None,
        types=every,
        version=next(versions, None),
        serial=any(coded.uri in _SERIAL for coded in known),
    )


@lru_cache(maxsize=4096)  # a repository has a few dozen types
def _coded(raw: str) -> Coded:
    known = _CODES.get(_key(raw))
    return Coded(raw, known[0], known[1], SCHEME) if known else Coded(raw)


def _key(raw: str) -> str:
    """`Doctoral Thesis`, `info:eu-repo/semantics/doctoralThesis` -> `doctoralthesis`."""
    address = _COAR.fullmatch(raw)
    if address:
        return address[1].casefold()
    return "".join(filter(str.isalnum, _DRESS.sub("", raw, count=1))).casefold()
