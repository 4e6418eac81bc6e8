"""What was told to whom: a small file in the data folder, so that restarts tell nothing twice.

Not in the database: that it cannot be read is one of the things to tell.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import msgspec

from harvester.watching.notices import Memory

NAME = "told.json"


def recall(folder: Path) -> dict[str, Memory]:
    """What each channel was told; nothing where there is no file, or none that can be read."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=dict[str, Memory])
    except (OSError, msgspec.MsgspecError):
        return {}


def remember(folder: Path, memories: Mapping[str, Memory]) -> None:
    """Write it down, as a whole or not at all. Raises `OSError`."""
    made = folder / f".{NAME}.{os.getpid()}"
    shapes = {name: asdict(memory) for name, memory in memories.items()}
    with made.open("w", encoding="utf-8") as file:
        json.dump(shapes, file, default=datetime.isoformat, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    made.replace(folder / NAME)
