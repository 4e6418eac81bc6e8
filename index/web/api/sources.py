"""Sources, their runs, and what changed since a revision."""

from __future__ import annotations

import msgspec

from index.errors import NotFound
from index.record import Run, SourceState
from index.shapes import Shape, moment, record_shape, run_shape
from index.web.api.links import with_query
from index.web.api.operation import Answer, Call, Operation
from index.web.api.params import Param
from index.web.api.source_shapes import ChangesShape, RunsShape, SourceShape, SourcesShape
from index.web.settings import WebSettings

_LONGEST = 2**62  # SQLite's integers have 63 bits


def operations(settings: WebSettings) -> tuple[Operation, ...]:
    """`/sources`, `/sources/{source}`, `/runs`, `/changes`."""
    most = settings.max_page
    name = Param("source", "The name of a source.", place="path", example="herald-ras")
    return (
        Operation(
            "/sources", "sources", "Every source", "With what is held of each.",
            sources, (), SourcesShape, tag="sources",
        ),
        Operation(
            "/sources/{source}", "source", "One source", "With its newest run.",
            source, (name,), SourceShape, problems=(404,), tag="sources",
        ),
        Operation(
            "/runs", "runs", "What harvests did, newest first", "Of one source, or of each.",
            runs,
            (
                Param("source", "The name of a source.", most=settings.max_letters),
                Param("limit", "Runs of each source.", "number", 20, least=1, most=most),
            ),
            RunsShape, problems=(404,), tag="sources",
        ),
        Operation(
            "/changes", "changes", "What changed since a revision",
            "Ask with `since=0` first, then with the `next` of the answer before. A record comes "
            "with its newest state; `deleted` says that it went. Begin again at 0 where `origin` "
            "is another one than before, or you have followed up to less than `floor`.",
            changes,
            (
                Param("since", "The `next` of the answer before.", "number", 0, most=_LONGEST),
                Param("limit", "Changes at a time.", "number", 100, least=1, most=most),
            ),
            ChangesShape, tag="copies",
        ),
    )  # fmt: skip


def sources(call: Call) -> Answer:
    """Every source."""
    newest = {run.source: run for run in call.index.store.runs(None, 1)}
    shapes = [_source(one, newest.get(one.name)) for one in call.index.store.sources()]
    return Answer(msgspec.json.encode({"sources": shapes}))


def source(call: Call) -> Answer:
    """One source. Raises `NotFound`."""
    found = _known(call, call.values["source"])
    newest = call.index.store.runs(found.name, 1)
    return Answer(msgspec.json.encode(_source(found, newest[0] if newest else None)))


def runs(call: Call) -> Answer:
    """Runs of a source, or of each. Raises `NotFound`."""
    name = call.values["source"]
    if name is not None:
        _known(call, name)
    found = call.index.store.runs(name, call.values["limit"])
    return Answer(msgspec.json.encode({"runs": [run_shape(run) for run in found]}))


def changes(call: Call) -> Answer:
    """Records and tombstones that changed."""
    since, limit = call.values["since"], call.values["limit"]
    found = call.index.store.since(since, limit + 1)
    more, page = len(found) > limit, found[:limit]
    behind = page[-1].revision if page else since
    shape = {
        "origin": call.index.store.origin(),
        "since": since,
        "next": behind,
        "more": more,
        "floor": call.index.store.floor(),
        "changes": [record_shape(record) for record in page],
    }
    url = with_query(f"{call.base}{call.path}", [("since", str(behind)), ("limit", str(limit))])
    return Answer(msgspec.json.encode(shape), links=((url, {"rel": "next"}),) if more else ())


def _known(call: Call, name: str) -> SourceState:
    for one in call.index.store.sources():
        if one.name == name:
            return one
    raise NotFound(f"there is no source {name[:200]}", "/api/v1/sources lists them")


def _source(state: SourceState, run: Run | None) -> Shape:
    return {
        "source": state.name,
        "url": state.url,
        "prefix": state.prefix,
        "declared": state.declared,
        "records": state.records,
        "deleted": state.deleted,
        "quarantined": state.quarantined,
        "last_attempt": moment(state.last_attempt),
        "last_success": moment(state.last_success),
        "next": moment(state.next_at),
        "last_run": run_shape(run) if run else None,
    }
