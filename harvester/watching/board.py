"""What the pages say: `/livez`, `/readyz`, `/metrics`, `/status.json`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from time import monotonic

import msgspec
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, generate_latest

from harvester.watching.http import Pages, Reply, text
from index.errors import StoreError
from index.shapes import Shape
from index.store.base import Store

# The service looks up at least every five seconds; a look at 50,000 sources, or a database that
# somebody holds, takes a while.
STOPPED = 60.0


class Pulse:
    """Whether the clock of the service goes."""

    def __init__(self, passed: Callable[[], float] = monotonic) -> None:
        self._passed = passed
        self._last: float | None = None

    def beat(self) -> None:
        self._last = self._passed()

    def silent(self) -> float | None:
        """Seconds since the last beat; None: there was none yet."""
        return None if self._last is None else self._passed() - self._last


def not_ready(silent: float | None, store_error: str | None) -> list[str]:
    """Why the service is not ready; nothing: it is. Pure."""
    reasons = []
    if silent is None:
        reasons.append("the service is beginning")
    elif silent > STOPPED:
        reasons.append(f"the clock has stopped: nothing was begun for {silent:.0f} s")
    if store_error is not None:
        reasons.append(f"the store cannot be read: {store_error}")
    return reasons


class Board:
    """The pages. `status` gives what `/status.json` says, None before the first look."""

    def __init__(
        self,
        pulse: Pulse,
        store: Store,
        registries: Sequence[CollectorRegistry],
        status: Callable[[], Shape | None],
    ) -> None:
        self._pulse, self._store = pulse, store
        self._registries, self._status = registries, status
        # Scrapes that come faster than they are answered must not pile up.
        self._one = Lock()

    @property
    def pages(self) -> Pages:
        return {
            "/livez": lambda: text(200, "alive"),
            "/readyz": self._ready,
            "/metrics": self._metrics,
            "/status.json": self._said,
        }

    def reasons(self) -> list[str]:
        """Why the service is not ready."""
        return not_ready(self._pulse.silent(), self._store_error())

    def _store_error(self) -> str | None:
        try:
            self._store.revision()
        except StoreError as error:
            return error.message
        return None

    def _ready(self) -> Reply:
        reasons = self.reasons()
        return text(503, "\n".join(reasons)) if reasons else text(200, "ready")

    def _metrics(self) -> Reply:
        with self._one:
            parts = [generate_latest(registry) for registry in self._registries]
        return Reply(200, CONTENT_TYPE_PLAIN_0_0_4, b"".join(parts))

    def _said(self) -> Reply:
        shape = self._status()
        if shape is None:
            return text(503, "nothing was looked at yet")
        reasons = self.reasons()
        body = msgspec.json.encode({"ready": not reasons, "reasons": reasons, **shape})
        return Reply(200, "application/json", body)
