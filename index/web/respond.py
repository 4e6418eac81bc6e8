"""An `Answer` as an HTTP response: strong ETag, Last-Modified, 304, Link, and streams."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from index.web.api.links import SHORT, link_header
from index.web.api.operation import JSON, Answer

# What changed within the last seconds may change once more within the same one, and a date of
# HTTP could not tell the two apart (RFC 9110, 8.8.2.2).
_SETTLED = timedelta(seconds=2)

# Citations are HTML with texts of others in it: whatever they hold, nothing of it runs.
_ALWAYS = {
    "Cache-Control": "no-cache",
    "Vary": "Accept",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}


def respond(request: Request, answer: Answer, touched: datetime, now: datetime) -> Response:
    """The response with a whole body, or 304 where the client has it already.

    `touched`: when anything that answers come from was last written.
    """
    headers = headers_of(answer)
    if answer.file is not None:
        return FileResponse(answer.file, headers=headers, media_type=answer.media_type)
    etag = f'"{hashlib.blake2b(answer.body, digest_size=16).hexdigest()}"'
    headers["ETag"] = etag
    modified = touched if touched + _SETTLED < now else None
    if modified:
        headers["Last-Modified"] = format_datetime(modified.astimezone(UTC), usegmt=True)
    if request.method == "GET" and _held(request, etag, modified):
        return Response(status_code=304, headers=headers)
    return Response(answer.body, headers=headers, media_type=answer.media_type)


def headers_of(answer: Answer) -> dict[str, str]:
    """The headers that every answer has."""
    headers = {**_ALWAYS, **answer.headers}
    # Our JSON tells the next page itself; other formats have no place for it but the header.
    if link := link_header(answer.links, SHORT if answer.media_type == JSON else None):
        headers["Link"] = link
    if answer.took is not None:
        headers["Server-Timing"] = f"index;dur={answer.took * 1000:.1f}"
    return headers


def _held(request: Request, etag: str, modified: datetime | None) -> bool:
    """Whether the client has this very answer; If-None-Match goes before the date (RFC 9110)."""
    named = request.headers.get("if-none-match")
    if named is not None:
        tags = {tag.strip().removeprefix("W/") for tag in named.split(",")}
        return etag in tags or "*" in tags
    since = request.headers.get("if-modified-since")
    if since is None or modified is None:
        return False
    try:
        return modified.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError, OverflowError):
        return False  # a date that is none is ignored (RFC 9110, 13.1.3)
