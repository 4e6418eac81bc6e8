"""dc:type -> COAR resource types and versions; what is neither stays raw."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from harvester.normalise.coar import TYPE_URI, VERSION_URI, coded
from harvester.normalise.dublin_core import Value
from harvester.normalise.tables import key
from harvester.normalise.text import fold
from harvester.normalise.type_words import DCMI, codes, degrees
from index.record import Coded

# What says least comes last: OJS says "article" of editorials and reviews too, and the true type
# behind it in words; a thesis is also a text, and a photograph an image.
_BROAD = {"c_6501", "c_46ec", "c_c94f", "c_93fc", "c_c513", "c_ddb1", "c_2f33"}
_EMPTY = {"c_3e5a", "c_18cf", "c_1843", "RMP5-3GQ6"}
_SERIAL = {
    TYPE_URI + notation
    for notation in ("c_6501", "c_2df8fbb1", "c_dcae04bc", "c_b239", "c_545b", "c_7acd", "c_beb9")
}

_DRESS = re.compile(
    r"info:eu-repo/semantics/|doc-type:|text[.:](?=\w)|text/(?=article|thesis|book)|https?://(?:www\.)?(?:purl\.org/(?:dc/dcmitype"
    r"|coar/(?:resource_type|version)|info:eu-repo/semantics|eprint/type|ontology/bibo|spar/fabio)|schema\.org)/|dcmitype:",
    re.I,
)
_LOC = re.compile(r"https?://id\.loc\.gov/vocabulary/resourceTypes/(\w+)/?", re.I)
_MEDIA = {"image": "c_c513", "audio": "c_18cc", "video": "c_12ce"}
_MEDIA_TYPE = re.compile(r"(?:text|application|image|audio|video|https?:)/")
_SLASH = re.compile(r"\s*/\s*")
# The word that says what it is, first or last; what stands beside it says which kind.
_FIRST = re.compile(
    r"(?:art[ií]culo|artigo|articolo|tesis|tese|tesi|thèse|rapport|informe|relatório"
    r"|статья|стаття|диссертация|дисертація|отч[её]т|звіт)s?\b",
    re.I,
)
_LAST = re.compile(r".*\b((?:article|thesis|dissertation|report|book|dataset|chapter)s?)", re.I)
_BRACKETED = re.compile(r"(.*?)\s*\(([^()]*)\)?\s*")
_DCMI_URI = "http://purl.org/dc/dcmitype/"


@dataclass(frozen=True, slots=True)
class Types:
    """The resource type, all types, the version; `serial`: such works stand in journals."""

    type: Coded | None
    types: tuple[Coded, ...]
    version: Coded | None
    serial: bool


def read(values: Sequence[Value]) -> Types:
    """All types as written, coded where a word for one of COAR's is among them."""
    return _read(tuple([value.text for value in values]))


@lru_cache(maxsize=4096)  # a repository has a few dozen types, and fewer ways to combine them
def _read(texts: tuple[str, ...]) -> Types:
    raws = dict.fromkeys(filter(None, map(fold, texts)))
    every = tuple(found for raw in raws for found in _coded(raw))
    known = [found for found in every if (found.uri or "").startswith(TYPE_URI)]
    versions = (found for found in every if (found.uri or "").startswith(VERSION_URI))
    return Types(
        type=min(known, key=_breadth, default=None),
        types=every,
        version=next(versions, None),
        serial=any(found.uri in _SERIAL for found in known),
    )


def _breadth(found: Coded) -> int:
    notation = (found.uri or "").removeprefix(TYPE_URI)
    return 2 if notation in _EMPTY else 1 if notation in _BROAD else 0


def _coded(raw: str) -> tuple[Coded, ...]:
    """The concepts of a value: one, several for a list or for type and version, or it alone."""
    dcmi = DCMI.get(key(_DRESS.sub("", raw, count=1)))
    if dcmi:
        return (Coded(raw, _DCMI_URI + dcmi, dcmi, "DCMI Type"),)
    found = tuple(dict.fromkeys(_concepts(raw)))
    return tuple(coded(raw, base, notation) for base, notation in found) or (Coded(raw),)


def _concepts(raw: str) -> Iterator[tuple[str, str]]:
    whole = _concept(raw)
    if whole:
        yield whole
        return
    for piece in filter(None, map(str.strip, raw.split(";"))):
        found = _concept(piece) or _first(_pieces(piece)) or _headed(piece)
        if found:
            yield found
        elif _concept(piece.partition(",")[0]):
            # `Article, scholarly/refereed, author accepted manuscript`
            yield from filter(None, map(_concept, piece.split(",")))


def _headed(words: str) -> tuple[str, str] | None:
    """`Annual report`, `Artigo de opinião`: what it is, where its kind is not known."""
    if len(words.split()) > 5 or "://" in words:
        return None
    found = _LAST.fullmatch(words) or _FIRST.match(words)
    return codes().get(key(found[1] if found.re is _LAST else found[0])) if found else None


def _pieces(words: str) -> Sequence[str]:
    return () if _MEDIA_TYPE.match(words) else _SLASH.split(words)


def _first(pieces: Sequence[str]) -> tuple[str, str] | None:
    """Several languages between slashes say the same."""
    return next(filter(None, map(_concept, pieces)), None) if len(pieces) > 1 else None


def _concept(words: str) -> tuple[str, str] | None:
    """(base of the address, notation) of a word, an address, a degree, a media type."""
    if found := _LOC.fullmatch(words):
        return codes().get("loc" + found[1].lower())
    bare = _DRESS.sub("", words, count=1)
    known = codes().get(key(bare)) or _degree(bare)
    if known is None and (parts := _BRACKETED.fullmatch(bare)):
        return _concept(parts[2]) or _concept(parts[1])
    if known is None and "/" in bare:
        notation = _MEDIA.get(bare.partition("/")[0].lower())
        return (TYPE_URI, notation) if notation else None
    return known


def _degree(words: str) -> tuple[str, str] | None:
    """`M.Sc. Eng.` -> a master thesis. `MA` is one, `ma` and `med` in small letters are words."""
    if words.islower() and key(words) != "phd":
        return None
    first = words.replace(".", "").partition(" ")[0]
    notation = degrees().get(key(first)) if len(words) < 30 else None
    return (TYPE_URI, notation) if notation else None
