"""`harvester doctor`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from harvester.cli.app import App
from index.cli.console import emit_json, printable, say, terminal
from index.cli.options import json_option

if TYPE_CHECKING:
    from harvester.doctor.finding import Finding

_STYLES = {"ok": "green", "warning": "bold yellow", "error": "bold red"}


@click.command()
@click.option("--online", is_flag=True, help="Also ask each server one question.")
@click.option("--notify", is_flag=True, help="Also send each notifier a message.")
@click.option("--quick", is_flag=True, help="Leave out what reads all of database and index.")
@json_option
@click.pass_context
def doctor(context: click.Context, online: bool, notify: bool, quick: bool, as_json: bool) -> int:
    """Check settings, disk, database, index, clock and servers: what is wrong, and what to do.

    Ends with 0 where nothing is worse than a warning, else with 1; with 2 where the settings are
    wrong. Nothing is changed.
    """
    from harvester.clock import SystemClock
    from harvester.doctor.doctor import Wishes, examine
    from harvester.doctor.finding import exit_code, findings_shape

    app: App = context.obj
    wishes = Wishes(quick=quick, online=online, notify=notify)
    findings = examine(app.settings, SystemClock(), os.environ, wishes)
    seen = list(findings) if as_json else list(_shown(findings))
    if as_json:
        emit_json(findings_shape(seen))
    return exit_code(seen)


def _shown(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Print each as it comes: a look at a large database takes a while."""
    console = terminal()
    for one in findings:
        lines = [f"{one.level.upper():7}  {one.check}: {one.says}"]
        if one.todo:
            lines.append(f"         -> {one.todo}")
        for line in lines:
            if console is None:
                say(line)
            else:
                console.print(printable(line), style=_STYLES[one.level], soft_wrap=True)
        yield one
