"""Arguments: what the protocol refuses, and what the dates mean."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from index.errors import Refused
from index.provider.arguments import Granularity, read_request, stamp


def refusal(granularity: Granularity = "second", **args: Any) -> str | None:
    given = {
        name.rstrip("_"): [value] if isinstance(value, str) else value
        for name, value in args.items()
    }
    try:
        read_request(given, granularity)
    except Refused as refused:
        return refused.oai_code
    return None


@pytest.mark.parametrize("verb", [[], ["Nonsense"], [""], ["Identify", "Identify"]])
def test_a_verb_that_is_missing_unknown_or_repeated_is_bad_verb(verb: list[str]) -> None:
    assert refusal(verb=verb) == "badVerb"


@pytest.mark.parametrize(
    "args",
    [
        {"verb": "Identify", "metadataPrefix": "oai_dc"},
        {"verb": "Identify", "resumptionToken": "t"},
        {"verb": "GetRecord", "identifier": "i"},
        {"verb": "GetRecord", "metadataPrefix": "oai_dc"},
        {"verb": "GetRecord", "identifier": "i", "metadataPrefix": "p", "resumptionToken": "t"},
        {"verb": "ListRecords"},
        {"verb": "ListRecords", "resumptionToken": "t", "metadataPrefix": "oai_dc"},
        {"verb": "ListRecords", "resumptionToken": "t", "nonsense": "1"},
        {"verb": "ListRecords", "metadataPrefix": ["oai_dc", "oai_dc"]},
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "colour": "red"},
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": ""},
        {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "a\0b"},
        {"verb": "ListSets", "set": "a"},
    ],
)
def test_arguments_that_are_missing_illegal_or_repeated_are_bad_argument(
    args: dict[str, Any],
) -> None:
    assert refusal(**args) == "badArgument"


@pytest.mark.parametrize(
    "dates",
    [
        {"from_": "2024"},
        {"from_": "2024-02-30"},
        {"from_": "0000-01-01"},
        {"from_": "2024-01-01T00:00:00"},
        {"from_": "2024-01-01T00:00:00.5Z"},
        {"from_": "٢٠٢٤-01-01"},
        {"until": "2024-01-01 "},
        {"from_": "2024-01-01", "until": "2024-01-02T00:00:00Z"},
        {"from_": "2024-01-02", "until": "2024-01-01"},
    ],
)
def test_dates_that_cannot_be_meant_are_bad_argument(dates: dict[str, Any]) -> None:
    assert refusal(verb="ListRecords", metadataPrefix="oai_dc", **dates) == "badArgument"


def test_dates_finer_than_the_granularity_are_bad_argument() -> None:
    ask: dict[str, Any] = {"verb": "ListRecords", "metadataPrefix": "p"}
    assert refusal("day", **ask, from_="2024-01-01T00:00:00Z") == "badArgument"
    assert refusal("day", **ask, from_="2024-01-01") is None
    assert refusal("second", **ask, from_="2024-01-01") is None


def test_an_until_of_a_day_includes_its_last_second() -> None:
    args = {"verb": ["ListRecords"], "metadataPrefix": ["p"], "until": ["9999-12-31"]}
    last = read_request(args, "second").until
    assert last == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_an_until_in_seconds_is_taken_as_it_is() -> None:
    args = {"verb": ["ListRecords"], "metadataPrefix": ["p"], "until": ["2024-01-01T10:00:00Z"]}
    assert read_request(args, "second").until == datetime(2024, 1, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("granularity", "text"), [("day", "0033-04-03"), ("second", "0033-04-03T15:00:00Z")]
)
def test_a_datestamp_has_four_digits_of_year(granularity: Granularity, text: str) -> None:
    assert stamp(datetime(33, 4, 3, 15, tzinfo=UTC), granularity) == text
