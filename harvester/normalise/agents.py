"""One value of dc:creator or dc:contributor -> agents, as the value says and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from harvester.normalise.dublin_core import Value
from harvester.normalise.languages import tag
from harvester.normalise.parts import Parts, take_apart
from harvester.normalise.text import fold
from index import lookalikes, names
from index.east_asian_names import is_east_asian
from index.identifiers import orcid, orcid_in
from index.name_words import table
from index.record import Agent, Flag, Text

# What stands where a name should, as of 130 servers; folded, without brackets and signs.
_NOBODY = table(
    """unknown anonymous anonym anonyme anonimo anónimo anon sn nn na none null nil unbekannt
    inconnu desconocido desconhecido sconosciuto onbekend okänd tuntematon bilinmiyor
    неизвестен неизвестный неизвестно аноним анонім невідомий нет author authors creator
    contributor trans ed eds et al jr sr 不明 佚名 无名 作者不詳 unknownauthor authorunknown
    noauthor various
    """
)
_NOBODY_STARTS = frozenset(word[:2] for word in _NOBODY)
# Footnotes' signs, and the blanks before them.
_SIGNS = "*†‡ "


@dataclass(frozen=True, slots=True)
class Reading:
    """What a value says: agents, its language (BCP 47), flags, an ORCID that came alone.

    `written` is that ORCID as it came.
    """

    agents: tuple[Agent, ...] = ()
    lang: str | None = None
    flags: tuple[Flag, ...] = ()
    lone_orcid: str | None = None
    written: str = ""


@lru_cache(maxsize=16_384)  # the same people write for a journal again and again
def read(value: Value, field: str, family_first: bool = False) -> Reading:
    """The agents of one value, its flags, and an ORCID that came without any name.

    `field` is the element's name, for the flags. `family_first`: so the source writes its names.
    """
    text, lang = fold(value.text), tag(value.lang)
    number, wrong = _attribute(value.id) if value.id else (None, None)
    parts = _parts(text)
    written = (value.id or "") if number else text
    number = number or parts.orcid
    agents = tuple(_agents(parts, number, lang, family_first))
    codes = parts.codes
    if not text.isascii() and (
        lookalikes.is_mixed(text) or any(map(lookalikes.repaired, parts.names))
    ):
        codes = [*codes, "name-mixed-script"]
    if "name-footnote" not in codes and any(map(_is_signed, parts.names)):
        codes = [*codes, "name-footnote"]
    flags = [Flag(code, field, text) for code in codes]
    if wrong:
        flags.append(Flag(wrong, field, value.id or ""))
    lone = None if len(agents) == 1 else number
    return Reading(agents, lang, tuple(flags), lone, written)


def _is_signed(name: str) -> bool:
    return name.rstrip(_SIGNS) != name.rstrip()


def _parts(text: str) -> Parts:
    if not text:
        return Parts([])
    return Parts([], codes=["name-nobody"]) if is_nobody(text) else take_apart(text)


def is_nobody(text: str) -> bool:
    """Whether a value stands where a name should and names nobody."""
    if len(text) > 30:
        return False
    start = text[:2]
    if start.isalpha() and start.casefold() not in _NOBODY_STARTS:
        return False
    letters = "".join(filter(str.isalnum, text)).casefold()
    return letters in _NOBODY or not letters or (letters.isdigit() and len(letters) < 4)


def _attribute(written: str) -> tuple[str | None, str | None]:
    """The ORCID that DOAJ writes as the attribute `id`; a flag's code where it is none."""
    if not written.strip():
        return None, None
    number = orcid(written)
    if number:
        return number, None
    found = orcid_in(written)
    if found is None:
        return None, "name-identifier-not-read"
    return found[2], None if found[2] else "orcid-check-digit"


def _agents(
    parts: Parts, number: str | None, lang: str | None, family_first: bool
) -> Iterator[Agent]:
    alone = len(parts.names) == 1
    for at, name in enumerate(parts.names):
        yield _agent(
            name,
            lang,
            parallel=parts.parallel,
            orcid=number if alone else None,
            affiliation=parts.affiliation if at == 0 else None,
            family_first=family_first,
        )


def _agent(
    text: str,
    lang: str | None,
    *,
    parallel: str | None,
    orcid: str | None,
    affiliation: str | None,
    family_first: bool,
) -> Agent:
    spelled = lookalikes.repaired(text)
    name = names.parse(spelled or text, lang, family_first=family_first)
    others = tuple([Text(other) for other in (spelled, parallel) if other])
    # Beside its own script a name may stand in either order: `Chiri Machiho 知里真志保`.
    certain = parallel is None or "," in text or not is_east_asian(parallel)
    return Agent(
        text.rstrip(_SIGNS),
        name.family if certain else None,
        name.given if certain else None,
        name.kind,
        others,
        orcid,
        affiliation,
    )
