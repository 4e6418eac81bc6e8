"""What the operators' pages are drawn from: the settings, the index, the time, who may act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request

from harvester.advice import Advice, advice_of
from harvester.monitor import Health
from harvester.open import Harvester
from harvester.service.lock import Holder, holder_of
from harvester.sight import healths_of, held_by
from harvester.web_ops.signing import COOKIE, form_key, signed_in


@dataclass(frozen=True, slots=True)
class Room:
    """A data folder with everything that works on it, and the token of operators (None: off)."""

    harvester: Harvester
    token: str | None
    now: Callable[[], datetime]

    def holder(self) -> Holder | None:
        """Who runs the service."""
        return holder_of(self.harvester.settings.data.dir)

    def seen(self) -> list[tuple[Health, Advice]]:
        """Every source with its health and what to do about it."""
        store, now = self.harvester.store, self.now()
        held = held_by(store)
        served = self.holder() is not None
        return [
            (health, advice_of(health, now, served=served))
            for health in healths_of(self.harvester.settings, held, now)
        ]

    def acts(self, request: Request) -> bool:
        """Whether who asks is signed in."""
        return signed_in(self.token, request.cookies.get(COOKIE), self.now())

    def key(self, request: Request) -> str:
        """The key of forms of who is signed in; empty for others."""
        if self.token is None or not self.acts(request):
            return ""
        return form_key(self.token, request.cookies[COOKIE])
