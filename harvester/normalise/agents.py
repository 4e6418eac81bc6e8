"""One value of dc:creator or dc:contributor -> agents, as the value says and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harvester.normalise.dublin_core import Value
from harvester.normalise.languages import tag
from harvester.normalise.parts import Parts, take_apart
from harvester.normalise.text import fold
from index import lookalikes, names
from index.identifiers import orcid, orcid_in
from index.record import Agent, Flag, Text

# What stands where a name should, as of 130 servers; folded, without brackets and signs.
_NOBODY = frozenset(
    """unknown anonymous anonym anonyme anonimo anónimo anon sn nn na none null nil unbekannt inconnu
    desconocido desconhecido sconosciuto onbekend okänd tuntematon bilinmiyor неизвестен неизвестный
    неизвестно аноним анонім невідомий нет author authors creator contributor trans ed eds et al jr sr
    不明 佚名 无名 作者不詳 unknownauthor authorunknown noauthor various test
    """.split()
)
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Read:
    """An agent with the language (BCP 47) of the value that it came from."""

    agent: Agent
    lang: str | None


def read(value: Value, field: str) -> tuple[list[Read], list[Flag], str | None]:
    """The agents of one value, its flags, and an ORCID that came without any name.

    `field` is the element's name, for the flags.
    """
    text, lang = fold(value.text), tag(value.lang)
    if not text:
        return [], [], None
    if is_nobody(text):
        return [], [Flag("name-nobody", field, text)], None
    parts = take_apart(text)
    flags = [Flag(code, field, text) for code in parts.codes]
    number = _attribute(value.id, field, flags) or parts.orcid
    found = [Read(agent, lang) for agent in _agents(parts, number, lang)]
    if not text.isascii() and (lookalikes.is_mixed(text) or any(map(_is_repaired, found))):
        flags.append(Flag("name-mixed-script", field, text))
    return found, flags, None if found else number


def is_nobody(text: str) -> bool:
    """Whether a value stands where a name should and names nobody."""
    letters = _SIGNS.sub("", text).casefold()
    return letters in _NOBODY or not letters or (letters.isdigit() and len(letters) < 4)


def _attribute(written: str | None, field: str, flags: list[Flag]) -> str | None:
    """DOAJ writes the ORCID of a creator as the attribute `id`."""
    if not written or not written.strip():
        return None
    number = orcid(written)
    if number is None:
        code = "orcid-check-digit" if orcid_in(written) else "name-identifier-not-read"
        flags.append(Flag(code, field, written))
    return number


def _agents(parts: Parts, number: str | None, lang: str | None) -> Iterator[Agent]:
    for at, name in enumerate(parts.names):
        alone = len(parts.names) == 1
        yield _agent(
            name,
            lang,
            parallel=parts.parallel,
            orcid=number if alone else None,
            affiliation=parts.affiliation if at == 0 else None,
        )


def _agent(
    text: str,
    lang: str | None,
    *,
    parallel: str | None,
    orcid: str | None,
    affiliation: str | None,
) -> Agent:
    spelled = lookalikes.repaired(text)
    name = names.parse(spelled or text, lang)
    others = [Text(other) for other in (spelled, parallel) if other]
    # Beside its own script a name may stand in either order: `Chiri Machiho 知里真志保`.
    certain = parallel is None or "," in text
    return Agent(
        text.rstrip("*†‡ "),
        name.family if certain else None,
        name.given if certain else None,
        name.kind,
        tuple(others),
        orcid,
        affiliation,
    )


def _is_repaired(found: Read) -> bool:
    return lookalikes.repaired(found.agent.name) is not None
