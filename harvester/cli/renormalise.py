"""`harvester renormalise`."""

from __future__ import annotations

import os

import click
import msgspec

from harvester.cli.app import App
from harvester.cli.runs import indexed
from harvester.renormalise import Outcome, Sample
from harvester.renormalise import renormalise as renormalise_sources
from harvester.workers import Workers
from index.cli.console import counted, emit_json, progress, say
from index.cli.options import json_option
from index.errors import NotFound
from index.mistakes import suggestion
from index.shapes import Shape
from index.store.base import Store

_LONGEST = 200  # letters of a sample


@click.command()
@click.argument("sources", nargs=-1)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    metavar="N",
    help="How many processes share the work; by default one a core, at most 8.",
)
@json_option
@click.pass_obj
def renormalise(app: App, sources: tuple[str, ...], processes: int | None, as_json: bool) -> int:
    """Make all documents again from the XML that is held, without the network.

    Without a name: those of every source. Says what came out otherwise, field by field, with
    samples; then brings the index up to date.
    """
    with app.opened() as harvester:
        store = harvester.store
        names = chosen_names(store, sources)
        workers = Workers(store, harvester.settings.database, processes or cores())
        habits = {name: harvester.habits(name) for name in names}
        with progress("normalising") as watch:
            outcomes = renormalise_sources(store, habits, workers, watch)
        code = indexed(harvester)
    if as_json:
        emit_json([_shape(name, outcome) for name, outcome in outcomes.items()])
    else:
        for name, outcome in outcomes.items():
            _print(name, outcome)
    return code


def cores() -> int:
    """How many processes pay: one a core, as far as one process can write what they give."""
    return min(os.cpu_count() or 1, 8)


def chosen_names(store: Store, names: tuple[str, ...]) -> list[str]:
    """Sources that the store has: those of these names, or all. Raises `NotFound`."""
    known = [state.name for state in store.sources()]
    for name in names:
        if name not in known:
            hint = "harvester status shows every source that has records"
            raise NotFound(f"the store has no source {name!r}; {suggestion(name, known)}", hint)
    return list(dict.fromkeys(names)) or known


def _print(name: str, outcome: Outcome) -> None:
    say(f"{name}: {counted(outcome.records, 'record')}, {outcome.changed:,} changed")
    for field, count in sorted(outcome.by_field.items(), key=lambda item: (-item[1], item[0])):
        say(f"  {field}: {count:,}")
        for sample in outcome.samples[field]:
            before, after = _apart(sample.before, sample.after)
            say(f"    {sample.identifier}: {_words(before)} -> {_words(after)}")


def _apart(before: object, after: object) -> tuple[object, object]:
    """Of two lists what only one has: the rest would hide it; all where only the order differs."""
    if not isinstance(before, tuple) or not isinstance(after, tuple):
        return before, after
    lost = tuple(each for each in before if each not in after)
    won = tuple(each for each in after if each not in before)
    return (lost, won) if lost or won else (before, after)


def _words(value: object) -> str:
    text = msgspec.json.encode(value).decode() if value else "nothing"
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _shape(name: str, outcome: Outcome) -> Shape:
    return {
        "source": name,
        "records": outcome.records,
        "changed": outcome.changed,
        "fields": {
            field: {
                "changed": count,
                "samples": [_sample_shape(sample) for sample in outcome.samples[field]],
            }
            for field, count in sorted(outcome.by_field.items())
        },
    }


def _sample_shape(sample: Sample) -> Shape:
    return {
        "identifier": sample.identifier,
        "before": sample.before,
        "after": sample.after,
    }
