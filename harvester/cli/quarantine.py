"""`harvester quarantine …`: what could not be read, why, and the bytes."""

from __future__ import annotations

from collections.abc import Iterator

import click

from harvester.cli.app import App
from harvester.cli.runs import indexed
from harvester.retry import retry_entry
from index.cli.console import counted, emit_bytes, emit_json, note, say
from index.cli.options import json_option
from index.errors import NotFound
from index.mistakes import suggestion
from index.record import Quarantined
from index.shapes import moment, quarantined_shape
from index.store.base import Store


@click.group()
def quarantine() -> None:
    """See and retry what could not be read."""


@quarantine.command(name="list")
@click.option("--source", help="Only entries of this source.")
@json_option
@click.pass_obj
def list_(app: App, source: str | None, as_json: bool) -> None:
    """List the entries, newest first."""
    with app.opened() as harvester:
        entries = harvester.store.quarantine_list(source)
        if source is not None and not entries:
            _require_source(harvester.store, source)
    if as_json:
        emit_json([quarantined_shape(entry) for entry in entries])
        return
    for entry in entries:
        for line in entry_lines(entry):
            say(line)
    shown = "; harvester quarantine show ID gives the bytes" if entries else ""
    note(f"{counted(len(entries), 'entry', 'entries')}{shown}")


def entry_lines(entry: Quarantined) -> Iterator[str]:
    """An entry in a line, and why below it; the place where the reason does not name it."""
    parts = (str(entry.id), entry.source, moment(entry.at), counted(entry.bytes, "byte"))
    yield "  ".join(filter(None, (*parts, entry.code, entry.identifier)))
    yield f"    {entry.reason}"
    if entry.url and entry.url not in entry.reason:
        yield f"    {entry.url}"


def _require_source(store: Store, name: str) -> None:
    known = [state.name for state in store.sources()]
    if name not in known:
        raise NotFound(f"no source {name!r}; {suggestion(name, known)}", "harvester status")


@quarantine.command()
@click.argument("entry", type=int, metavar="ID")
@json_option
@click.pass_obj
def show(app: App, entry: int, as_json: bool) -> None:
    """Print the bytes of an entry as they came; on stderr, why they could not be read."""
    with app.opened() as harvester:
        found = _entry(harvester.store, entry)
        body = harvester.store.quarantine_body(entry) or b""
    if as_json:
        emit_json(quarantined_shape(found) | {"body": body.decode("utf-8", "replace")})
        return
    for line in entry_lines(found):
        note(line)
    emit_bytes(body)


def _entry(store: Store, number: int) -> Quarantined:
    found = [entry for entry in store.quarantine_list() if entry.id == number]
    if not found:
        raise NotFound(f"no entry {number} in quarantine", "harvester quarantine list shows them")
    return found[0]


@quarantine.command()
@click.argument("entry", type=int, required=False, metavar="[ID]")
@json_option
@click.pass_obj
def retry(app: App, entry: int | None, as_json: bool) -> int:
    """Read entries again: what can be read now is stored and leaves the quarantine."""
    with app.opened() as harvester, app.watching("retrying") as watch:
        store = harvester.store
        chosen = store.quarantine_list() if entry is None else [_entry(store, entry)]
        tools = harvester.tools(watch)
        read = [one for one in chosen if retry_entry(one, tools, harvester.habits(one.source))]
        code = indexed(harvester) if read else 0
    if as_json:
        emit_json({"retried": len(chosen), "read": [one.id for one in read]})
    else:
        say(f"{len(read)} of {counted(len(chosen), 'entry', 'entries')} could be read now")
    return code
