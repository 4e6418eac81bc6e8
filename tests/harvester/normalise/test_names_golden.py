"""tests/golden/names*.jsonl: values of dc:creator in, agents and flags out, worked out by reading.

A line: `in` (values, or [value, xml:lang]), `languages` of the record, its `rights`; `out` (agents,
fields left out are empty) and `flags` (codes).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harvester.normalise import creators
from harvester.normalise.dublin_core import Value
from index import lookalikes
from index.record import FLAGS, Agent, Text

GOLDEN = Path(__file__).parents[2] / "golden"


def _cases() -> Iterator[Any]:
    files = (GOLDEN / "names.jsonl", GOLDEN / "names.held.jsonl")
    for line in (line for file in files for line in file.read_text("utf-8").splitlines()):
        case = json.loads(line)
        yield pytest.param(case, id=str(case["in"])[:60])


def _value(given: Any) -> Value:
    return Value(given) if isinstance(given, str) else Value(*given)


def _agent(fields: dict[str, Any]) -> Agent:
    variants = tuple(Text(*variant) for variant in fields.pop("variants", ()))
    return Agent(**fields, variants=variants)


@pytest.mark.parametrize("case", list(_cases()))
def test_a_golden_name_is_given(case: dict[str, Any]) -> None:
    found, flags = creators.read(
        [_value(given) for given in case["in"]],
        case.get("languages", ()),
        [Value(text) for text in case.get("rights", ())],
    )
    assert found == tuple(_agent(dict(fields)) for fields in case["out"])
    assert sorted(flag.code for flag in flags) == sorted(case.get("flags", ()))
    assert all(flag.code in FLAGS for flag in flags)


@pytest.mark.parametrize("case", list(_cases()))
def test_names_written_as_dublin_core_and_read_again_are_the_same(case: dict[str, Any]) -> None:
    """A variant without a language stands behind its name (`Name = Имя`), others for themselves.

    Affiliations are left out: Dublin Core has no place for them.
    """
    languages = case.get("languages", ())
    given = [_value(given) for given in case["in"]]
    people, _ = creators.read(given, languages, [Value(text) for text in case.get("rights", ())])
    again, _ = creators.read(list(_written(people)), languages)
    assert again == tuple(replace(agent, affiliation=None) for agent in people)


def _written(people: Iterable[Agent]) -> Iterator[Value]:
    for agent in people:
        bare = [variant.value for variant in agent.variants if variant.lang is None]
        other = [value for value in bare if value != lookalikes.repaired(agent.name)]
        yield Value(" = ".join([agent.name, *other]), id=agent.orcid)
    for agent in people:
        yield from (Value(text.value, text.lang) for text in agent.variants if text.lang)
