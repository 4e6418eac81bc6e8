"""The record page: all of it, what tools read beside it, where it came from, what is like it."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from index.core import Hit
from index.errors import EngineError, NotFound
from index.record import FLAGS, Key, Record
from index.web.pages.citing import cited
from index.web.pages.drawing import record_url, web
from index.web.pages.highwire import tags
from index.web.pages.jsonld import as_script, json_ld
from index.web.pages.offers import forms
from index.web.pages.signposting import Signpost, link_header, signposts
from index.web.pages.site import Site

_ALIKE = 5
_SETTLED = 100  # versions that are listed
# XML may hold XHTML, and that a script: the browser shows it as a file of nobody.
_RAW_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def record(site: Site, request: Request) -> Response:
    """`/records/SOURCE/IDENTIFIER`: the page of a record, of a deleted one with status 410."""
    found = _record(site, request)
    canonical = site.origin(request) + record_url(found.key)
    if found.deleted or found.document is None:
        return site.page(request, "gone.html", 410, record=found, versions=_versions(site, found))
    document = found.document
    written = (Signpost(site.origin(request) + one.url, "describedby", one.media_type)
               for one in forms(found.key))  # fmt: skip
    links = [*signposts(document, canonical), *written]
    links.sort(key=lambda one: one.rel in ("author", "item"))  # those that are many come last
    page = site.page(
        request,
        "record.html",
        record=found,
        document=document,
        canonical=canonical,
        tags=tags(document, canonical),
        json_ld=as_script(json_ld(document, canonical)),
        signposts=links,
        formats=forms(found.key),
        cited=cited(found, request.query_params.get("style")),
        versions=_versions(site, found),
        similar=_similar(site, found),
        asked=_origin(found),
        meanings=FLAGS,
        key=lambda hit: Key(hit.source, hit.identifier),
    )
    page.headers["Link"] = link_header(links)
    return page


def raw(site: Site, request: Request) -> Response:
    """`/raw/SOURCE/IDENTIFIER[?version=HASH]`: the XML as it was harvested."""
    found = _record(site, request)
    version = request.query_params.get("version") or found.content_hash
    held = {one[0] for one in site.index.store.history(found.key)}
    xml = site.index.store.raw(version) if version in held else None
    if xml is None:
        raise NotFound(f"{found.source} {found.identifier}: no such XML is kept")
    headers = {"Content-Security-Policy": _RAW_POLICY, "X-Robots-Tag": "noindex"}
    return Response(xml, media_type="application/xml", headers=headers)


def _record(site: Site, request: Request) -> Record:
    key = Key(str(request.path_params["source"]), str(request.path_params["identifier"]))
    found = site.index.get(*key)
    if found is None:
        raise NotFound(f"{key.source}: no record {key.identifier}")
    return found


def _similar(site: Site, found: Record) -> tuple[Hit, ...]:
    """Records like it; none while there is no index: the record itself needs only the store."""
    try:
        return site.index.similar(*found.key, _ALIKE)
    except EngineError:
        return ()


def _versions(site: Site, found: Record) -> list[tuple[str, str, object, str]]:
    """Every content that is kept, the newest first: hash, datestamp, when it came, address."""
    address = record_url(found.key, "/raw")
    return [
        (content, datestamp, seen, f"{address}?{urlencode({'version': content})}")
        for content, datestamp, seen in reversed(site.index.store.history(found.key)[-_SETTLED:])
    ]


def _origin(found: Record) -> str | None:
    """Where the source itself shows the record."""
    if not found.base_url or not web(found.base_url):
        return None
    asked = {
        "verb": "GetRecord",
        "metadataPrefix": found.format.prefix,
        "identifier": found.identifier,
    }
    return f"{found.base_url}{'&' if '?' in found.base_url else '?'}{urlencode(asked)}"
