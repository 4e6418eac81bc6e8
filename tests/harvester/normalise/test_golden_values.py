"""Dates, languages, types and rights against answers worked out by reading (tests/golden)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harvester.normalise import dates, languages, rights, types
from tests.harvester.normalise.samples import values

_GOLDEN = Path(__file__).parents[2] / "golden"

Case = dict[str, Any]


def _dates(case: Case) -> Case:
    found, flags = dates.read(values(*case["in"]), case.get("languages", ()))
    chosen = dates.published(found)
    return {
        "out": [[date.edtf, date.precision, date.year] for date in found],
        "flags": sorted({flag.code for flag in flags}),
        "role": found[0].role if found else None,
        "published": chosen.edtf if chosen else None,
    }


def _languages(case: Case) -> Case:
    found, flags = languages.read(values(*case["in"]))
    return {"out": list(found), "flagged": bool(flags)}


def _types(case: Case) -> Case:
    found = types.read(values(*case["in"]))
    return {"type": _notation(found.type), "version": _notation(found.version)}


def _notation(coded: Any) -> str | None:
    return coded.uri.rpartition("/")[2] if coded else None


def _rights(case: Case) -> Case:
    found = rights.read(values(*case["in"]))
    return {
        "access": _notation(found.access),
        "licence": found.licence.uri if found.licence else None,
        "spdx": found.licence.spdx if found.licence else None,
        "embargo": found.embargo.edtf if found.embargo else None,
        "flags": sorted({flag.code for flag in found.flags}),
    }


def wrong(name: str, answer: Callable[[Case], Case]) -> tuple[int, list[str]]:
    """How many cases there are, and those with another answer."""
    lines = (_GOLDEN / f"{name}.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    mistakes = []
    for case in cases:
        given = answer(case)
        if any(given[key] != case[key] for key in given if key in case):
            mistakes.append(f"{case} -> {given}")
    return len(cases), mistakes


@pytest.mark.parametrize(
    ("name", "answer", "least", "share"),
    [
        ("dates", _dates, 140, 0.99),
        ("languages", _languages, 90, 1.0),
        ("types", _types, 90, 0.99),
        ("rights", _rights, 70, 0.99),
        ("dates_later", _dates, 20, 0.99),
        ("dates_review", _dates, 15, 1.0),
        ("languages_later", _languages, 20, 1.0),
        ("types_later", _types, 20, 0.99),
        ("rights_later", _rights, 20, 0.99),
        ("languages_held", _languages, 400, 1.0),
        ("types_held", _types, 200, 0.99),
        ("rights_held", _rights, 100, 0.99),
    ],
)
def test_the_golden_values_come_out_right(
    name: str, answer: Callable[[Case], Case], least: int, share: float
) -> None:
    count, mistakes = wrong(name, answer)
    assert count >= least
    assert 1 - len(mistakes) / count >= share, "\n".join(mistakes)
