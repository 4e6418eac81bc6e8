"""What this process holds open in a folder."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def open_below(folder: Path) -> list[Path]:
    """The files of a folder that are open; those of other threads, anywhere else, do not count."""
    found = []
    for handle in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile, as the listing's own
            found.append(handle.readlink())
    return [path for path in found if folder in path.parents]
