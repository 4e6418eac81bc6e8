"""`harvester export --raw`: whole sources as they were harvested."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from index.cli.console import Watch, counted, note, progress, say
from index.cli.context import Context, opened
from index.errors import NotFound, UsageError
from index.export.raw import write_source
from index.mistakes import suggestion

_HOW = "harvester export --raw -o DIR [SOURCE …]"


def export_raw(context: Context, names: tuple[str, ...], folder: Path | None) -> None:
    """Write these sources, or all, into folders below one. Raises `UsageError`, `NotFound`."""
    if folder is None:
        raise UsageError("--raw writes folders: where?", _HOW)
    with opened(context) as index:
        known = [state.name for state in index.store.sources()]
        for name in names:
            if name not in known:
                raise NotFound(f"no source {name!r}; {suggestion(name, known)}", "harvester status")
        for name in names or known:
            with progress(name) as watch:
                items, files = write_source(index.store, name, folder / name, partial(_told, watch))
            say(f"{name}: {counted(items, 'item')} in {counted(files, 'file')}")
    note(f"on another machine: harvester load NAME {folder}/NAME")


def _told(watch: Watch, done: int) -> None:
    watch(done, None)
