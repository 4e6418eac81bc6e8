"""The first page, what all pages load, and the choice of a language."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from index.errors import NotFound
from index.record import Key
from index.web.pages import languages
from index.web.pages.facets import groups
from index.web.pages.offers import feeds
from index.web.pages.site import Site
from index.web.pages.state import State

_NEWEST = 5
_FACETS = ("source", "type", "language")
_A_YEAR = 365 * 24 * 3600


def home(site: Site, request: Request) -> Response:
    """`/`: the box, what is held, what came last."""
    results = site.index.search("", limit=_NEWEST, sort="first-seen", facets=_FACETS)
    return site.page(
        request,
        "home.html",
        results=results,
        groups=groups(State(), results.facets, results.labels, site.wording(request)),
        feeds=feeds(State()),
        key=lambda hit: Key(hit.source, hit.identifier),
    )


def static(site: Site, request: Request) -> Response:
    """`/static/FINGERPRINT/NAME`."""
    parameters = request.path_params
    response = site.assets.response(parameters["name"], parameters["fingerprint"])
    if response is None:
        raise NotFound(f"no file {parameters['name']}")
    return response


def language(site: Site, request: Request) -> Response:
    """`/language/NAME?back=…`: speak this language from now on, and go back."""
    name = str(request.path_params["name"])
    if name not in languages.translations():
        raise NotFound(f"no language {name}", f"known: {', '.join(languages.translations())}")
    response = RedirectResponse(own_path(request.query_params.get("back")), 303)
    response.set_cookie(
        languages.COOKIE, name, max_age=_A_YEAR, httponly=True, samesite="lax",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return response


def own_path(back: str | None) -> str:
    """A path of ours to go to; `/` for anything that a browser may read as another host."""
    plain = back and back.startswith("/") and back.isprintable() and "\\" not in back
    return back if back and plain and not back.startswith("//") else "/"
