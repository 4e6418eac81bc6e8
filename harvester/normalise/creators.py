"""dc:creator, and the people of dc:contributor -> agents, as written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from harvester.normalise.dublin_core import Value
from harvester.normalise.text import fold
from index.identifiers import orcid
from index.record import Agent

_FAMILY_GIVEN = re.compile(r"([^,]*[^\W\d_][^,]*), *([^\W\d_][^\d]*)")


def read(values: Iterable[Value]) -> tuple[Agent, ...]:
    """One agent for each name, in the order of the record; exactly the same name once."""
    found: dict[str, Agent] = {}
    for value in values:
        agent = _agent(fold(value.text), value.id)
        if agent.name:
            found.setdefault(agent.name, agent)
    return tuple(found.values())


def _agent(text: str, attribute: str | None) -> Agent:
    number = orcid(attribute or "")
    name, _, behind = text.rpartition(";")
    # Some repositories glue it to the name: `Anselmetti, Dario ; https://orcid.org/0000-…`
    if name.strip() and orcid(behind):
        text, number = name.strip(), orcid(behind)
    parts = _FAMILY_GIVEN.fullmatch(text.rstrip(", "))
    if not parts:
        return Agent(text, orcid=number)
    return Agent(text, parts[1].strip(), parts[2].strip(), "person", orcid=number)
