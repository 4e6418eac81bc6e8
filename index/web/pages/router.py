"""All pages as one router: what `create_app` mounts at `/`."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from index.core import Index
from index.web.pages import about, exploring, finding, home, reading, searching
from index.web.pages.guard import guarded
from index.web.pages.site import Site

View = Callable[[Site, Request], Response]

_VIEWS: dict[str, View] = {
    "/": home.home,
    "/search": searching.search,
    "/search/values/{field}": searching.values,
    "/explore": exploring.explore,
    "/explore/{name}.svg": exploring.picture,
    "/explore/{name}.csv": exploring.table,
    "/records/{source}/{identifier:path}": reading.record,
    "/raw/{source}/{identifier:path}": reading.raw,
    "/about": about.about,
    "/about/{room}": about.room,
    "/suggest": finding.suggest,
    "/opensearch.xml": finding.opensearch,
    "/robots.txt": finding.robots,
    "/sitemap.xml": finding.sitemap,
    "/sitemap/{source}.xml": finding.source_map,
    "/static/{fingerprint}/{name}": home.static,
    "/language/{name}": home.language,
}


def pages(index: Index, name: str = "Harvester") -> APIRouter:
    """The pages of an index, for `create_app(…, routers=[…])`."""
    site = Site(index, name)
    router = APIRouter()
    for path, view in _VIEWS.items():
        router.add_route(path, guarded(site, view), methods=["GET"], include_in_schema=False)
    return router
