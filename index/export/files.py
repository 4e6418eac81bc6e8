"""Files that are there wholly or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from index.errors import FileUnwritable


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes the place of `path` at the end; an error leaves what was there.

    Raises `FileUnwritable`.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise FileUnwritable(
            f"{path} cannot be written: {error.strerror or error}",
            "Choose another place, or make room there.",
        ) from error
    finally:
        beside.unlink(missing_ok=True)
