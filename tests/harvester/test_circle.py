"""A list that goes round is noticed, and one that goes on never is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harvester.circle import MOST_ALIKE, Circle
from harvester.stages import Page
from index.record import Tombstone


def page(number: int, token: str) -> Page:
    return Page("ListRecords", tombstones=(Tombstone(str(number), ""),), token=token)


@given(st.integers(0, 40), st.integers(1, 40))
def test_every_circle_is_noticed_soon(before: int, length: int) -> None:
    """So many pages lead into it, so many are in it."""
    circle, asked = Circle(), None
    for step in range(4 * (before + length) + 4):
        number = step if step < before else before + (step - before) % length
        following = number + 1 if number + 1 < before + length else before
        if circle.closes(asked, page(number, str(following))):
            return
        asked = str(following)
    raise AssertionError("not noticed")


@given(st.integers(1, 300))
def test_a_list_that_goes_on_is_no_circle(length: int) -> None:
    circle, asked = Circle(), None
    for number in range(length):
        assert not circle.closes(asked, page(number, str(number + 1)))
        asked = str(number + 1)


def test_a_token_that_stays_the_same_is_no_circle_while_records_come() -> None:
    circle = Circle()
    assert not any(circle.closes("t", page(number, "t")) for number in range(500))


def test_pages_without_anything_are_borne_for_a_while() -> None:
    circle = Circle()
    closed = [circle.closes(f"{n}", Page("ListRecords", token=f"{n + 1}")) for n in range(200)]
    assert closed.index(True) == MOST_ALIKE
