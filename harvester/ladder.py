"""How a body is read: strictly; then with named repairs, one more at a time; then salvage.

Each step is taken only when the one before it failed. What helped is counted in the run by name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from harvester import errors
from harvester.bounds import BOUNDS, Bounds
from harvester.quirks import QUIRKS
from harvester.salvage import salvage
from harvester.stages import Page

Read = Callable[[bytes, str], Page]


def climb(body: bytes, url: str, read: Read, max_bytes: int, bounds: Bounds = BOUNDS) -> Page:
    """Read a body by `read`, which raises `PayloadError` where strict reading fails.

    Raises the first error where nothing helped; its `salvaged` then holds the whole records of a
    page that broke off.
    """
    try:
        return read(body, url)
    except errors.PayloadError as error:
        first = error
    if isinstance(first, errors.EmptyBody | errors.BeyondLimits):
        raise first
    mended, used, page, first = _repaired(body, url, read, max_bytes, first)
    if page is None and isinstance(first, errors.NotWellFormed):
        page = salvage(mended, url, first.message, bounds)
        used = [*used, "salvage"]
    if page is None:
        raise first
    page = replace(page, repairs=tuple((name, 1) for name in used))
    if page.damaged:
        first.salvaged = page
        raise first
    return page


def _repaired(
    body: bytes, url: str, read: Read, max_bytes: int, first: errors.PayloadError
) -> tuple[bytes, list[str], Page | None, errors.PayloadError]:
    """The body after the repairs that changed it, their names, the page once it can be read.

    And the error to tell: the first one; of a compressed body the first one of what was in it.
    """
    used: list[str] = []
    for quirk in QUIRKS:
        mended = quirk.repair(body, max_bytes)
        if mended == body:
            continue
        body = mended
        used.append(quirk.name)
        try:
            return body, used, read(body, url), first
        except errors.BeyondLimits:
            raise
        except errors.PayloadError as error:
            if used == ["compression"]:
                first = error
    return body, used, None, first
