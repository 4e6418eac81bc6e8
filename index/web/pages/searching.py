"""The search page: hits, facets, years, how the query was understood, what to do about nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from index.core import Results
from index.engines.base import FacetOrder
from index.errors import UsageError
from index.record import Key
from index.relaxing import Relaxed
from index.web.pages.bars import histogram
from index.web.pages.coins import coins
from index.web.pages.facets import (
    SHOWN,
    Labels,
    chips,
    facet_url,
    groups,
    spelling,
    unlabelled,
    valued,
)
from index.web.pages.offers import exports, feeds
from index.web.pages.site import Site
from index.web.pages.state import FARTHEST, State, state_of, typed_years

_VALUES = 200  # of one facet on a page of its own


@dataclass(frozen=True, slots=True)
class Found:
    """A search, and the state that it stands for: that which was asked, or one close to it."""

    state: State
    results: Results
    lost: bool = False  # whether the place in the list was none any more


def search(site: Site, request: Request) -> Response:
    """`/search`: a page of hits."""
    pairs = request.query_params.multi_items()
    years = typed_years(pairs)
    state = state_of(pairs)
    if years is not None:
        return RedirectResponse(state.within(*years).url(), 303)
    found = _found(site, state)
    state, results = found.state, found.results
    wording = site.wording(request)
    labels = labels_of(site, state, results.labels)
    return site.page(
        request,
        "search.html",
        state=state,
        results=results,
        lost=found.lost,
        groups=groups(state, results.facets, labels, wording),
        chips=chips(state, labels, wording),
        years=histogram(results.histogram, state),
        relaxed=[(one, relaxed_state(one, state).url()) for one in results.relax],
        meant=[(one, state.asking(one.query).url()) for one in results.did_you_mean],
        full=[hit for hit in results.hits if not hit.partial],
        partial=[hit for hit in results.hits if hit.partial],
        coins=lambda hit: coins(hit.document),
        key=lambda hit: Key(hit.source, hit.identifier),
        understood=_understood(state.q, results),
        formats=exports(state),
        feeds=feeds(state),
        turned=_pages(state, results),
    )


def values(site: Site, request: Request) -> Response:
    """`/search/values/FIELD`: all values of a facet, by count or by name."""
    field = str(request.path_params["field"])
    state = state_of(request.query_params.multi_items())
    order: FacetOrder = "value" if request.query_params.get("order") == "value" else "count"
    [facet] = site.index.facets(
        state.q, [field], limit=_VALUES, order=order, filters=state.filters, exclude=state.exclude
    )
    counts = {bucket.value: bucket.count for bucket in facet.buckets}
    labels = {field: {bucket.value: bucket.shown for bucket in facet.buckets}}
    return site.page(
        request,
        "values.html",
        state=state,
        field=field,
        facet=facet,
        values=list(valued(state, field, counts, labels, site.wording(request))),
        orders={one: facet_url(state, field, one) for one in ("count", "value")},
        order=order,
        most=_VALUES,
    )


def _found(site: Site, state: State) -> Found:
    """The page that is asked for; its number helps where its cursor is none any more."""
    try:
        return Found(state, _asked(site, state))
    except UsageError:
        if state.cursor is None:
            raise
    begun = replace(state, cursor=None)
    return Found(begun, _asked(site, begun), lost=True)


def _asked(site: Site, state: State) -> Results:
    return site.index.search(
        state.q,
        limit=state.size,
        offset=0 if state.cursor else min(state.start - 1, FARTHEST),
        cursor=state.cursor,
        filters=state.filters,
        exclude=state.exclude,
        sort=state.sort,
        facets=SHOWN,
        histogram=True,
    )


def labels_of(site: Site, state: State, counted: Labels) -> dict[str, dict[str, str]]:
    """The names of entries: of the counted ones, and of those that are on."""
    labels = {field: dict(held) for field, held in counted.items()}
    for field, value in unlabelled(state, labels):
        hits = site.index.search("", limit=1, filters={field: [value]}, sort="newest").hits
        name = spelling((hit.document for hit in hits), field, value)
        labels.setdefault(field, {})[value] = name or value
    return labels


def relaxed_state(one: Relaxed, state: State) -> State:
    """The search that a proposal stands for."""
    chosen = tuple(each for each in state.chosen if each[0] in one.filters)
    excluded = tuple(each for each in state.excluded if each[0] in one.exclude)
    return replace(state.asking(one.query), chosen=chosen, excluded=excluded)


def _understood(q: str, results: Results) -> str | None:
    """The query as it was understood, where that is not just what was typed."""
    said = results.interpreted_as
    return said if q and said != q.casefold() and said != q else None


@dataclass(frozen=True, slots=True)
class Pages:
    """Which hits these are, and where the pages before and behind are."""

    first: int
    last: int
    before: str | None
    behind: str | None


def _pages(state: State, results: Results) -> Pages:
    last = state.start + len(results.hits) - 1
    before = state.at(state.start - state.size).url() if state.start > 1 else None
    behind = state.at(last + 1, results.next).url() if results.next and results.hits else None
    return Pages(state.start, last, before, behind)
