"""`/sources`: how every source is, the sick ones first; `/sources/NAME`: one of them, with all."""

from __future__ import annotations

from itertools import islice
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from harvester.claims import described
from harvester.monitor import SICK, Health, counted_states
from harvester.profile import documents_of, quality
from harvester.web_ops.room import Room
from harvester.web_ops.sparks import MOST, Spark, sparks
from harvester.web_ops.telling import Telling
from index.errors import NotFound
from index.web.pages.site import Site

_ON_A_PAGE = 50
_RUNS, _QUARANTINE = 40, 100
_SAMPLE = 300  # records whose completeness is looked at
_ORDER = (*SICK, "paused", "new", "healthy")


def sources(room: Room, site: Site, request: Request) -> Response:
    """Every source, those first that somebody has to look at."""
    state, page = request.query_params.get("state"), request.query_params.get("page", "1")
    seen = room.seen()
    counts = counted_states([health for health, _ in seen])
    wanted = [pair for pair in seen if state is None or pair[0].state == state]
    wanted.sort(key=lambda pair: (_ORDER.index(pair[0].state), pair[0].source.name))
    begin = (int(page) - 1) * _ON_A_PAGE if page.isdecimal() and 0 < len(page) < 6 else 0
    shown = wanted[max(0, begin) :][:_ON_A_PAGE]
    holder = room.holder()
    page_ = site.page(
        request,
        "sources.html",
        seen=shown,
        counts=counts,
        all=len(seen),
        wanted=state,
        begin=begin,
        more=len(wanted) > begin + _ON_A_PAGE,
        size=_ON_A_PAGE,
        sparks={health.source.name: _sparks(room, health) for health, _ in shown},
        service=described(holder.owner) if holder else None,
        trouble=holder.trouble if holder else (),
        pending=room.harvester.index.pending(),
        now=room.now(),
        tell=Telling(site.wording(request)),
        **_signing(room, request),
    )
    return _kept(page_)


def source(room: Room, site: Site, request: Request) -> Response:
    """One source: its runs, its quarantine, its drift, how complete its records are."""
    name, store = str(request.path_params["name"]), room.harvester.store
    found = [pair for pair in room.seen() if pair[0].source.name == name]
    if not found:
        raise NotFound(f"no source {name}", "/sources lists them all")
    sample = quality(islice(documents_of(store, name), _SAMPLE))
    [(health, advice)] = found
    page = site.page(
        request,
        "source.html",
        health=health,
        advice=advice,
        sparks={name: _sparks(room, health)},
        runs=store.runs(name, _RUNS),
        sweeps=store.sweeps(name, 5),
        quarantine=store.quarantine_list(name)[:_QUARANTINE],
        quality=sample,
        sample=_SAMPLE,
        now=room.now(),
        tell=Telling(site.wording(request)),
        **_signing(room, request),
    )
    return _kept(page)


def _kept(page: Response) -> Response:
    """The page, which nobody keeps: it changes by itself, and may hold the key of a session."""
    page.headers["Cache-Control"] = "no-store"
    return page


def _sparks(room: Room, health: Health) -> list[Spark]:
    return sparks(room.harvester.store.runs(health.source.name, MOST))


def _signing(room: Room, request: Request) -> dict[str, Any]:
    """Whether there is a way to sign in, whether one has, and the key of forms."""
    known = {one.name for one in room.harvester.settings.sources}
    return {
        "signing": room.token is not None,
        "acts": room.acts(request),
        "form_key": room.key(request),
        "scheduled": known,
    }
