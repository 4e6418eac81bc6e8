"""People's names across scripts: which part is the family, and a key that any spelling shares.

`parse` reads one name in any of the forms that repositories write; `key` is what the same person's
names have in common (`Кистанов В.О.`, `Kistanov, Valerii O.`), `same` looks at all given names too.
Pure; never raises. What is not certain stays None: a name in an unknown order is not split.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.east_asian_names import is_east_asian
from index.name_order import is_initials, order
from index.name_shapes import plain_order
from index.name_tails import Trimmed, trim
from index.name_words import PARTICLES, bare, is_prose
from index.organisations import is_organisation
from index.record import AgentKind
from index.transliteration import initial, skeleton

_LONGEST = 200  # characters; no name of a person is longer, names of bodies are
_NAME = re.compile(r"[^\W\d_][^\d_,;:!?|=<>\[\]{}()\"“”«»*/&@#%+\\~]*")
_COMMAS = re.compile(r"\s*[,،，]\s*")
_LETTERS = re.compile(r"[^\W\d_]+")
_ELIDED = re.compile(r"(?<=['’])(?<!\bde['’]) ")
_GIVEN_WORDS = 6
_FAMILY_WORDS = 6


@dataclass(frozen=True, slots=True)
class Name:
    """What a name was read as; `family` and `given` are None where the border is not certain."""

    kind: AgentKind = "unknown"
    family: str | None = None
    given: str | None = None


_UNKNOWN = Name()
_PERSON = Name("person")


@lru_cache(maxsize=16_384)  # the authors of a journal come again and again
def parse(text: str, lang: str | None = None, *, family_first: bool = False) -> Name:
    """Read one name: `Family, Given`, `Family G.G.`, `G. G. Family`, `Given Family`, a body's.

    `text` is one line without what is glued to a name (ORCID, e-mail, affiliation); life dates,
    titles and roles of library catalogues may stand in it. `lang` is the BCP 47 tag of the value,
    `family_first` says that the source writes the family first where nothing else tells.
    """
    plain = plain_order(text) if not family_first else None
    if plain:
        return Name("person", *plain)
    if is_organisation(text):
        return Name("organisation")
    if len(text) > _LONGEST:
        return _UNKNOWN
    trimmed = trim(text)
    parts = [part for part in _COMMAS.split(trimmed.text) if part]
    if not parts or not all(map(_is_name, parts)):
        return _UNKNOWN
    if len(parts) == 1:
        return _without_comma(parts[0], trimmed, lang, family_first)
    return _with_comma(parts, trimmed)


@lru_cache(maxsize=16_384)
def key(family: str, given: str | None = None) -> str:
    """What the names of one person share in any script and romanisation: `kistanov v`.

    The family without particles, and the first sound of the given name where there is one: a key
    for finding candidates, in lower case. Two people can share it (`same` looks closer); the same
    person in Han and in Latin letters does not.
    """
    first = _LETTERS.search(given or "")
    return f"{_family_sounds(family)} {initial(first[0] if first else '')}".strip()


def _family_sounds(family: str) -> str:
    if family.isalpha():
        return skeleton(family)  # nearly all: one word, be it a particle or not
    words = _LETTERS.findall(family)
    kept = [word for word in words if bare(word) not in PARTICLES]
    return "".join(map(skeleton, kept or words))


def same(one: Name, other: Name) -> bool:
    """Whether two names can be spellings of one person's: family and every given name agree.

    An initial agrees with any name that begins with its sound; a name left out agrees with all.
    """
    if not one.family or not other.family or key(one.family) != key(other.family):
        return False
    given = zip(
        _LETTERS.findall(one.given or ""), _LETTERS.findall(other.given or ""), strict=False
    )
    return all(_agree(a, b) for a, b in given)


def _agree(one: str, other: str) -> bool:
    if min(len(one), len(other)) <= 2 or initial(one) != initial(other):
        return initial(one) == initial(other)
    return skeleton(one)[:3] == skeleton(other)[:3]


def _is_name(part: str) -> bool:
    """Whether a part is made of words that can stand in a name."""
    if not _NAME.fullmatch(part):
        return False
    return not any(map(is_prose, part.split())) and " - " not in part


def _with_comma(parts: list[str], trimmed: Trimmed) -> Name:
    family, given = parts[0].split(), " ".join(parts[1:]).split()
    if len(parts) > 2 and any(" " in part for part in parts[1:]):
        return _UNKNOWN  # several names, or something that is none
    if len(family) > _FAMILY_WORDS or len(given) > _GIVEN_WORDS:
        return _UNKNOWN
    if len(family) > 2 and any(map(is_initials, family[1:-1])) and len(given) > 2:
        return _UNKNOWN  # a whole name, and behind it no given names
    behind = _particles_behind(given) or _particles_behind(family)
    return _person([*behind, *family], given, trimmed.suffix)


def _particles_behind(words: list[str]) -> list[str]:
    """Take the particles that stand at the end: `Laan, L. van der`, `Esser van, J.W.J.`"""
    at = len(words)
    while at > 1 and bare(words[at - 1]) in PARTICLES and words[at - 1][0].islower():
        at -= 1
    taken = words[at:]
    del words[at:]
    return taken


def _without_comma(text: str, trimmed: Trimmed, lang: str | None, family_first: bool) -> Name:
    words = text.split()
    if len(words) < 2 and not is_east_asian(text):
        return _UNKNOWN
    found = order(words, lang, family_first)
    if found is None:
        return _UNKNOWN
    family, given = found
    return _person(family, given, trimmed.suffix) if family else _PERSON


def _person(family: list[str], given: list[str], suffix: str | None) -> Name:
    # A particle that ends in an apostrophe is written together with the name: d'Anville.
    whole = _ELIDED.sub("", " ".join(family))
    return Name("person", whole, ", ".join(filter(None, (" ".join(given), suffix))) or None)
