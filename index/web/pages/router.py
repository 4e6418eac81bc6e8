"""All pages as one router: what `create_app` mounts beside the API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from index.core import Index
from index.web.desk import Desk
from index.web.pages import about, exploring, finding, home, reading, searching
from index.web.pages.guard import View, guarded, nothing
from index.web.pages.site import Site
from index.web.settings import WebSettings

_VIEWS: Mapping[str, View] = {
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


def pages(index: Index, settings: WebSettings) -> APIRouter:
    """The pages of an index, for `create_app(…, routers=[…])`: the last of them."""
    return router_of(Site(index, settings.name, settings.url or None), settings)


def router_of(
    site: Site,
    settings: WebSettings,
    seen: Mapping[str, View] | None = None,
    sent: Mapping[str, View] | None = None,
) -> APIRouter:
    """The pages of a site; `seen` and `sent` are views of others, for GET and for POST."""
    desk = Desk(settings.threads, settings.waiting, settings.answer_seconds, "pages")

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()

    router = APIRouter(lifespan=living)
    for path, view in {**_VIEWS, **(seen or {})}.items():
        router.add_route(path, guarded(site, desk, view), ["GET"], include_in_schema=False)
    for path, view in (sent or {}).items():
        router.add_route(path, guarded(site, desk, view), ["POST"], include_in_schema=False)
    elsewhere = guarded(site, desk, nothing)
    router.add_route("/{anything:page}", elsewhere, ["GET"], include_in_schema=False)
    return router
