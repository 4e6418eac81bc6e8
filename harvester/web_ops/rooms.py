"""All pages, those of operators among them: what `harvester serve` mounts."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from fastapi import APIRouter

from harvester.access import secret_of
from harvester.clock import SystemClock
from harvester.hosts import Hosts
from harvester.open import Harvester
from harvester.settings import Settings
from harvester.web_ops import acting, seeing
from harvester.web_ops.room import Room
from harvester.web_ops.signing import LEAST
from index.core import Index
from index.errors import SettingsError
from index.web.pages.guard import View
from index.web.pages.router import router_of
from index.web.pages.site import Site
from index.web.pages.wording import mark as _

TEMPLATES = Path(__file__).parent / "templates"


def all_pages(
    index: Index, settings: Settings, now: Callable[[], datetime] | None = None
) -> APIRouter:
    """The pages of an index with those of its operators, for `create_app(…, routers=[…])`.

    Raises `SettingsError` where the token is not where [web] token says, or is too short.
    """
    web, clock = settings.web, SystemClock()
    hosts = Hosts(clock, settings.harvest.per_host)
    harvester = Harvester(settings, index.store, index, clock, lambda line: None, hosts)
    room = Room(harvester, token_of(settings), now or clock.now)
    others = (("/sources", _("Sources")),)
    site = Site(index, web.name, web.url or None, (TEMPLATES,), others)
    seen: Mapping[str, View] = {
        "/sources": partial(seeing.sources, room),
        "/sources/{name}": partial(seeing.source, room),
        "/sign-in": partial(acting.signing, room),
    }
    sent: Mapping[str, View] = {
        "/sign-in": partial(acting.sign_in, room),
        "/sign-out": partial(acting.sign_out, room),
        "/sources/{name}/{order}": partial(acting.order, room),
    }
    return router_of(site, web, seen, sent)


def token_of(settings: Settings, environ: Mapping[str, str] = os.environ) -> str | None:
    """The token of operators; None: nobody can sign in. Raises `SettingsError`."""
    if not settings.web.token:
        return None
    token = secret_of(settings.web.token, "[web] token", settings.folder, environ).strip()
    if len(token) < LEAST:
        raise SettingsError([f"[web] token: expected {LEAST} letters or more there"])
    return token
