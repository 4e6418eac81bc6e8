"""Facets, years, completions and records like one over HTTP."""

from __future__ import annotations

from index.core import Index
from tests.web import Client

PATH = "/similar/demo/oai:journals.example.org:article/1002"


def test_facets_are_those_of_the_index(api: Client, held: Index) -> None:
    query = "/facets?field=journal&field=year&limit=2&order=value&year=2022..2023"
    said = api.json(query)["facets"]
    found = held.facets(
        "", ["journal", "year"], limit=2, order="value", filters={"year": ["2022", "2023"]}
    )
    assert [(one["field"], one["values"]) for one in said] == [(f.field, f.values) for f in found]
    assert [[(b["value"], b["count"], b["label"]) for b in one["buckets"]] for one in said] == [
        [(b.value, b.count, b.shown) for b in facet.buckets] for facet in found
    ]


def test_years_are_those_of_the_index(api: Client, held: Index) -> None:
    said = api.json("/histogram?q=физики")["years"]
    assert [(one["value"], one["count"]) for one in said] == [
        (one.value, one.count) for one in held.histogram("физики")
    ]


def test_completions_are_those_of_the_index(api: Client, held: Index) -> None:
    said = api.json("/suggest?q=физ&limit=3")["suggestions"]
    assert [one["text"] for one in said] == [one.text for one in held.suggest("физ", 3)]
    assert len(said) == 3


def test_records_like_one(api: Client, held: Index) -> None:
    said = api.json(f"{PATH}?limit=2&fields=title")["hits"]
    found = held.similar("demo", "oai:journals.example.org:article/1002", 2)
    assert [hit["identifier"] for hit in said] == [hit.identifier for hit in found]
    assert said[0]["document"] is None
    assert api.problem("/similar/demo/none", 404)["code"] == "not-found"
