"""dc:creator, and the people of dc:contributor -> agents, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from harvester.normalise import agents, holders, variants
from harvester.normalise.dublin_core import Value
from index.record import Agent, Flag

Agents = tuple[tuple[Agent, ...], tuple[Flag, ...]]


def read(
    values: Sequence[Value],
    languages: Sequence[str] = (),
    rights: Sequence[Value] = (),
    *,
    field: str = "creator",
    family_first: bool = False,
) -> Agents:
    """One agent for each person or body, in the order of the record, and what looked wrong.

    `languages` are the record's (BCP 47): the name in the first of them is the one to be shown, the
    other spellings are variants. `rights` are the values of dc:rights, where a name in another
    script may stand. `field` is the element's name, for the flags. `family_first`: names without a
    comma begin with the family name.
    """
    if not values:
        return (), ()
    readings = [agents.read(value, field, family_first) for value in values]
    people = variants.merge(readings, languages)
    unclaimed: tuple[Flag, ...] = ()
    if any(reading.lone_orcid for reading in readings):
        people, unclaimed = _with_lone_orcid(people, readings, field)
    if rights and people:
        people = variants.add_spellings(people, holders.read(rights))
    flags = [flag for reading in readings for flag in reading.flags]
    return people, (*flags, *unclaimed)


def _with_lone_orcid(
    people: tuple[Agent, ...], readings: Sequence[agents.Reading], field: str
) -> Agents:
    """An ORCID without a name is that of the only person there is."""
    alone = [reading for reading in readings if reading.lone_orcid]
    number = alone[0].lone_orcid
    if len(people) == 1 and len(alone) == 1 and people[0].orcid in (None, number):
        return (replace(people[0], orcid=number),), ()
    return people, tuple(Flag("orcid-alone", field, reading.written) for reading in alone)
