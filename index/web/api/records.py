"""Records: a search page by page, and one by its key."""

from __future__ import annotations

import msgspec

from index.cli.picked import FIELDS, fields_of, picked
from index.errors import NotFound
from index.record import Key
from index.results import Hit, Results
from index.shapes import record_shape
from index.web.api.asking import asked, asking, sorting
from index.web.api.links import PREFIX, record_url, with_query
from index.web.api.operation import Answer, Call, Operation
from index.web.api.params import Param
from index.web.api.shapes import HitShape, PageShape, RecordShape, RelaxedShape
from index.web.settings import WebSettings

_ENCODE = msgspec.json.encode


def operations(settings: WebSettings) -> tuple[Operation, ...]:
    """`/records` and `/records/{source}/{identifier}`."""
    return (
        Operation(
            "/records", "search", "Search records, page by page",
            "All hits can be reached: follow `next` (or `rel=next` of the Link header).",
            search,
            (
                *asking(settings), sorting(),
                Param("limit", "Records on a page.", "number", 20, most=settings.max_page),
                Param("cursor", "The `next` of the page before.", most=settings.max_letters),
                Param("facet", "Count the values of these fields.", many=True, most=40),
                Param("histogram", "Count the hits by year.", "flag"),
                Param("explain", "Say of each hit why it is one.", "flag"),
                fields_param(),
            ),
            PageShape, problems=(400,),
        ),
        Operation(
            "/records/{source}/{identifier:path}", "record", "One record by its key",
            "A tombstone is answered too: `deleted` says when it went.",
            one, key_params(), RecordShape, problems=(404,),
        ),
    )  # fmt: skip


def fields_param() -> Param:
    """Which fields are to be given, in place of the whole document."""
    return Param(
        "fields", "Only these fields, as lists of texts.", listed=True, among=tuple(FIELDS)
    )


def key_params() -> tuple[Param, ...]:
    """The key of a record, in the path."""
    return (
        Param("source", "The name of the source.", place="path", example="herald-ras"),
        Param("identifier", "The OAI identifier.", place="path", example="oai:example.org:1"),
    )


def search(call: Call) -> Answer:
    """A page of a search."""
    values, ask = call.values, asked(call.values, call.settings)
    results = call.index.search(
        ask.text,
        filters=ask.filters,
        exclude=ask.exclude,
        limit=values["limit"],
        cursor=values["cursor"],
        sort=values["sort"],
        facets=values["facet"],
        histogram=values["histogram"],
        explain=values["explain"],
    )
    url = next_url(call, results.next)
    links = ((url, {"rel": "next"}),) if url else ()
    return Answer(_ENCODE(_page(call, results, url)), links=links, took=results.took)


def next_url(call: Call, cursor: str | None) -> str | None:
    """The same question from behind this page; None on the last."""
    if cursor is None:
        return None
    rest = [pair for pair in call.query if pair[0] != "cursor"]
    return with_query(f"{call.base}{call.path}", [*rest, ("cursor", cursor)])


def _page(call: Call, results: Results, url: str | None) -> PageShape:
    fields = fields_of(",".join(call.values["fields"]))
    return PageShape(
        results.total,
        results.total_partial,
        results.interpreted_as,
        results.literal,
        results.next,
        url,
        tuple(hit_shape(call.base, hit, fields) for hit in results.hits),
        results.facets,
        results.labels,
        results.histogram,
        tuple(
            RelaxedShape(
                one.kind, one.what, one.query,
                {name: list(some) for name, some in one.filters.items()},
                {name: list(some) for name, some in one.exclude.items()},
                one.count,
            )
            for one in results.relax
        ),
        results.did_you_mean,
    )  # fmt: skip


def hit_shape(base: str, hit: Hit, fields: tuple[str, ...]) -> HitShape:
    """A hit with its address; with fields in place of the document where some are named."""
    return HitShape(
        hit.source,
        hit.identifier,
        record_url(base, hit.source, hit.identifier),
        hit.score,
        hit.partial,
        hit.highlights,
        None if fields else hit.document,
        picked(hit, fields) if fields else None,
        hit.explanation,
    )


def one(call: Call) -> Answer:
    """A record or tombstone. Raises `NotFound`."""
    key = Key(call.values["source"], call.values["identifier"])
    record = call.index.get(*key)
    if record is None:
        raise NotFound(
            f"{key.source[:200]} has no record {key.identifier[:200]}",
            f"{PREFIX}/lookup?name=… finds it by its DOI or in another source",
        )
    links = ((record_url(call.base, *key), {"rel": "self"}),)
    return Answer(_ENCODE(record_shape(record)), links=links)
