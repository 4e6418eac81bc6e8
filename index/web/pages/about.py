"""About these pages: what they are, how to search, the interface for programs, how to cite."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from index.errors import NotFound
from index.web.pages.site import Site
from index.web.pages.state import State

_ROOMS = ("query", "api", "cite")

# What one may type, and what it means (docs/query.md has all of it, and tests that run it).
EXAMPLES = (
    "tea water", '"northern walls"', "tea -kitchen", "(tea OR bread) water", "title:snow",
    "author:Кистанов", "year:2019..2023", "language:(ru OR de)", "oxid*", "kolouring~",
    "10.5555/ovn.2023.1001", "ISSN 9999-0121",
)  # fmt: skip


def about(site: Site, request: Request) -> Response:
    """`/about`: what is here, and how much of it."""
    held = [source for source in site.index.store.sources() if source.records]
    return site.page(request, "about.html", sources=held, count=site.index.store.count())


def room(site: Site, request: Request) -> Response:
    """`/about/query`, `/about/api`, `/about/cite`."""
    name = str(request.path_params["room"])
    if name not in _ROOMS:
        raise NotFound(f"no page about {name}", f"there are: {', '.join(_ROOMS)}")
    examples = [(text, State(text).url()) for text in EXAMPLES]
    return site.page(request, f"about-{name}.html", examples=examples)
