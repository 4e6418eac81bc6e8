"""Values of dc:source with the answer worked out by reading them: tests/golden/sources*.jsonl.

`sources.jsonl` was written before the code, `sources.held.jsonl` behind it, to see what it does
with forms that it was not made for; `sources.review.jsonl` at review.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harvester.normalise import source
from harvester.normalise.dublin_core import Value
from harvester.normalise.languages import tag

_GOLDEN = Path(__file__).parents[2] / "golden"
_FILES = ("sources.jsonl", "sources.held.jsonl", "sources.review.jsonl")
_PARTS = (
    "volume", "issue", "issue_title", "pages", "first_page", "last_page", "article_number", "issn",
    "eissn",
)  # fmt: skip


def _expected(case: dict[str, Any]) -> dict[str, Any]:
    """The answer; how a language is spelled is the business of languages.py."""
    answer: dict[str, Any] = case["expect"]
    if "titles" not in answer:
        return answer
    return {**answer, "titles": [[title, tag(lang)] for title, lang in answer["titles"]]}


def _cases() -> list[dict[str, Any]]:
    lines = (line for name in _FILES for line in (_GOLDEN / name).read_text("utf-8").splitlines())
    return [json.loads(line) for line in lines]


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """What the values come to, in the words of the golden file; what is not there is left out."""
    values = [Value(text, lang, *term) for text, lang, *term in case["values"]]
    read = source.read(values, serial=case.get("serial", False), others=())
    found: dict[str, Any] = {
        "year": read.year,
        "relations": [other.value for other in read.relations],
        "flags": sorted({flag.code for flag in read.flags}),
    }
    if read.journal:
        found["titles"] = [[title.value, title.lang] for title in read.journal.titles]
        found["issns"] = list(read.journal.issns)
        found |= {name: getattr(read.journal, name) for name in _PARTS}
    return {name: value for name, value in found.items() if value}


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["shape"])
def test_golden(case: dict[str, Any]) -> None:
    assert answer(case) == _expected(case)


def test_the_golden_values_cover_the_locales_of_ojs() -> None:
    cases = _cases()
    locales = {lang for case in cases for _, lang, *_ in case["values"] if lang}
    assert len(cases) >= 180
    assert len(locales) >= 30
