"""Counting and helping: facets, years, completions, records like one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

import msgspec

from index.engines.base import Bucket, FacetOrder
from index.errors import NotFound
from index.web.api.asking import NAMES, asked, asking
from index.web.api.hits import fields_param, hit_shapes
from index.web.api.operation import Answer, Call, Operation
from index.web.api.params import Param
from index.web.api.records import key_params
from index.web.api.shapes import (
    BucketShape,
    FacetShape,
    FacetsShape,
    HistogramShape,
    SimilarShape,
    SuggestionsShape,
)
from index.web.settings import WebSettings

_MOST = 100  # completions, or records like one


def operations(settings: WebSettings) -> tuple[Operation, ...]:
    """`/facets`, `/histogram`, `/suggest`, `/similar/{source}/{identifier}`."""
    questions = asking(settings)
    return (
        Operation(
            "/facets", "facets", "Count the values of fields",
            "Each field is counted without its own filters.",
            facets,
            (
                *questions,
                Param("field", "A field to count.", many=True, among=NAMES, example="journal"),
                Param("limit", "Values of each field.", "number", 10, most=settings.max_facets),
                Param("order", "Their order.", default="count", among=get_args(FacetOrder)),
            ),
            FacetsShape, tag="counts",
        ),
        Operation(
            "/histogram", "histogram", "Count the hits by year", "Years rise.",
            histogram, questions, HistogramShape, tag="counts",
        ),
        Operation(
            "/suggest", "suggest", "Complete what is being typed",
            "Creators, titles, journals, subjects; each says how many hits its query has.",
            suggest,
            (
                Param("q", "What was typed.", default="", most=settings.max_letters),
                Param("limit", "How many.", "number", 10, most=_MOST),
            ),
            SuggestionsShape, tag="help",
        ),
        Operation(
            "/similar/{source}/{identifier:path}", "similar", "Records like one",
            "Other records of the same work come first.",
            similar,
            (*key_params(), Param("limit", "How many.", "number", 10, most=_MOST), fields_param()),
            SimilarShape, problems=(404,), tag="help",
        ),
    )  # fmt: skip


def facets(call: Call) -> Answer:
    """The values of fields."""
    ask, values = asked(call.values, call.settings), call.values
    found = call.index.facets(
        ask.text,
        values["field"],
        limit=values["limit"],
        order=values["order"],
        filters=ask.filters,
        exclude=ask.exclude,
    )
    shapes = (FacetShape(one.field, one.values, _buckets(one.buckets)) for one in found)
    return Answer(msgspec.json.encode(FacetsShape(tuple(shapes))))


def histogram(call: Call) -> Answer:
    """Full matches by year."""
    ask = asked(call.values, call.settings)
    found = call.index.histogram(ask.text, filters=ask.filters, exclude=ask.exclude)
    return Answer(msgspec.json.encode(HistogramShape(_buckets(found))))


def suggest(call: Call) -> Answer:
    """Completions."""
    found = call.index.suggest(call.values["q"].replace("\0", " "), call.values["limit"])
    return Answer(msgspec.json.encode(SuggestionsShape(found)))


def similar(call: Call) -> Answer:
    """Records like one. Raises `NotFound`."""
    source, identifier = call.values["source"], call.values["identifier"]
    record = call.index.get(source, identifier)
    if record is None or record.deleted:
        raise NotFound(f"{source[:200]} has no record {identifier[:200]}", "look for it: /lookup")
    found = call.index.similar(source, identifier, call.values["limit"])
    return Answer(msgspec.json.encode(SimilarShape(hit_shapes(call, found))))


def _buckets(buckets: Iterable[Bucket]) -> tuple[BucketShape, ...]:
    return tuple(BucketShape(one.value, one.shown, one.count) for one in buckets)
