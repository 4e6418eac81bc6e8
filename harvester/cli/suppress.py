"""`harvester suppress`: records that nobody is to find, whatever their server says."""

from __future__ import annotations

import click

from harvester.cli.app import App
from harvester.cli.renormalise import chosen_names
from harvester.cli.runs import indexed
from harvester.open import Harvester
from index.cli.console import counted, emit_json, note, say
from index.cli.options import json_option
from index.errors import NotFound, UsageError
from index.record import Key, Suppressed
from index.shapes import Shape, moment

_HOW = 'harvester suppress SOURCE IDENTIFIER --why "…"'


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE] [IDENTIFIER]")
@click.option("--why", help="Why: whose wish, which letter. It is listed.")
@click.option("--undo", is_flag=True, help="Show the record again.")
@click.option("--list", "listing", is_flag=True, help="List what is hidden, and why.")
@json_option
@click.pass_obj
def suppress(
    app: App, names: tuple[str, ...], why: str | None, undo: bool, listing: bool, as_json: bool
) -> int:
    """Hide a record from every door: searches, pages, exports, our own OAI-PMH.

    It stays hidden when it is harvested again, also when its source was removed meanwhile. Copies
    that follow this one are told that it is deleted. What is stored of it stays, so that --undo
    brings it back as it is by then.
    """
    with app.opened() as harvester:
        if listing:
            return _list(harvester, names, as_json)
        if len(names) != 2:
            raise UsageError("which record? give its source and its identifier", _HOW)
        key = Key(*names)
        told = _undone(harvester, key) if undo else _hidden(harvester, key, why)
        code = indexed(harvester)
        if as_json:
            emit_json([_shape(one) for one in harvester.store.suppressed(key.source)])
        else:
            say(told)
    return code


def _hidden(harvester: Harvester, key: Key, why: str | None) -> str:
    if not (why and why.strip()):
        raise UsageError("a record is hidden for a reason: --why is missing", _HOW)
    chosen_names(harvester.store, (key.source,))
    held = harvester.store.suppress(key, why.strip(), harvester.clock.now())
    if not held:
        note(f"{key.source} has no record {key.identifier} now; it is hidden when it comes")
    undo = f"harvester suppress --undo {key.source} {key.identifier}"
    return f"{key.source} {key.identifier}: hidden; {undo} shows it again"


def _undone(harvester: Harvester, key: Key) -> str:
    if not harvester.store.unsuppress(key, harvester.clock.now()):
        raise NotFound(
            f"{key.source} {key.identifier} is not hidden", "harvester suppress --list shows all"
        )
    return f"{key.source} {key.identifier}: is shown again"


def _list(harvester: Harvester, names: tuple[str, ...], as_json: bool) -> int:
    if len(names) > 1:
        raise UsageError("--list takes one source, or none")
    found = harvester.store.suppressed(*names)
    if as_json:
        emit_json([_shape(one) for one in found])
        return 0
    for one in found:
        say(f"{one.source}  {one.identifier}  {moment(one.since)}")
        say(f"    {one.why}")
    note(counted(len(found), "record hidden", "records hidden"))
    return 0


def _shape(one: Suppressed) -> Shape:
    return {
        "source": one.source,
        "identifier": one.identifier,
        "why": one.why,
        "since": moment(one.since),
    }
