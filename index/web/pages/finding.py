"""What browsers and robots read: suggestions, OpenSearch, robots.txt, sitemaps."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from lxml import etree
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from index.errors import NotFound
from index.record import Record
from index.web.pages.drawing import record_url
from index.web.pages.site import Site
from index.web.pages.state import State
from index.web.prefix import prefix_of

_SUGGESTED = 8
_TOGETHER = 500  # records that are read at a time
_MAPS = 100_000
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_ON_A_MAP = 5000  # addresses; the protocol allows 50,000, but the last page walks past all others
# Searches are without end, each a page of links to others: robots are to follow the sitemap.
_ROBOTS = """User-agent: *
Disallow: /search
Disallow: /explore/
Disallow: /raw/
Disallow: /language/
Disallow: /suggest
Disallow: /api/
Sitemap: {origin}/sitemap.xml
"""


def suggest(site: Site, request: Request) -> Response:
    """`/suggest?q=…`: completions, as the OpenSearch suggestions extension 1.1 has them."""
    text = request.query_params.get("q", "")
    wording = site.wording(request)
    found = site.index.suggest(text, _SUGGESTED)
    answer = [
        text,
        [one.text for one in found],
        [f"{wording.kind(one.kind)} · {one.count}" for one in found],
        [prefix_of(request.scope) + State(one.query).url() for one in found],
    ]
    headers = {"Cache-Control": "max-age=60", "Vary": "Accept-Language, Cookie"}
    return JSONResponse(answer, headers=headers)


def opensearch(site: Site, request: Request) -> Response:
    """`/opensearch.xml`: by which a browser adds us to its search box."""
    origin = site.origin(request)
    root = _root(_OPENSEARCH, "OpenSearchDescription")
    for name, text in (("ShortName", site.name[:16]), ("Description", site.name),
                       ("InputEncoding", "UTF-8")):  # fmt: skip
        etree.SubElement(root, f"{{{_OPENSEARCH}}}{name}").text = text
    for kind, path in (
        ("text/html", "/search?q={searchTerms}"),
        ("application/x-suggestions+json", "/suggest?q={searchTerms}"),
    ):
        etree.SubElement(
            root, f"{{{_OPENSEARCH}}}Url", {"type": kind, "template": f"{origin}{path}"}
        )
    return _xml(root, "application/opensearchdescription+xml")


def robots(site: Site, request: Request) -> Response:
    """`/robots.txt` (RFC 9309)."""
    body = _ROBOTS.format(origin=site.origin(request))
    below = f"Disallow: {prefix_of(request.scope)}/"
    return Response(body.replace("Disallow: /", below), media_type="text/plain")


def sitemap(site: Site, request: Request) -> Response:
    """`/sitemap.xml`: the maps of all sources."""
    root = _root(_SITEMAP, "sitemapindex")
    for source in site.index.store.sources():
        for page in range(-(-source.records // _ON_A_MAP)):
            entry = etree.SubElement(root, f"{{{_SITEMAP}}}sitemap")
            address = f"{site.origin(request)}/sitemap/{source.name}.xml?page={page + 1}"
            etree.SubElement(entry, f"{{{_SITEMAP}}}loc").text = address
    return _xml(root)


def source_map(site: Site, request: Request) -> Response:
    """`/sitemap/SOURCE.xml[?page=N]`: records of a source, with when they last changed."""
    source, page = str(request.path_params["source"]), request.query_params.get("page", "1")
    known = any(one.name == source for one in site.index.store.sources())
    if not known or page not in map(str, range(1, _MAPS)):
        raise NotFound(f"no map of {source}")
    begin = (int(page) - 1) * _ON_A_MAP
    keys = list(islice(site.index.store.keys(source), begin, begin + _ON_A_MAP))
    root = _root(_SITEMAP, "urlset")
    for start in range(0, len(keys), _TOGETHER):
        some = keys[start : start + _TOGETHER]
        held = site.index.store.get_many(some)
        _entries(root, site.origin(request), [held[key] for key in some if key in held])
    return _xml(root)


def _entries(root: etree._Element, origin: str, records: Iterable[Record]) -> None:
    for record in records:
        entry = etree.SubElement(root, f"{{{_SITEMAP}}}url")
        etree.SubElement(entry, f"{{{_SITEMAP}}}loc").text = origin + record_url(record.key)
        changed = etree.SubElement(entry, f"{{{_SITEMAP}}}lastmod")
        changed.text = record.last_changed.isoformat()


def _root(namespace: str, name: str) -> etree._Element:
    prefixes: dict[str | None, str] = {None: namespace}
    return etree.Element(f"{{{namespace}}}{name}", nsmap=prefixes)  # type: ignore[arg-type]


def _xml(root: etree._Element, media_type: str = "application/xml") -> Response:
    body = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return Response(body, media_type=media_type)
