"""What stands before a command's name on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from index.errors import StoreMissing

if TYPE_CHECKING:
    from harvester.open import Harvester
    from harvester.settings import Settings
    from index.record import Run


@dataclass(frozen=True, slots=True)
class App:
    """`--config`, `--data` and `-v`; settings are read when a command needs them."""

    config: Path | None
    data: Path | None
    verbose: bool

    def settings(self) -> Settings:
        """The settings in force; raises `SettingsError` with every mistake."""
        from harvester.settings import load_settings

        return load_settings(self.config, data=self.data)

    @contextmanager
    def opened(
        self, settings: Settings | None = None, *, create: bool = False
    ) -> Iterator[Harvester]:
        """The harvester of these settings, or of the command line's; raises `StoreError`."""
        from harvester.open import open_harvester
        from index.cli.console import note

        with open_harvester(settings or self.settings(), create=create, tell=note) as harvester:
            yield harvester

    @contextmanager
    def tried(self, settings: Settings) -> Iterator[Harvester]:
        """The harvester for a dry run: where nothing is stored yet, on a folder that goes."""
        from harvester.open import open_harvester
        from index.cli.console import note

        with ExitStack() as stack:
            try:
                opened = open_harvester(settings, create=False, tell=note)
                harvester = stack.enter_context(opened)
            except StoreMissing:
                folder = stack.enter_context(TemporaryDirectory())
                empty = replace(self, data=Path(folder)).settings()
                harvester = stack.enter_context(open_harvester(empty, tell=note))
            yield harvester

    @contextmanager
    def watching(self, what: str) -> Iterator[Callable[[Run], None]]:
        """Show the progress of runs: a bar where a person watches, a line a page with -v.

        Runs may go on in several threads: the bar shows what they have received together, and of
        how many where each of them says so.
        """
        from index.cli.console import counted, note, progress

        runs: dict[int, Run] = {}
        with progress(what) as bar:

            def watch(run: Run) -> None:
                runs[run.id] = run
                every = list(runs.values())
                promised = [one.promised for one in every if one.promised is not None]
                total = sum(promised) if len(promised) == len(every) else None
                bar(sum(one.counts.received for one in every), total)
                if self.verbose:
                    records = counted(run.counts.received, "record")
                    note(f"{run.source}: page {run.pages}, {records}")

            yield watch
