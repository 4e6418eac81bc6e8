"""Words of a query that can be a person's name also ask for that person. Pure.

`Kistanov V.O.`, `V. Kistanow` and `Кистанов Валерий` are one key (`index.names.key`), by which
records hold their creators, whether they spell given names out or not. Words that nothing shows to
be a name are left alone: `black holes` does not ask for H. Black.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, islice, product
from typing import NamedTuple

from index.name_words import PROSE, is_east_slavic_given, is_patronymic
from index.names import key
from index.sounds import spellings
from index.transliteration import initial
from index.tree import And, Boost, Constant, Exact, Node, Or, Word, all_of, any_of

_LONGEST = 4  # words of a name
_NAMES = 6  # in a query; one that could hold more is a formula
_KEYS = 24  # of a name
# Initials of more than one letter, as romanisations write them.
_INITIALS = frozenset(
    ["yu", "iu", "ju", "ya", "ia", "ja", "ye", "je", "yo", "zh", "kh", "ch", "sh", "ts", "shch"]
)
_SMALL = frozenset("aiyeoаиівсукоую")  # words of one letter; alone among many others no initials
_NO_GIVEN = frozenset(["roman", "german", "mark"])  # given names, and other words as often


class _Name(NamedTuple):
    """Words of a run that can be a name: from, to, and the family and the given names in it."""

    start: int
    end: int
    family: str
    given: str


def with_names(tree: Node) -> Node:
    """The tree, whose words that can be a name also match records of a creator so called.

    Neighbouring words without a field or of `creator`: a family before or behind initials or common
    given names, in any alphabet; of `creator` any two to four words. What is denied stays as it is.
    """
    match tree:
        case And(nodes):
            return _with_names(tuple(map(with_names, nodes)))
        case Or(nodes):
            return any_of(map(with_names, nodes))
        case Boost(node) | Constant(node):
            return replace(tree, node=with_names(node))
        case _:
            return tree


def _with_names(nodes: tuple[Node, ...]) -> Node:
    found = [
        all_of((*nodes[: name.start], _called(name), *nodes[name.end :]))
        for name in islice(_names(nodes), _NAMES)
    ]
    return any_of((all_of(nodes), *found))


def _called(name: _Name) -> Node:
    return any_of(Exact("creator_is", each) for each in _keys(name.family, name.given))


@lru_cache(maxsize=1 << 12)
def _keys(family: str, given: str) -> tuple[str, ...]:
    """The keys of a person by every spelling of the family and of the given name."""
    firsts = dict.fromkeys(map(initial, (given, *spellings(given))))
    found = (key(one, first) for one, first in product((family, *spellings(family)), firsts))
    return tuple(islice(dict.fromkeys(found), _KEYS))


def _names(nodes: Sequence[Node]) -> Iterator[_Name]:
    at = 0
    for field, run in groupby(nodes, _field):
        words = [node.text if isinstance(node, Word) else "" for node in run]
        read = {"": _by_sight, "creator": _anyhow}.get(field)
        for name in read(words) if read else ():
            yield name._replace(start=at + name.start, end=at + name.end)
        at += len(words)


def _field(node: Node) -> str:
    """Where a word is looked for; `-` for what is no word."""
    return (node.field or "") if isinstance(node, Word) else "-"


def _anyhow(words: list[str]) -> Iterator[_Name]:
    """All words of a creator, each of them the family in turn."""
    if not 2 <= len(words) <= _LONGEST:
        return
    for at, word in enumerate(words):
        if not _is_initial(word):
            others = words[:at] + words[at + 1 :]
            yield _Name(0, len(words), word, others[0])
    yield from _by_sight(words)


def _by_sight(words: list[str]) -> Iterator[_Name]:
    """A family of one or two words, before or behind what is given names at sight."""
    for start, end in _given(words):
        for count in (1, 2):
            before, behind = words[max(0, start - count) : start], words[end : end + count]
            if len(before) == count and all(map(_can_be_family, before)):
                yield _Name(start - count, end, "".join(before), words[start])
            if len(behind) == count and all(map(_can_be_family, behind)):
                yield _Name(start, end + count, "".join(behind), words[start])
    yield from _glued(words)


def _glued(words: list[str]) -> Iterator[_Name]:
    """A family and its initials in one, as Vancouver and PubMed write them: `Kistanov VO`.

    Only where nothing else is asked: among other words two letters are rarely initials.
    """
    if len(words) == 2 and all(map(_can_be_family, words)):
        for family, given in (words, words[::-1]):
            if len(family) > len(given) == 2 and given.upper() != given:  # Han has no initials
                yield _Name(0, 2, family, given[0])


def _given(words: list[str]) -> Iterator[tuple[int, int]]:
    """Where initials and given names stand, from and to."""
    at = 0
    for given, run in groupby(words, _is_given):
        count = len(list(run))
        inside = 0 < at < len(words) - 1 or len(words) > _LONGEST - 1
        alone = count == 1 and inside and words[at] in _SMALL
        if given and count < _LONGEST and not alone:
            yield at, at + count
        at += count


def _is_given(word: str) -> bool:
    known = is_east_slavic_given(word) and word not in _NO_GIVEN
    return _is_initial(word) or known or is_patronymic(word)


def _is_initial(word: str) -> bool:
    return (len(word) == 1 and word.isalpha()) or word in _INITIALS


def _can_be_family(word: str) -> bool:
    return len(word) > 1 and word not in PROSE and word.replace("'", "").isalpha()
