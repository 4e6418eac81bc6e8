"""What commands get from the command line before their name: where the settings are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from index.core import Index, open_index
from index.settings import IndexSettings


class Context(Protocol):
    """`--config`, `--data` and the environment, read when a command needs them."""

    def settings(self) -> IndexSettings:
        """The settings; raises `SettingsError` with every mistake."""
        ...


@contextmanager
def opened(context: Context, *, create: bool = False) -> Iterator[Index]:
    """The index that the command line names."""
    with open_index(context.settings(), create=create) as index:
        yield index
