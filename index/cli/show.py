"""`harvester show`: one record, by key, by DOI or by its OAI identifier alone."""

from __future__ import annotations

import click

from index.cli.console import emit_bytes, emit_json, put, terminal
from index.cli.context import Context, opened
from index.cli.options import json_option, typed
from index.core import Index
from index.errors import AmbiguousRecord, NotFound, UsageError
from index.record import Key, Record
from index.shapes import record_shape

# So many keys of an ambiguous name are told to a person; --json has all.
SHOWN = 20


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="[SOURCE] IDENTIFIER")
@click.option("--raw", is_flag=True, help="The XML as it was harvested.")
@json_option
@click.pass_obj
def show(context: Context, names: tuple[str, ...], raw: bool, as_json: bool) -> None:
    """Show a record: SOURCE IDENTIFIER, or an OAI identifier or a DOI alone."""
    if len(names) > 2:
        raise UsageError(
            f"show takes one or two names, not {len(names)}", "harvester show [SOURCE] IDENTIFIER"
        )
    with opened(context) as index:
        record = named_record(index, tuple(map(typed, names)))
        xml = _xml(index, record) if raw else None
    if as_json:
        extra = {"raw": xml.decode()} if xml is not None else {}
        emit_json(record_shape(record) | extra)
    elif xml is not None:
        emit_bytes(xml + b"\n")
    else:
        _print(record)


def named_record(index: Index, names: tuple[str, ...]) -> Record:
    """The record that one or two names mean. Raises `NotFound`, `AmbiguousRecord`."""
    key = Key(*names) if len(names) == 2 else _only_key(index, names[0])
    record = index.get(*key)
    if record is None:
        raise NotFound(
            f"{key.source}: no record {key.identifier}",
            f"without the source, all are looked at: harvester show {key.identifier}",
        )
    return record


def _only_key(index: Index, name: str) -> Key:
    keys = index.find(name)
    if not keys:
        raise NotFound(f"no record {name}", f"search for it: harvester search {name}")
    if len(keys) > 1:
        listed = [f"    {key.source} {key.identifier}" for key in keys[:SHOWN]]
        listed += [f"    and {len(keys) - SHOWN} more"] if len(keys) > SHOWN else []
        raise AmbiguousRecord(
            "\n".join([f"{name} names {len(keys)} records:", *listed]),
            keys,
            f"name the source too: harvester show {keys[0].source} {keys[0].identifier}",
        )
    return keys[0]


def _xml(index: Index, record: Record) -> bytes:
    xml = index.raw(record)
    if xml is None:
        raise NotFound(
            f"{record.source} {record.identifier}: deleted before we ever had it; there is no XML",
            "show it without --raw",
        )
    return xml


def _print(record: Record) -> None:
    from index.cli.pages import record_lines

    console = terminal()
    for head, body in record_lines(record):
        put(console, head, body)
