"""Numbers as journals write them."""

from __future__ import annotations

import pytest

from harvester.normalise.places import labels
from harvester.normalise.places.numerals import alike, edtf, is_year, roman, western
from harvester.normalise.places.pages import Pages, read


def test_digits_of_any_script_are_western() -> None:
    assert [western(text) for text in ("١٢", "۱۲a", "１２", "12")] == ["12", "12a", "12", "12"]


def test_years_of_several_calendars_can_be_meant() -> None:
    years = ("1899", "2025", "1399", "2562", "3572", "899", "20x5", "۱۳۹۹")
    assert [is_year(year) for year in years] == [True] * 4 + [False] * 3 + [True]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("XII", 12),
        ("iv", 4),
        ("MCMXCIX", 1999),
        ("ХІІ", 12),
        ("IIX", None),
        ("", None),
        ("A", None),
    ],
)
def test_roman_numerals_of_either_alphabet(text: str, number: int | None) -> None:
    assert roman(text) == number


def test_spellings_of_one_number_are_alike() -> None:
    assert alike("XII") == alike("12")
    assert alike("2–3") == alike("2 - 3") != alike("3-2")


def test_two_years_are_an_interval() -> None:
    assert [edtf(years) for years in ("2020", "1988-89", "1988/1989")] == [
        "2020", "1988/1989", "1988/1989",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("p.5-10", Pages("5", "10")),
        ("第5-10頁", Pages("5", "10")),
        ("1378--1383", Pages("1378", "1383")),
        ("1 to 10", Pages("1", "10")),
        ("[1-10]", Pages("1", "10")),
        ("עמ' 5-10", Pages("5", "10")),
        ("12:1-12:20", Pages("12:1", "12:20")),
        ("CD001234", Pages("CD001234", None, "CD001234")),
        ("Art. No. 5", Pages(article="5")),
        ("ID 1234", Pages(article="1234")),
        ("Floods 5-10", None),
        ("5-10 Floods", None),
        ("", None),
    ],
)
def test_pages(text: str, pages: Pages | None) -> None:
    assert read(text) == pages


def test_every_label_of_a_kind_is_known_in_lower_case_without_its_dot() -> None:
    assert all(word == word.casefold() for word in labels.FRONT)
    assert (labels.FRONT["год"], labels.FRONT["号"], labels.BEHIND["호"]) == (
        "annual", "issue", "issue",
    )  # fmt: skip
