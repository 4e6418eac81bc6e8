"""`harvester profile`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from harvester.cli.app import App
from harvester.cli.renormalise import chosen_names
from harvester.profile import FieldProfile, Profile, documents_of
from harvester.profile import profile as profile_of
from index.cli.console import columns, counted, emit_json, say
from index.cli.options import json_option
from index.record import FLAGS
from index.shapes import Shape

HEAD = ("field", "filled", "values", "distinct", "most common")
NUMBERS = (1, 2, 3)
_LONGEST = 40  # letters of a value


@click.command()
@click.argument("source")
@json_option
@click.pass_obj
def profile(app: App, source: str, as_json: bool) -> None:
    """Say what the records of a source are like: read it before trusting them.

    Field by field the share of records that have it, how many different values, the most common
    ones; then flags, and values that can hardly be meant.
    """
    with app.opened() as harvester:
        store = harvester.store
        (name,) = chosen_names(store, (source,))
        found = profile_of(name, documents_of(store, name), harvester.clock.now().year)
    if as_json:
        emit_json(profile_shape(found))
    else:
        for line in profile_lines(found):
            say(line)


def profile_shape(found: Profile) -> Shape:
    """What `profile --json` prints."""
    return {
        "source": found.source,
        "records": found.records,
        "completeness": found.completeness,
        "fields": found.fields,
        "flags": found.flags,
    }


def profile_lines(found: Profile) -> Iterator[str]:
    """What `profile` prints."""
    records = counted(found.records, "record")
    yield f"{found.source}: {records}, completeness {found.completeness} of 100"
    if not found.records:
        return
    yield ""
    rows = [_row(name, one, found.records) for name, one in found.fields.items()]
    yield from columns([HEAD, *rows], NUMBERS)
    odd = [(name, one) for name, field in found.fields.items() for one in field.odd]
    if odd:
        yield "\nvalues that can hardly be meant"
    for name, one in odd:
        identifier, value = one.samples[0]
        yield f"  {name}: {one.reason}: {one.count:,}, as {_cut(value)} in {identifier}"
    if found.flags:
        yield "\nflags (records)"
    for code, flag in found.flags.items():
        value, _ = flag.top[0]
        yield f"  {code}: {flag.documents:,}: {FLAGS[code]}; as {_cut(value)}"


def _row(name: str, field: FieldProfile, records: int) -> tuple[str, ...]:
    share = f"{100 * field.filled / records:.0f} %"
    top = ", ".join(f"{_cut(value)} ({count:,})" for value, count in field.top[:3])
    return (name, share, f"{field.values:,}", f"{field.distinct:,}", top)


def _cut(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
