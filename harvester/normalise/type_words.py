"""Words for resource types and versions (tables/types.tsv, versions.tsv) and how they compare.

A key is small letters and digits alone: `Book Section`, `book-section`, `bookSection` are one.
"""

from __future__ import annotations

from functools import cache

from harvester.normalise import coar
from harvester.normalise.tables import key, rows

# A repository of theses names the degree: phd, M.Sc. (Eng), MSocSc.
_DEGREES: dict[str, str] = {
    "c_db06": "phd dphil dsc edd md drphil drmed engd dba thd scd jsd doctor",
    "c_bdcc": """ma msc mphil mmed mba med meng mres llm march mfa mph mcom mcomm msocsc msocsci
        mcrp mbussc mssc mfammed mdemgov mla mpa mtech msw mdiv mmus mst mtheol mphys mcs""",
    "c_7a1f": "ba bsc bed bba bfa beng llb",
}

# id.loc.gov/vocabulary/resourceTypes
_LIBRARY_OF_CONGRESS = {
    "txt": "c_18cf", "img": "c_ecc8", "aud": "c_18cc", "mov": "c_8a7e", "car": "c_12cc",
    "not": "c_18cw", "dat": "c_ddb1", "col": "RMP5-3GQ6", "man": "c_0040", "aum": "c_18cd",
}  # fmt: skip
# DCMI Types that COAR has no concept for.
DCMI = {"event": "Event", "physicalobject": "PhysicalObject", "service": "Service",
        "object": "PhysicalObject"}  # fmt: skip


@cache
def codes() -> dict[str, tuple[str, str]]:
    """Key -> (base of the address, notation): words, labels and notations of types and versions."""
    found: dict[str, tuple[str, str]] = {}
    for base, labels, words in (
        (coar.VERSION_URI, coar.VERSIONS, "versions"),
        (coar.TYPE_URI, coar.TYPES, "types"),
    ):
        for notation, spellings in rows(words):
            found.update((key(word), (base, notation)) for word in spellings.split("|"))
        for notation, label in labels.items():
            found[key(label)] = found[key(notation)] = (base, notation)
    places = {f"loc{code}": (coar.TYPE_URI, to) for code, to in _LIBRARY_OF_CONGRESS.items()}
    return found | places


@cache
def degrees() -> dict[str, str]:
    """Key of a degree -> notation of its thesis."""
    return {word: notation for notation, words in _DEGREES.items() for word in words.split()}
