"""Parameters: what is not known is refused by its name; nothing is guessed."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.web.api.params import Param, read
from index.web.problems import Problem
from tests.web import Client

PARAMS = (
    Param("q", "", default="", most=10),
    Param("limit", "", "number", 5, most=20),
    Param("explain", "", "flag"),
    Param("journal", "", many=True, least=1, most=5),
    Param("fields", "", listed=True, among=("title", "year")),
    Param("sort", "", default="newest", among=("newest", "oldest")),
)


def refused(*pairs: tuple[str, str]) -> Problem:
    with pytest.raises(Problem) as caught:
        read(PARAMS, pairs)
    return caught.value


def test_defaults_where_nothing_is_given() -> None:
    assert read(PARAMS, []) == {
        "q": "", "limit": 5, "explain": False, "journal": (), "fields": (), "sort": "newest",
    }  # fmt: skip


def test_values_are_read_by_their_kinds() -> None:
    pairs = [("q", "a b"), ("limit", "0"), ("explain", "true"), ("journal", "x"), ("journal", "y"),
             ("fields", "year, title,"), ("sort", "oldest")]  # fmt: skip
    assert read(PARAMS, pairs) == {
        "q": "a b", "limit": 0, "explain": True, "journal": ("x", "y"),
        "fields": ("year", "title"), "sort": "oldest",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "near"),
    [
        ("jurnal", "x", "journal"), ("Q", "x", None), ("zzz", "x", None),
        ("limit", "21", None), ("limit", "-1", None), ("limit", "1.5", None), ("limit", "", None),
        ("limit", "9" * 5000, None), ("limit", "٣", None), ("explain", "yes", None),
        ("journal", "", None), ("journal", "abcdef", None), ("q", "x" * 11, None),
        ("fields", "titel", "title"), ("sort", "newst", "newest"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_what_may_be_meant(
    name: str, value: str, near: str | None
) -> None:
    problem = refused((name, value))
    (mistake,) = problem.errors
    assert (problem.code, mistake.name, mistake.did_you_mean) == ("parameters", name, near)
    assert problem.hint is not None
    assert near is None or problem.hint == f"did you mean {near}?"


def test_every_mistake_is_told_at_once() -> None:
    problem = refused(("limit", "x"), ("sort", "y"), ("z", ""), ("q", "1"), ("q", "2"))
    assert [one.name for one in problem.errors] == ["z", "q", "limit", "sort"]
    assert problem.errors[1].detail == "given more than once"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([p.name for p in PARAMS]) | st.text(), st.text())))
def test_anything_is_values_or_a_problem(pairs: list[tuple[str, str]]) -> None:
    names = {param.name for param in PARAMS}
    try:
        found = read(PARAMS, pairs)
    except Problem as problem:
        found, told = None, problem
    assert found.keys() == names if found is not None else 0 < len(told.body()) < 20_000


@settings(max_examples=60, deadline=None)
@given(st.integers(-5, 30))
def test_a_number_within_its_bounds_is_itself(number: int) -> None:
    if 0 <= number <= 20:
        assert read(PARAMS, [("limit", str(number))])["limit"] == number
    else:
        assert refused(("limit", str(number))).errors[0].name == "limit"


def test_openapi_tells_what_is_read(api: Client) -> None:
    document = api.json("/openapi.json")
    told = {one["name"]: one for one in document["paths"]["/api/v1/records"]["get"]["parameters"]}
    assert told["limit"]["schema"] == {
        "type": "integer", "minimum": 0, "maximum": 200, "default": 20,
    }  # fmt: skip
    assert told["fields"]["explode"] is False
    assert {"journal", "-journal", "author", "year"} <= told.keys()
    assert set("".join(told)) <= set(string.ascii_letters + "-_")


def test_an_unknown_parameter_of_each_address_is_refused(api: Client) -> None:
    for path in ("/records", "/facets", "/histogram", "/suggest", "/sources", "/runs", "/changes",
                 "/export", "/feed", "/lookup", "/dump", "/records/demo/x"):  # fmt: skip
        problem = api.problem(f"{path}?limt=5", 400)
        assert problem["errors"][0]["name"] == "limt"
    assert api.problem("/records?jornal=x", 400)["hint"] == "did you mean journal?"
    assert api.problem("/records?year=20x0..", 400)["errors"][0]["name"] == "year"
    assert api.problem("/records?cursor=nonsense", 400)["code"] == "usage"
