"""dc:creator, and the people of dc:contributor -> agents, each once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from harvester.normalise import agents, holders, variants
from harvester.normalise.dublin_core import Value
from index.record import Agent, Flag

Agents = tuple[tuple[Agent, ...], tuple[Flag, ...]]


def read(
    values: Iterable[Value],
    languages: Sequence[str] = (),
    rights: Sequence[Value] = (),
    *,
    field: str = "creator",
) -> Agents:
    """One agent for each person or body, in the order of the record, and what looked wrong.

    `languages` are the record's (BCP 47): the name in the first of them is the one to be shown, the
    other spellings are variants. `rights` are the values of dc:rights, where a name in another
    script may stand. `field` is the element's name, for the flags.
    """
    found: list[agents.Read] = []
    flags: list[Flag] = []
    alone: list[tuple[str, Value]] = []
    for value in values:
        read_here, flags_here, number = agents.read(value, field)
        found += read_here
        flags += flags_here
        if number:
            alone.append((number, value))
    people = variants.merge(found, languages) if found else ()
    people, unclaimed = _with_lone_orcid(people, alone, field)
    if rights and people:
        people = variants.add_spellings(people, holders.read(rights))
    return people, (*flags, *unclaimed)


def _with_lone_orcid(
    people: tuple[Agent, ...], alone: Sequence[tuple[str, Value]], field: str
) -> Agents:
    """An ORCID without a name is that of the only person there is."""
    if len(people) == 1 and len(alone) == 1 and people[0].orcid in (None, alone[0][0]):
        return (replace(people[0], orcid=alone[0][0]),), ()
    return people, tuple(Flag("orcid-alone", field, value.text.strip()) for _, value in alone)
