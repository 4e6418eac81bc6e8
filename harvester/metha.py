"""A cache of metha (github.com/miku/metha, up to 0.4): its folders -> sources and dates reached.

A folder holds the answers of one (set, prefix, URL), which its name is, in base64. A file's name
begins with the last day that its window asked for; metha goes on with the day after the newest.
(From 1.0 on metha keeps shards in their place.)
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from harvester.source_lists import Listed
from harvester.windows import SECOND, formatted
from index.errors import UsageError

_FILE = re.compile(r"(\d{4}-\d\d-\d\d)-\d{8,}\.xml(?:\.gz|\.zst)?")


@dataclass(frozen=True, slots=True)
class Cache:
    """One folder: what was asked for, and the last day that was (None: nothing came so far)."""

    folder: Path
    url: str
    prefix: str
    set: str
    reached: date | None


@dataclass(frozen=True, slots=True)
class Cached:
    """A source, with the folders of its records; `reached`: of each of its sets the last day."""

    source: Listed
    folders: tuple[Path, ...]
    reached: tuple[tuple[str, date | None], ...]


def cached(folder: Path) -> list[Cached]:
    """The sources of a cache, or of one folder of it. Raises `UsageError` where there is none."""
    below = [folder, *sorted(path for path in folder.iterdir() if path.is_dir())]
    caches = [found for path in below if (found := _cache(path))]
    if not caches:
        raise UsageError(
            f"{folder}: no folder of a metha cache",
            "expected folders that metha named, in base64, by set, format and URL",
        )
    kinds = dict.fromkeys((one.url, one.prefix) for one in caches)
    return [_together([one for one in caches if (one.url, one.prefix) == kind]) for kind in kinds]


def _cache(folder: Path) -> Cache | None:
    try:
        text = base64.b64decode(_padded(folder.name), b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    parts = text.split("#", 2)
    if len(parts) < 3:
        return None
    set_spec, prefix, url = parts
    reached = max(_days(folder), default=None)
    return Cache(folder, url, prefix, set_spec, reached) if url and prefix else None


def _padded(name: str) -> str:
    return name.rstrip("=") + "=" * (-len(name.rstrip("=")) % 4)


def _days(folder: Path) -> Iterator[date]:
    for file in folder.iterdir():
        found = _FILE.fullmatch(file.name)
        try:
            if found:
                yield date.fromisoformat(found[1])
        except ValueError:  # no day of the calendar
            continue


def _together(caches: Sequence[Cache]) -> Cached:
    """Folders of one URL and prefix: a source. One of the whole server makes those of sets parts.

    It then has reached what the whole has.
    """
    whole = [one for one in caches if not one.set]
    counted = whole or caches
    sets = () if whole else tuple(one.set for one in caches)
    source = Listed(caches[0].url, prefix=caches[0].prefix, sets=sets)
    reached = tuple((one.set, one.reached) for one in counted)
    return Cached(source, tuple(one.folder for one in caches), reached)


def cursor_of(reached: date, now: datetime) -> str:
    """Where a harvest goes on behind a day that metha has reached: the beginning of the day before.

    Its days are those of its machine's own clock, told as if they were UTC. Never later than `now`.
    """
    moment = datetime.combine(reached, time(), UTC) - timedelta(days=1)
    return formatted(min(moment, now), SECOND)
