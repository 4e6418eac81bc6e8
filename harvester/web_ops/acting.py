"""What operators do on the pages: sign in and out, pause, resume, run now, retry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from harvester.open import unwatched
from harvester.retry import retry_entry
from harvester.web_ops.room import Room
from harvester.web_ops.signing import COOKIE, LASTS, is_form_key, is_token, session
from index.errors import NotFound
from index.web.pages.site import Site
from index.web.problems import Problem

_RETRIED = 100  # entries of quarantine at a time


def signing(room: Room, site: Site, request: Request) -> Response:
    """`GET /sign-in`."""
    _needs_token(room)
    return site.page(request, "sign-in.html", wrong=False)


def sign_in(room: Room, site: Site, request: Request) -> Response:
    """`POST /sign-in`: a session for who knows the token."""
    token = _needs_token(room)
    _ours(site, request)
    if not is_token(token, request.state.form.get("token", "")):
        return site.page(request, "sign-in.html", 403, wrong=True)
    response = RedirectResponse("/sources", 303)
    response.set_cookie(
        COOKIE, session(token, room.now()), max_age=int(LASTS.total_seconds()), httponly=True,
        samesite="strict", secure=site.origin(request).startswith("https:"),
    )  # fmt: skip
    return response


def sign_out(room: Room, site: Site, request: Request) -> Response:
    """`POST /sign-out`."""
    _may(room, site, request)
    response = RedirectResponse("/sources", 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return response


def order(room: Room, site: Site, request: Request) -> Response:
    """`POST /sources/NAME/ORDER`."""
    _may(room, site, request)
    name, what = str(request.path_params["name"]), str(request.path_params["order"])
    known = {one.name for one in room.harvester.settings.sources}
    known |= {one.name for one in room.harvester.store.sources()} if what == "retry" else set()
    if what not in _ORDERS or name not in known:
        raise NotFound(f"no order {what} for a source {name}")
    _ORDERS[what](room, name, request.state.form)
    return RedirectResponse(f"/sources/{name}", 303)


def _pause(room: Room, name: str, form: Mapping[str, str]) -> None:
    room.harvester.store.pause([name], form.get("why", "").strip()[:300] or None, room.now())


def _resume(room: Room, name: str, form: Mapping[str, str]) -> None:
    room.harvester.store.resume([name])


def _run_now(room: Room, name: str, form: Mapping[str, str]) -> None:
    room.harvester.store.want([name], room.now())


def _retry(room: Room, name: str, form: Mapping[str, str]) -> None:
    """Read the quarantine of the source again."""
    harvester = room.harvester
    tools, habits = harvester.tools(unwatched), harvester.habits(name)
    entries = harvester.store.quarantine_list(name)[:_RETRIED]
    read = [entry for entry in entries if retry_entry(entry, tools, habits)]
    if read:
        harvester.index.sync()


_ORDERS: Mapping[str, Callable[[Room, str, Mapping[str, str]], None]] = {
    "pause": _pause, "resume": _resume, "run-now": _run_now, "retry": _retry,
}  # fmt: skip


def _needs_token(room: Room) -> str:
    if room.token is None:
        raise NotFound("nobody can sign in here", "[web] token in the settings opens it")
    return room.token


def _may(room: Room, site: Site, request: Request) -> None:
    """Raise `Problem` unless an operator sent this form from our own page."""
    token, cookie = _needs_token(room), request.cookies.get(COOKIE, "")
    if not room.acts(request):
        raise Problem("forbidden", "you are not signed in", "/sign-in")
    _ours(site, request)
    if not is_form_key(token, cookie, request.state.form.get("key", "")):
        raise Problem("forbidden", "the form is of another session", "go back and send it again")


def _ours(site: Site, request: Request) -> None:
    """Refuse a form of another site: browsers say where forms come from (Fetch, `Origin`)."""
    came = request.headers.get("origin")
    own = {site.origin(request), f"{request.url.scheme}://{request.headers.get('host', '')}"}
    if came is not None and urlsplit(came).netloc not in {urlsplit(one).netloc for one in own}:
        raise Problem("forbidden", "the form came from another site")
