"""Processes that this one has started."""

from __future__ import annotations

import psutil


def children() -> list[psutil.Process]:
    """Those that work for us now; not the tracker that multiprocessing keeps for ever after."""
    return [
        child
        for child in psutil.Process().children()
        if not any("resource_tracker" in word for word in child.cmdline())
    ]
