"""The explore page: what hits are like, in pictures, each with its table and its data as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from starlette.requests import Request
from starlette.responses import Response

from index.cli.rows import safe
from index.engines.base import MISSING
from index.errors import NotFound
from index.web.pages import charts
from index.web.pages.facets import chips
from index.web.pages.searching import labels_of
from index.web.pages.site import Site
from index.web.pages.state import State, state_of
from index.web.pages.wording import Wording
from index.web.pages.wording import mark as _

_TOP = 15
_DAYS = 120  # points of a line: of more days, some are left out
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Row:
    """A value with its hits, and the search that finds them (None where there is none)."""

    shown: str
    count: int
    url: str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: its name in addresses, its title, its rows, how it is drawn."""

    name: str
    title: str
    rows: tuple[Row, ...]
    draw: Callable[[charts.Counted], bytes]

    @property
    def height(self) -> int:
        return charts.height_of(len(self.rows)) if self.draw is charts.rows else charts.WIDE


TITLES = {
    "year": _("By year"), "growth": _("Records held, by the day they came"),
    "journal": _("Journals"), "language": _("Languages"), "type": _("Types"),
    "source": _("Sources"), "creator": _("Creators"), "subject": _("Subjects"),
}  # fmt: skip


def explore(site: Site, request: Request) -> Response:
    """`/explore[?q=…]`: all pictures of what a search finds."""
    state = state_of(request.query_params.multi_items())
    wording = site.wording(request)
    figures = [_figure(site, state, name, wording) for name in TITLES]
    total = site.index.search(state.q, limit=0, filters=state.filters, exclude=state.exclude).total
    return site.page(
        request,
        "explore.html",
        state=state,
        total=total,
        chips=chips(state, labels_of(site, state, {}), wording, "/explore"),
        figures=[one for one in figures if one.rows],
    )


def picture(site: Site, request: Request) -> Response:
    """`/explore/NAME.svg[?q=…]`."""
    figure = _asked(site, request)
    drawn = figure.draw([(row.shown, row.count) for row in figure.rows])
    headers = {"Content-Security-Policy": _POLICY, "X-Robots-Tag": "noindex"}
    return Response(drawn, media_type="image/svg+xml", headers=headers)


def table(site: Site, request: Request) -> Response:
    """`/explore/NAME.csv[?q=…]`."""
    figure = _asked(site, request)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # RFC 4180
    writer.writerow((figure.name, "records"))
    writer.writerows((safe(row.shown), row.count) for row in figure.rows)
    headers = {
        "Content-Disposition": f'attachment; filename="{figure.name}.csv"',
        "X-Robots-Tag": "noindex",
    }
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _asked(site: Site, request: Request) -> Figure:
    name = str(request.path_params["name"])
    if name not in TITLES:
        raise NotFound(f"no picture {name}", f"known: {', '.join(TITLES)}")
    state = state_of(request.query_params.multi_items())
    figure = _figure(site, state, name, site.wording(request))
    if not figure.rows:
        raise NotFound(f"nothing to draw by {name}")
    return figure


def _figure(site: Site, state: State, name: str, wording: Wording) -> Figure:
    rows, draw = _RULES.get(name, (_by_value, charts.rows))
    return Figure(name, wording.say(TITLES[name]), rows(site, state, name, wording), draw)


def _by_year(site: Site, state: State, name: str, wording: Wording) -> tuple[Row, ...]:
    """Every year from the first that counts to the last, those without hits too."""
    found = site.index.histogram(state.q, filters=state.filters, exclude=state.exclude)
    years = {int(one.value): one.count for one in found if one.value != MISSING}
    if not years:
        return ()
    rest = sum(years.values()) // 200
    while len(years) > 2 and years[min(years)] <= rest:
        rest -= years.pop(min(years))
    every = range(min(years), max(years) + 1)
    return tuple(Row(f"{y:04}", years.get(y, 0), state.within(y, y).url()) for y in every)


def _by_day(site: Site, state: State, name: str, wording: Wording) -> tuple[Row, ...]:
    """How many there were after each day; of all records, whatever is asked for."""
    if state.asks:
        return ()
    days = site.index.store.came()
    sums = list(zip((day for day, _n in days), accumulate(n for _day, n in days), strict=True))
    step = max(1, -(-len(sums) // _DAYS))
    kept = sums[::-1][::step][::-1]  # the last day stands in any case
    return tuple(Row(day.isoformat(), count, None) for day, count in kept if len(kept) > 1)


def _by_value(site: Site, state: State, name: str, wording: Wording) -> tuple[Row, ...]:
    [facet] = site.index.facets(
        state.q, [name], limit=_TOP, filters=state.filters, exclude=state.exclude
    )
    labels = {name: {bucket.value: bucket.shown for bucket in facet.buckets}}
    return tuple(
        Row(
            wording.value(name, bucket.value, labels),
            bucket.count,
            state.without(name).toggled(name, bucket.value).url(),
        )
        for bucket in facet.buckets
        if bucket.value != MISSING
    )


_Rows = Callable[[Site, State, str, Wording], tuple[Row, ...]]
_RULES: dict[str, tuple[_Rows, Callable[[charts.Counted], bytes]]] = {
    "year": (_by_year, charts.columns),
    "growth": (_by_day, charts.rising),
}
