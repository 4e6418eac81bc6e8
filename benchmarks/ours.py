"""Our harvest as a process of its own: `python -m benchmarks.ours URL FOLDER [--index]`."""

from __future__ import annotations

import sys
from pathlib import Path

from harvester.harvest import Plan
from harvester.open import open_harvester
from harvester.settings import Settings, SourceSettings
from index.settings import DataSection


def main(url: str, folder: str, *options: str) -> None:
    """Harvest the URL into the folder; with --index make it searchable too."""
    settings = Settings(data=DataSection(dir=Path(folder)))
    with open_harvester(settings) as harvester:
        source = SourceSettings(name="bench", url=url)
        run = harvester.harvest(source, Plan(), lambda run: None)
        if run.status != "ok":
            sys.exit(f"{run.status}: {run.error}")
        if "--index" in options:
            harvester.index.sync(lambda done, total: None)


if __name__ == "__main__":
    main(*sys.argv[1:])
