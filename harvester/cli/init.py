"""`harvester init`."""

from __future__ import annotations

from pathlib import Path

import click

from harvester.cli.app import App
from harvester.config_file import write_config
from index.cli.console import say
from index.settings import CONFIG_NAME


@click.command()
@click.pass_obj
def init(app: App) -> None:
    """Write a config.toml with every setting into this folder.

    Never over one that exists.
    """
    path = app.config or Path(CONFIG_NAME)
    write_config(path)
    command = f"harvester --config {path}" if app.config else "harvester"
    say(f"{path} is written. Next: put your address at contact in it, then {command} harvest")
