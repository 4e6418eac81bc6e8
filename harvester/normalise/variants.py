"""The same person in several languages or scripts -> one agent with variants.

OJS from 3.4 on writes each author once for each locale: all of one language, then all of the next.
Those of two languages are matched by what their names share in any script (index/names.py), the
rest by their place where both languages have as many. Without languages, two spellings are one
person's only where their scripts differ: `Ivanov I.` and `Ivanov Ivan` may be two people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from harvester.normalise.agents import Read
from index import names
from index.lookalikes import script
from index.names import Name
from index.record import Agent, Text
from index.transliteration import ascii_letters

_ALIKE = 0.6  # of the letters of two family names, where a romanisation is not the usual one
_SOUNDED = frozenset(("latin", "cyrillic"))


def merge(found: Sequence[Read], languages: Sequence[str]) -> tuple[Agent, ...]:
    """One agent for each person or body, in the order of the language that leads.

    `languages` are the record's (BCP 47). The language that leads is the first of them in which
    names came, else none, English, or the first by its tag, so that the order in which the
    elements of the languages come does not matter.
    """
    if len(found) == 1:
        return (found[0].agent,)
    groups = _groups(found)
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


def _groups(found: Iterable[Read]) -> dict[str | None, list[Agent]]:
    """Language -> its agents; exactly the same name once."""
    groups: dict[str | None, dict[str, Agent]] = {}
    for one in found:
        group = groups.setdefault(one.lang, {})
        before = group.get(one.agent.name)
        group[one.agent.name] = _together(before, one.agent, None) if before else one.agent
    return {lang: list(group.values()) for lang, group in groups.items()}


def _rank(lang: str | None, languages: Sequence[str]) -> tuple[int, str]:
    spoken = [code.partition("-")[0] for code in languages]
    own = (lang or "").partition("-")[0]
    if own in spoken:
        return spoken.index(own), lang or ""
    return len(spoken) + (0 if lang is None else 1 if own == "en" else 2), lang or ""


def _across_scripts(group: Sequence[Agent]) -> list[Agent]:
    """`Щербаков И.А.` and `Shcherbakov I.A.` in one list are one person."""
    done: list[Agent] = []
    for agent in group:
        at = _place(done, agent, other_script=True)
        if at is None:
            done.append(agent)
        else:
            done[at] = _together(done[at], agent, None)
    return done


def _place(agents: Sequence[Agent], one: Agent, *, other_script: bool) -> int | None:
    for at, agent in enumerate(agents):
        if other_script and script(agent.name) == script(one.name):
            continue
        if agent.name == one.name or names.same(_name(agent), _name(one)):
            return at
    return None


def _join(agents: Sequence[Agent], group: Sequence[Agent], lang: str | None) -> list[Agent]:
    """The agents with the spellings of another language; who is only there comes behind."""
    done = list(agents)
    free = dict.fromkeys(range(len(agents)))
    rest: list[tuple[int, Agent]] = []
    for place, other in enumerate(group):
        at = next((at for at in free if _matches(agents[at], other)), None)
        if at is None:
            rest.append((place, other))
        else:
            done[at] = _together(done[at], other, lang)
            del free[at]
    for place, other in rest:
        if len(agents) == len(group) and place in free and _can_be(agents[place], other):
            done[place] = _together(done[place], other, lang)
        else:
            done.append(other)
    return done


def _matches(one: Agent, other: Agent) -> bool:
    return one.name == other.name or names.same(_name(one), _name(other))


def _can_be(one: Agent, other: Agent) -> bool:
    """Whether two names at the same place can be one person's: nothing that sounds forbids it."""
    if one.orcid and other.orcid:
        return one.orcid == other.orcid
    if not {script(one.name), script(other.name)} <= _SOUNDED:
        return True
    left, right = (ascii_letters(agent.family or agent.name) for agent in (one, other))
    return SequenceMatcher(None, left, right).ratio() >= _ALIKE


def _together(one: Agent, other: Agent, lang: str | None) -> Agent:
    """One agent of two; what `one` lacks comes from `other`."""
    spellings = [Text(other.name, lang)] if other.name != one.name else []
    merged = replace(
        one,
        family=one.family or (other.family if script(one.name) == script(other.name) else None),
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
