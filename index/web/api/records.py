"""Records: a search page by page, one by its key, several by their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from index.core import Index
from index.errors import NotFound
from index.export.formats import Format
from index.record import Key, Record
from index.results import Results
from index.shapes import record_shape
from index.web.api.asking import NAMES, asked, asking, sorting
from index.web.api.forms import (
    Form,
    form_of,
    format_param,
    media_types,
    split_suffix,
    suffix_param,
    suffixes,
    written,
)
from index.web.api.hits import fields_param, page_shape
from index.web.api.links import PREFIX, record_url, with_query
from index.web.api.operation import JSON, Answer, Call, Operation
from index.web.api.params import Param
from index.web.api.shapes import PageShape, RecordShape
from index.web.problems import Problem
from index.web.settings import WebSettings

_ENCODE = msgspec.json.encode
_SHORT = 200  # letters of an identifier in a message


def operations(settings: WebSettings) -> tuple[Operation, ...]:
    """`/records`, `/records.SUFFIX` and `/records/{source}/{identifier}`."""
    about = "All hits can be reached: follow `next` (or `rel=next` of the Link header)."
    params = search_params(settings)
    return (
        Operation(
            "/records", "search", "Search records, page by page", about,
            search, (*params, format_param()), PageShape, media_types(),
        ),
        Operation(
            "/records.{suffix}", "search_as", "The same in a format, by suffix", about,
            search, (*params, suffix_param((".json", *suffixes()))), PageShape, media_types(),
            problems=(404,),
        ),
        Operation(
            "/records/{source}/{identifier:path}", "record", "One record by its key",
            "A tombstone is answered too: `deleted` says when it went. A suffix of a format behind "
            "the identifier gives it in that.",
            one, (*key_params(), format_param()), RecordShape, media_types(), problems=(404, 410),
        ),
    )  # fmt: skip


def search_params(settings: WebSettings) -> tuple[Param, ...]:
    """What a page of a search is asked with."""
    return (
        *asking(settings), sorting(),
        Param("limit", "Records on a page.", "number", 20, most=settings.max_page),
        Param("cursor", "The `next` of the page before.", most=settings.max_letters),
        Param("facet", "Count the values of these fields.", many=True, among=NAMES),
        Param("histogram", "Count the hits by year.", "flag"),
        Param("explain", "Say of each hit why it is one.", "flag"),
        Param("highlights", "Mark what matched; without it, three times as fast.", "flag", True),
        fields_param(),
    )  # fmt: skip


def key_params() -> tuple[Param, ...]:
    """The key of a record, in the path."""
    return (
        Param("source", "The name of the source.", place="path", example="herald-ras"),
        Param("identifier", "The OAI identifier.", place="path", example="oai:example.org:1"),
    )


def search(call: Call) -> Answer:
    """A page of a search, in our JSON or in a format of exports."""
    form = form_of(call)
    results = _results(call, highlights=form.format is None and call.values["highlights"])
    url = _next_url(call, results.next)
    links = ((url, {"rel": "next"}),) if url else ()
    if form.format is None:
        body = _ENCODE(page_shape(call, results, url))
        return Answer(body, links=links, took=results.took)
    keys = [Key(hit.source, hit.identifier) for hit in results.hits]
    return replace(written(form.format, held(call.index, keys)), links=links, took=results.took)


def held(index: Index, keys: Sequence[Key]) -> list[Record]:
    """The records of those keys, in their order."""
    found = index.store.get_many(keys)
    return [found[key] for key in keys if key in found]


def _results(call: Call, *, highlights: bool) -> Results:
    values, ask = call.values, asked(call.values, call.settings)
    return call.index.search(
        ask.text,
        filters=ask.filters,
        exclude=ask.exclude,
        limit=values["limit"],
        cursor=values["cursor"],
        sort=values["sort"],
        facets=values["facet"],
        histogram=values["histogram"],
        explain=values["explain"],
        highlights=highlights,
    )


def _next_url(call: Call, cursor: str | None) -> str | None:
    """The same question from behind this page; None on the last."""
    if cursor is None:
        return None
    rest = [pair for pair in call.query if pair[0] != "cursor"]
    return with_query(f"{call.base}{call.path}", [*rest, ("cursor", cursor)])


def one(call: Call) -> Answer:
    """A record or tombstone. Raises `NotFound`, and `Problem` for a tombstone in a format."""
    record, form = _named(call)
    links = _links(call, record.key)
    if form.format is None:
        return Answer(_ENCODE(record_shape(record)), links=links)
    if record.deleted:
        raise Problem("gone", f"deleted {record.deleted.at:%Y-%m-%d}", "format=json tells more")
    return replace(written(form.format, [record]), links=links)


def _named(call: Call) -> tuple[Record, Form]:
    """The record with this very identifier; else the one without the suffix of a format."""
    source, identifier = call.values["source"], call.values["identifier"]
    record = call.index.get(source, identifier)
    if record is not None:
        return record, form_of(call)
    bare, by_suffix, has = split_suffix(identifier)
    record = call.index.get(source, bare) if has else None
    if record is None:
        raise NotFound(
            f"{source[:_SHORT]} has no record {identifier[:_SHORT]}",
            f"{PREFIX}/lookup?name=… finds it by a DOI, and in other sources",
        )
    return record, Form(by_suffix)


def _links(call: Call, key: Key) -> tuple[tuple[str, dict[str, str]], ...]:
    """The record's own address, and those of its formats (RFC 8288, `alternate`)."""
    others = (
        (record_url(call.base, *key, suffix=end), {"rel": "alternate", "type": _kind(form)})
        for end, form in suffixes().items()
    )
    return ((record_url(call.base, *key), {"rel": "canonical", "type": JSON}), *others)


def _kind(form: Format) -> str:
    return form.media_type.partition(";")[0]
