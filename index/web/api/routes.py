"""All operations of the API, and what each costs a client."""

from __future__ import annotations

from index.web.api import counts, dump, exports, feeds, lookup, records, sources
from index.web.api.links import PREFIX
from index.web.api.operation import Operation
from index.web.settings import WebSettings

_FREE = ("/static/",)


def operations(settings: WebSettings) -> tuple[Operation, ...]:
    """Every operation; addresses that are more precise come first."""
    rooms = (exports, feeds, lookup, records, counts, sources, dump)
    return tuple(one for room in rooms for one in room.operations(settings))


def cost_of(path: str) -> int:
    """Points that a request costs: exports many, files of pages none, everything else one."""
    if path.startswith(_FREE):
        return 0
    return exports.COSTS if path.startswith(f"{PREFIX}/export") else 1
