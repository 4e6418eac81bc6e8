"""Completeness by the fields of OpenAIRE's guidelines 4.0."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from harvester.normalise import completeness
from index.record import Document, Link, Text
from tests.harvester.normalise.samples import OJS, document


def test_the_weights_make_a_hundred() -> None:
    assert sum(points for points, _ in completeness.FIELDS.values()) == 100


def test_every_field_stands_in_the_model() -> None:
    names = {name for _, names in completeness.FIELDS.values() for name in names}
    assert names <= asdict(Document("s", "i")).keys()


def test_nothing_is_worth_nothing_and_lacks_all() -> None:
    assert completeness.score(asdict(Document("s", "i"))) == 0
    assert completeness.missing(Document("s", "i")) == tuple(completeness.FIELDS)


def test_a_title_alone_is_worth_its_weight() -> None:
    done = document(("title", "Rivers"))
    assert done.completeness == completeness.MANDATORY
    assert "title" not in completeness.missing(done)


def test_a_whole_record_of_ojs_lacks_nothing() -> None:
    assert document(*OJS).completeness == 100
    assert completeness.missing(document(*OJS)) == ()


@pytest.mark.parametrize("role", ["landing", "supplement"])
def test_only_a_full_text_is_the_location_of_a_file(role: str) -> None:
    done = Document("s", "i", links=(Link("https://example.org/1", role),))  # type: ignore[arg-type]
    assert "file location" in completeness.missing(done)


@pytest.mark.parametrize(
    "statement",
    ["Copyright", "info:eu-repo/semantics/openAccess"],
)
def test_any_word_on_rights_counts_as_access(statement: str) -> None:
    assert "access rights" not in completeness.missing(document(("rights", statement)))


def test_a_code_counts_as_a_subject() -> None:
    assert "subject" not in completeness.missing(document(("subject", "ddc:590")))


def test_the_score_is_what_is_not_missing() -> None:
    done = Document("s", "i", titles=(Text("a"),), languages=("ru",))
    lacking = sum(completeness.FIELDS[field][0] for field in completeness.missing(done))
    assert completeness.score(asdict(done)) == 100 - lacking
