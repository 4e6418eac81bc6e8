"""What facets show: one entry for a person, a journal, a subject, in whatever dress. Pure.

An entry has a key, which its spellings share, and is shown as it is spelled most often among the
hits. Engines hold `term(key, spelling)` in a field of its own (`index.tree.ENTRIES`), one for each
key of a document: terms of a key stand side by side, so that they are counted together.

| entry | key |
|---|---|
| creator | `index.names.key` of family and given name: `kistanov v`; the folded name of a body |
| journal | its ISSN (print before electronic); else the sounds of its first title not English |
| subject, publisher | letters and digits, folded |
| type, licence, access | the label, or as it came; language: the primary tag |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias
from unicodedata import category

from index import identifiers, names
from index.analysis import fold
from index.record import Agent, Coded, Document, Journal, Licence, Text
from index.transliteration import skeleton
from index.tree import ALSO, ENTRIES
from index.words import normal

# What stands for a field that is empty, in filters and facets. No document holds it: who writes it
# means the same.
MISSING = "(none)"
BETWEEN = "\x1f"  # key and spelling; below every letter and the blank, so that keys sort alike
_MEMO = 1 << 14  # subjects, publishers and journals come again and again
_MAX = 200  # letters of a key or a spelling; a longer subject is a text that strayed

Entry: TypeAlias = tuple[str, str]  # a key, and how it is spelled


def entries(document: Document) -> dict[str, tuple[str, ...]]:
    """The terms of a document by the field that holds them; a key once in each."""
    found = {held: _terms(_READ[name](document)) for name, held in ENTRIES.items()}
    found[ALSO] = tuple(dict.fromkeys(_also(document)))
    return found


def term(key: str, spelling: str) -> str:
    """A spelling of an entry as it is held."""
    return f"{key}{BETWEEN}{spelling}"


def start(key: str) -> str:
    """What the terms of an entry begin with."""
    return f"{key}{BETWEEN}"


def split(held: str) -> Entry:
    """The key and the spelling of a term."""
    key, _, spelling = held.partition(BETWEEN)
    return key, spelling


def other_start(name: str, other: str) -> str:
    """What the terms of `ALSO` begin with that tell of which entries a key is another one."""
    return f"{name}{BETWEEN}{other}{BETWEEN}"


def meant(name: str, spelling: str) -> tuple[str, ...]:
    """The keys that a spelling of an entry can stand for; none where keywords have its dresses."""
    found = _MEANT.get(name)
    return tuple(dict.fromkeys(filter(None, map(plain, found(spelling))))) if found else ()


def _terms(found: Iterable[Entry]) -> tuple[str, ...]:
    once: dict[str, str] = {}
    for key, spelling in found:
        once.setdefault(plain(key), spelling)
    return tuple(
        [term(key, plain(spelling)) for key, spelling in once.items() if key and key != MISSING]
    )


def plain(text: str) -> str:
    """A key or a spelling as it can be held: one line, not too long."""
    if len(text) <= _MAX and text.isprintable() and "  " not in text and text == text.strip():
        return text  # nearly all: what follows takes ten times as long
    sound = text if text.isascii() else text.encode("utf-8", "replace").decode()
    return " ".join(sound[:_MAX].translate(_CONTROLS).split())


_CONTROLS = dict.fromkeys((*range(0x20), 0x7F), " ")  # what is below `BETWEEN` would part a key


def _also(document: Document) -> Iterator[str]:
    """The other names of persons and journals, each with the key of the entry."""
    several = [one for one in document.creators if one.variants]
    others = [("creator", _creator(one)[0], _variants(one)) for one in several]
    others += [("journal", key, _titles(document.journal)) for key, _ in _journal(document)]
    for name, key, keys in others:
        own = plain(key)
        different = (each for each in map(plain, keys) if each not in ("", own))
        yield from (other_start(name, each) + own for each in different if own)


def _creator(agent: Agent) -> Entry:
    return _person(agent.family, agent.given) or _name(agent.name), agent.name


def _person(family: str | None, given: str | None) -> str:
    return names.key(family, given) if family else ""


@lru_cache(maxsize=_MEMO)
def _name(text: str) -> str:
    """The key of a name that nobody has taken apart."""
    found = names.parse(text)
    return _person(found.family, found.given) or folded(text)


def _names(text: str) -> tuple[str, ...]:
    return _name(text), folded(text)


def _variants(agent: Agent) -> Iterator[str]:
    return (_name(variant.value) for variant in agent.variants)


def _journal(document: Document) -> Iterator[Entry]:
    journal = document.journal
    if journal:
        key = _issn(journal) or title_key(_main_title(journal))
        yield key, journal.titles[0].value if journal.titles else key


def _issn(journal: Journal) -> str:
    return next(filter(None, (journal.issn, journal.eissn, *journal.issns)), "")


def _main_title(journal: Journal) -> str:
    """The title that records of a journal share, in whichever language they begin."""
    own = [text.value for text in journal.titles if not (text.lang or "").startswith("en")]
    return next(iter((*own, *(text.value for text in journal.titles))), "")


def _titles(journal: Journal | None) -> Iterator[str]:
    if journal:
        yield from (title_key(text.value) for text in journal.titles)
        yield from filter(None, (journal.issn, journal.eissn, *journal.issns))


def _journals(text: str) -> tuple[str, ...]:
    return identifiers.issn(text) or "", title_key(text)


@lru_cache(maxsize=_MEMO)
def title_key(text: str) -> str:
    """The sounds of a title's words: `Вестник РАН` and `Vestnik RAN` are one."""
    return " ".join(filter(None, map(_sounds, folded(text).split())))


def _sounds(word: str) -> str:
    return skeleton(word) if word.isalpha() else word


def _texts(texts: Iterable[Text]) -> Iterator[Entry]:
    return ((folded(text.value), text.value) for text in texts)


def _coded(code: Coded | None) -> Iterator[Entry]:
    if code and code.label:
        yield code.label, code.label
    elif code:
        yield code.raw.casefold(), code.raw


def _licence(licence: Licence | None) -> Iterator[Entry]:
    if licence:
        shown = licence.label or licence.spdx or licence.uri
        yield shown, shown


def _language(tag: str) -> Entry:
    primary = tag.replace("_", "-").split("-")[0].lower()
    return primary, primary


@lru_cache(maxsize=_MEMO)
def folded(text: str) -> str:
    """Letters, digits and signs such as + and # (C++ is not C), folded, a blank between words."""
    words = normal(text[: 2 * _MAX]).translate(_BLANKS).split()
    return " ".join(filter(None, map(fold, words)))


class _Blanks(dict[int, str]):
    """What each character counts as: punctuation stands between words."""

    def __missing__(self, code: int) -> str:
        sign = category(chr(code))[0] in "PZC" and chr(code) not in "#&@%"
        found = self[code] = " " if sign else chr(code)
        return found


_BLANKS = _Blanks()

_READ: dict[str, Callable[[Document], Iterable[Entry]]] = {
    "creator": lambda document: map(_creator, document.creators),
    "journal": _journal,
    "subject": lambda document: _texts(document.subjects),
    "publisher": lambda document: _texts(document.publishers),
    "language": lambda document: map(_language, document.languages),
    "type": lambda document: _coded(document.type),
    "licence": lambda document: _licence(document.licence),
    "access": lambda document: _coded(document.access),
}
_MEANT: dict[str, Callable[[str], Iterable[str]]] = {
    "creator": _names,
    "journal": _journals,
    "subject": lambda text: (folded(text),),
    "publisher": lambda text: (folded(text),),
}
