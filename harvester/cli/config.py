"""`harvester config …`."""

from __future__ import annotations

import click

from harvester.cli.app import App
from harvester.config_file import shown, toml_value
from index.cli.console import columns, counted, emit_json, say
from index.cli.options import json_option


@click.group()
def config() -> None:
    """Check the settings, or show what is in force."""


@config.command()
@json_option
@click.pass_obj
def check(app: App, as_json: bool) -> None:
    """Check the settings: every mistake at once, with its place and what was expected."""
    settings = app.settings()
    file = str(settings.file) if settings.file else None
    if as_json:
        emit_json({"file": file, "sources": len(settings.sources)})
    else:
        where = file or "no config.toml here, the defaults hold"
        say(f"{where}: no mistakes, {counted(len(settings.sources), 'source')}")


@config.command()
@json_option
@click.pass_obj
def show(app: App, as_json: bool) -> None:
    """Show every setting in force, and where it came from."""
    found = shown(app.settings())
    if as_json:
        emit_json(found)
        return
    tables = [(f"[{name}]", table) for name, table in found.items() if isinstance(table, dict)]
    tables += [("[[source]]", source) for source in found["source"]]
    say(f"# {found['file'] or 'no config.toml here: the defaults hold'}")
    for title, table in tables:
        say(f"\n{title}")
        for line in columns([_entry(key, entry) for key, entry in table.items()]):
            say(line)


def _entry(key: str, entry: dict[str, object]) -> tuple[str, str]:
    return f"{key} = {toml_value(entry['value'])}", f"# {entry['from']}"
