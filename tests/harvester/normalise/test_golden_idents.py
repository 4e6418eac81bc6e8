"""Identifiers, texts and subjects as they really come, each with the answer worked out by reading.

`tests/golden/*.jsonl`: a value a line. The code has to give every one of them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.record import Document
from tests.harvester.normalise.samples import document

GOLDEN = Path(__file__).parents[2] / "golden"
Case = dict[str, Any]


def cases(name: str) -> list[Any]:
    """The lines of a file, each named by its number."""
    lines = (GOLDEN / name).read_text("utf-8").splitlines()
    return [pytest.param(json.loads(line), id=str(at)) for at, line in enumerate(lines, 1)]


def _codes(done: Document) -> set[str]:
    return {flag.code for flag in done.flags}


@pytest.mark.parametrize("case", [*cases("identifiers.jsonl"), *cases("identifiers.review.jsonl")])
def test_an_identifier_is_told(case: Case) -> None:
    done = document(
        *(("identifier", value) for value in case.get("identifier", ())),
        *(("relation", value) for value in case.get("relation", ())),
    )
    assert [[one.scheme, one.value] for one in done.identifiers] == case["out"]
    if "links" in case:
        assert [[link.role, link.url] for link in done.links] == case["links"]
    if "relations" in case:
        assert [[one.scheme, one.value] for one in done.relations] == case["relations"]
    assert _codes(done) == set(case.get("flags", ()))


@pytest.mark.parametrize("case", [*cases("texts.jsonl"), *cases("texts.held.jsonl")])
def test_a_text_comes_out_clean(case: Case) -> None:
    field = "title" if "title" in case else "abstract"
    element = "title" if field == "title" else "description"
    done = document((element, case[field]))
    found = done.titles if field == "title" else done.abstracts
    assert [text.value for text in found] == [case["out"]]
    assert _codes(done) == set(case.get("flags", ()))


@pytest.mark.parametrize("case", [*cases("subjects.jsonl"), *cases("subjects.held.jsonl")])
def test_subjects_are_terms_and_codes(case: Case) -> None:
    done = document(*(("subject", value) for value in case["in"]))
    assert [term.value for term in done.subjects] == case["out"]
    raws = [[code.scheme, code.label] for code in done.classifications]
    assert raws == case.get("codes", [])
