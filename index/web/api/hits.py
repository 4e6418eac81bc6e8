"""Hits and pages of them as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.cli.picked import FIELDS, fields_of, picked
from index.relaxing import Relaxed
from index.results import Hit, Results
from index.web.api.links import record_url
from index.web.api.operation import Call
from index.web.api.params import Param
from index.web.api.shapes import HitShape, PageShape, RelaxedShape


def fields_param() -> Param:
    """Which fields are to be given, in place of the whole document."""
    return Param("fields", "Only these fields, as lists of texts.", listed=True, among=(*FIELDS,))


def page_shape(call: Call, results: Results, url: str | None) -> PageShape:
    """A page of a search; `url` is the address of the next one."""
    return PageShape(
        total=results.total,
        total_partial=results.total_partial,
        interpreted_as=results.interpreted_as,
        literal=results.literal,
        next=results.next,
        next_url=url,
        hits=hit_shapes(call, results.hits),
        facets=results.facets,
        labels=results.labels,
        histogram=results.histogram,
        relax=tuple(_relaxed(one) for one in results.relax),
        did_you_mean=results.did_you_mean,
    )


def hit_shapes(call: Call, hits: Sequence[Hit]) -> tuple[HitShape, ...]:
    """Hits, each with the fields that were asked for."""
    fields = fields_of(",".join(call.values["fields"]))
    return tuple(_hit(call.base, hit, fields) for hit in hits)


def _hit(base: str, hit: Hit, fields: tuple[str, ...]) -> HitShape:
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


def _relaxed(one: Relaxed) -> RelaxedShape:
    filters, exclude = _listed(one.filters), _listed(one.exclude)
    return RelaxedShape(one.kind, one.what, one.query, filters, exclude, one.count)


def _listed(values: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: list(some) for name, some in values.items()}
