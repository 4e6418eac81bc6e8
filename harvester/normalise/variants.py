"""The same person in several languages or scripts -> one agent with variants.

OJS from 3.4 on writes each author once for each locale: all of one language, then all of the next.
Those of two languages are matched by what their names share in any script (index/names.py), the
rest by their place where both languages have as many. Without languages, two spellings are one
person's only where their scripts differ: `Ivanov I.` and `Ivanov Ivan` may be two people.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from harvester.normalise.agents import Reading
from index import names
from index.lookalikes import script
from index.names import Name
from index.record import Agent, Text
from index.transliteration import ascii_letters

# Of the letters of two family names, where a romanisation is not the usual one; and in one script,
# where `Lesnaya` and `Polevaya` are two people.
_ALIKE = 0.5
_ALIKE_IN_ONE_SCRIPT = 0.75
_SOUNDED = frozenset(("latin", "cyrillic"))


def merge(readings: Sequence[Reading], languages: Sequence[str]) -> tuple[Agent, ...]:
    """One agent for each person or body, in the order of the language that leads.

    `languages` are the record's (BCP 47). The language that leads is the first of them in which
    names came, else none, English, or the first by its tag, so that the order in which the
    elements of the languages come does not matter.
    """
    groups = _groups(readings)
    if len(groups) <= 1:
        return tuple(agent for group in groups.values() for agent in _across_scripts(group))
    leading = min(groups, key=lambda lang: _rank(lang, languages))
    agents = _across_scripts(groups.pop(leading))
    for lang in sorted(groups, key=lambda lang: _rank(lang, languages)):
        agents = _join(agents, groups[lang], lang)
    return tuple(agents)


def add_spellings(agents: Sequence[Agent], spellings: Iterable[str]) -> tuple[Agent, ...]:
    """Give each agent the spelling in another script that can only be its own."""
    done = list(agents)
    for spelling in spellings:
        other = names.parse(spelling)
        for at, agent in enumerate(done):
            if script(agent.name) != script(spelling) and names.same(_name(agent), other):
                done[at] = _with_variants(agent, [Text(spelling)])
                break
    return tuple(done)


def _groups(readings: Iterable[Reading]) -> dict[str | None, list[Agent]]:
    """Language -> its agents; exactly the same name once, unless ORCIDs tell two people."""
    groups: dict[str | None, dict[str, Agent]] = {}
    for reading in readings:
        group = groups.setdefault(reading.lang, {}) if reading.agents else {}
        for agent in reading.agents:
            before = group.get(agent.name)
            if before and _differ(before, agent):
                group[f"{agent.name} {agent.orcid}"] = agent
            else:
                group[agent.name] = _together(before, agent, None) if before else agent
    return {lang: list(group.values()) for lang, group in groups.items()}


def _differ(one: Agent, other: Agent) -> bool:
    """Whether two ORCIDs say that these are two people."""
    return None not in (one.orcid, other.orcid) and one.orcid != other.orcid


def _rank(lang: str | None, languages: Sequence[str]) -> tuple[int, str]:
    spoken = [code.partition("-")[0] for code in languages]
    own = (lang or "").partition("-")[0]
    if own in spoken:
        return spoken.index(own), lang or ""
    return len(spoken) + (0 if lang is None else 1 if own == "en" else 2), lang or ""


def _across_scripts(group: Sequence[Agent]) -> list[Agent]:
    """`Щербаков И.А.` and `Shcherbakov I.A.` in one list are one person."""
    if len(group) == 1:
        return list(group)
    if len({script(agent.name) for agent in group}) == 1 and not any(a.variants for a in group):
        return list(group)
    people = _People()
    for agent in group:
        people.put(agent)
    return people.agents


def _join(agents: Sequence[Agent], group: Sequence[Agent], lang: str | None) -> list[Agent]:
    """The agents with the spellings of another language; who is only there comes behind."""
    people = _People(agents)
    free = set(range(len(agents)))
    rest: list[tuple[int, Agent]] = []
    for place, other in enumerate(group):
        at = people.find(other, place, free)
        if at is None:
            rest.append((place, other))
        else:
            people.join(at, other, lang)
            free.discard(at)
    for place, other in rest:
        if len(agents) == len(group) and place in free and _can_be(agents[place], other):
            people.join(place, other, lang)
        else:
            people.agents.append(other)
    return people.agents


class _People:
    """Agents that are found by name, ORCID and family: a paper can have three thousand authors."""

    def __init__(self, agents: Iterable[Agent] = ()) -> None:
        self.agents: list[Agent] = []
        self._places: dict[str, list[int]] = {}
        for agent in agents:
            self._append(agent)

    def put(self, agent: Agent) -> None:
        """Add an agent to the one in another script that it is, or behind all."""
        for at in self._candidates(agent):
            other = self.agents[at]
            foreign = script(other.name) != script(agent.name) or _is_spelled(other, agent)
            if foreign and _matches(other, agent):
                return self.join(at, agent, None)
        return self._append(agent)

    def find(self, agent: Agent, place: int, among: Container[int]) -> int | None:
        """Where an agent stands already; at its own `place` rather than at another."""
        places = sorted(self._candidates(agent), key=lambda at: (at != place, at))
        matching = (at for at in places if at in among and _matches(self.agents[at], agent))
        return next(matching, None)

    def join(self, at: int, other: Agent, lang: str | None) -> None:
        self.agents[at] = _together(self.agents[at], other, lang)

    def _append(self, agent: Agent) -> None:
        for word in _handles(agent):
            self._places.setdefault(word, []).append(len(self.agents))
        self.agents.append(agent)

    def _candidates(self, agent: Agent) -> Iterable[int]:
        return dict.fromkeys(at for word in _handles(agent) for at in self._places.get(word, ()))


def _handles(agent: Agent) -> Iterator[str]:
    """What two agents that match have in common."""
    yield agent.name
    yield from (variant.value for variant in agent.variants)
    if agent.orcid:
        yield agent.orcid
    if agent.family:
        yield names.key(agent.family)


def _matches(one: Agent, other: Agent) -> bool:
    if _differ(one, other):
        return False
    if one.orcid and one.orcid == other.orcid:
        return True
    if one.name == other.name or _is_spelled(one, other):
        return True
    return names.same(_name(one), _name(other))


def _is_spelled(one: Agent, other: Agent) -> bool:
    """Whether the name of one is a variant of the other's."""
    return any(variant.value == other.name for variant in one.variants) or any(
        variant.value == one.name for variant in other.variants
    )


def _can_be(one: Agent, other: Agent) -> bool:
    """Whether two names at the same place can be one person's: nothing that sounds forbids it."""
    if _differ(one, other) or {one.kind, other.kind} == {"person", "organisation"}:
        return False
    scripts = {script(one.name), script(other.name)}
    if not scripts <= _SOUNDED:
        return True
    left, right = (ascii_letters(agent.family or agent.name) for agent in (one, other))
    return SequenceMatcher(None, left, right).ratio() >= (
        _ALIKE if len(scripts) > 1 else _ALIKE_IN_ONE_SCRIPT
    )


def _together(one: Agent, other: Agent, lang: str | None) -> Agent:
    """One agent of two; what `one` lacks comes from `other`."""
    spellings = [Text(other.name, lang)] if other.name != one.name else []
    merged = replace(
        one,
        kind=one.kind if one.kind != "unknown" else other.kind,
        orcid=one.orcid or other.orcid,
        affiliation=one.affiliation or other.affiliation,
    )
    return _with_variants(merged, [*spellings, *other.variants])


def _with_variants(agent: Agent, spellings: Iterable[Text]) -> Agent:
    known = {variant.value for variant in agent.variants} | {agent.name}
    new = [spelling for spelling in spellings if spelling.value not in known]
    return replace(agent, variants=(*agent.variants, *new)) if new else agent


def _name(agent: Agent) -> Name:
    return Name(agent.kind, agent.family, agent.given)
