"""`harvester vacuum`."""

from __future__ import annotations

import click

from harvester.cli.app import App
from index.cli.console import counted, emit_json, say
from index.cli.options import json_option


@click.command()
@json_option
@click.pass_obj
def vacuum(app: App, as_json: bool) -> None:
    """Forget what is beyond its limits, and give the room back to the disk.

    The limits are [service] keep_runs, keep_quarantine and keep_versions. The database is written
    anew, beside itself: searches go on, harvests wait meanwhile.
    """
    from harvester.keeping.retention import forget
    from index.store.sqlite_upkeep import tidy
    from index.store.sqlite_upkeep import vacuum as write_anew

    settings = app.settings()
    with app.opened(settings) as harvester:
        gone = forget(harvester.store, settings.service, harvester.clock.now())
        tidy(settings.database)
        before, after = write_anew(settings.database)
    if as_json:
        emit_json(
            {
                "runs": gone.runs,
                "quarantined": gone.quarantined,
                "versions": gone.versions,
                "bytes_before": before,
                "bytes": after,
            }
        )
        return
    say(
        f"forgotten: {counted(gone.runs, 'run')}, "
        f"{counted(gone.quarantined, 'entry', 'entries')} in quarantine, "
        f"{counted(gone.versions, 'earlier content', 'earlier contents')} of records"
    )
    say(f"{settings.database}: {before / 1e6:,.1f} MB, now {after / 1e6:,.1f} MB")
