"""Resumption tokens: what was written is read, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import Refused
from index.provider.tokens import Place, read_token, write_token

NOW = datetime(2024, 5, 1, tzinfo=UTC)
PLACE = Place(
    verb="ListRecords",
    prefix="oai_dc",
    set_spec="a:b",
    since=NOW - timedelta(days=3),
    until=None,
    after=(NOW, 17),
    cursor=100,
    size=250,
    expires=NOW,
)


def refusal(token: str, verb: str = "ListRecords", realm: str = "s", now: datetime = NOW) -> str:
    with pytest.raises(Refused) as caught:
        read_token(token, verb, realm, now)
    assert caught.value.oai_code == "badResumptionToken"
    return caught.value.message


@settings(deadline=None, max_examples=50)
@given(st.text(), st.text() | st.none(), st.integers(0, 2**60), st.datetimes())
def test_a_token_gives_back_its_place(
    prefix: str, spec: str | None, row: int, moment: datetime
) -> None:
    when = moment.replace(tzinfo=UTC)
    place = replace(PLACE, prefix=prefix, set_spec=spec, until=when, after=(when, row))
    assert read_token(write_token(place, "s"), "ListRecords", "s", NOW) == place


def test_a_token_is_good_until_it_expires_and_not_a_second_longer() -> None:
    token = write_token(PLACE, "s")
    assert read_token(token, "ListRecords", "s", NOW).cursor == 100
    assert "expired" in refusal(token, now=NOW + timedelta(seconds=1))


def test_a_token_of_another_verb_or_source_is_refused() -> None:
    token = write_token(PLACE, "s")
    assert "ListRecords" in refusal(token, verb="ListIdentifiers")
    assert "none of ours" in refusal(token, realm="other")


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_a_token_with_any_character_changed_is_refused(data: st.DataObject) -> None:
    token = write_token(PLACE, "s")
    at = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters().filter(lambda letter: letter != token[at]))
    refusal(token[:at] + other + token[at + 1 :])


@pytest.mark.parametrize("token", ["", "A", "AAAA", "=", "é", "{}", "A" * 5000])
def test_what_was_never_a_token_is_refused(token: str) -> None:
    assert "none of ours" in refusal(token)


def test_a_token_needs_no_escaping_in_a_url() -> None:
    assert write_token(PLACE, "s").replace("-", "").replace("_", "").isalnum()
