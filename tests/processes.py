"""Processes that this one has started."""

from __future__ import annotations

import psutil

_HELPERS = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")


def children() -> list[psutil.Process]:
    """Those that work for us now; not the helpers that multiprocessing keeps for ever after."""
    return [
        child
        for child in psutil.Process().children()
        if not any(helper in word for word in child.cmdline() for helper in _HELPERS)
    ]
