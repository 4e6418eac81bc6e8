"""The JSON of each command: its keys, taken from the code, with their meanings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

import msgspec

from harvester.advice import Advice
from harvester.cli.probe import findings_shape
from harvester.config_file import DEFAULTS, shown
from harvester.doctor.finding import Finding
from harvester.doctor.finding import findings_shape as checked_shape
from harvester.load import FileOutcome
from harvester.monitor import Health, State, status_shape
from harvester.probe import Findings
from harvester.profile import Quality
from harvester.settings import Settings, SourceSettings
from index.core import Hit, Results
from index.dump.manifest import Manifest
from index.mistakes import Origin
from index.record import Quarantined, Record, Run, RunStatus, Sweep
from index.relaxing import Kind
from index.settings import Section
from index.shapes import error_shape, quarantined_shape, record_shape, run_shape, sweep_shape
from index.suggest.completions import Suggestion
from index.suggest.corrections import Correction
from index.sync import Verdict
from tools import kept, meanings
from tools.errors import errors
from tools.markdown import code, table
from tools.meanings import Meanings, complete
from tools.sample import sample, sample_error

# What is described elsewhere, or has keys that are no names of ours.
CLOSED = frozenset(
    {
        "repairs",
        "facets",
        "labels",
        "histogram",
        "relax[].filters",
        "relax[].exclude",
        "fields",
        "flags",
        "samples[]",
        "remarks",
        "document",
        "hits[].document",
        "hits[].highlights",
        "sources[].last_run",
    }
)

_ABOUT = """\
With `--json` a command prints one JSON document in UTF-8 on stdout and nothing else. Times are UTC:
`2026-11-22T10:00:00Z`. Unknown is `null` or an empty list. Keys may be added, never renamed. Below,
`a.b` is the key `b` of the object `a`, and `a[].b` that of each object in the list `a`."""


_FAILURE = "Where there is no result, the document says why:"


@dataclass(frozen=True, slots=True)
class Shape:
    """What some commands print: a sentence, and the keys with their meanings.

    `by_hand`: keys that no function of the code makes.
    """

    commands: tuple[str, ...]
    is_a: str
    keys: tuple[str, ...]
    meanings: Meanings
    by_hand: tuple[str, ...] = ()


def paths(value: Any, prefix: str = "") -> Iterator[str]:
    """The keys of a JSON value, as the page writes them; each once for each time it stands."""
    if isinstance(value, Mapping) and value and prefix not in CLOSED:
        for key, inner in value.items():
            yield from paths(inner, f"{prefix}.{key}" if prefix else key)
    elif isinstance(value, list | tuple) and any(isinstance(each, Mapping) for each in value):
        for each in value:
            yield from paths(each, f"{prefix}[]" if prefix else "")
    elif prefix:
        yield prefix


RUNS = ("harvest", "load", "runs")


def shapes() -> tuple[Shape, ...]:
    """Every shape, with its keys as the code makes them."""
    loaded = {"files": [sample(FileOutcome)]}
    return (
        _shape(RUNS, "A list of runs.", run_shape(sample(Run)), meanings.RUN),
        _shape(("load",), "Its run has also:", loaded, meanings.FILES),
        _said(("renormalise",), "A list of sources.", meanings.RENORMALISED),
        _said(("profile",), "One object.", meanings.PROFILE),
        _shape(("probe",), "One object.", findings_shape(sample(Findings)), meanings.PROBE),
        _shape(("sweep",), "A list of sweeps.", sweep_shape(sample(Sweep)), meanings.SWEEP),
        _shape(("status",), "One object.", _status(), meanings.STATUS),
        _said(("status",), "It has also:", meanings.STATUS_BESIDE),
        _shape(("search",), "One object.", sample(Results), meanings.RESULTS),
        _shape(("suggest",), "One object.", _suggested(), meanings.SUGGESTED),
        _shape(("similar",), "One object.", _similar(), meanings.SIMILAR),
        _shape(("show",), "One object.", record_shape(sample(Record)), meanings.RECORD),
        _said(("show",), "With `--raw` it has also:", meanings.RECORD_BESIDE),
        _said(("index sync", "index rebuild"), "One object.", meanings.INDEXED),
        _shape(("index verify",), "One object.", sample(Verdict), meanings.VERDICT),
        _said(("index stats",), "One object.", meanings.STATS),
        _quarantine(),
        _said(("quarantine show",), "It has also:", meanings.QUARANTINED_BESIDE),
        _said(("quarantine retry",), "One object.", meanings.RETRIED),
        _shape(("sources list",), "A list of sources.", _source_keys(), _source_meanings()),
        _said(("backup", "restore"), "One object; with `--verify` a list of them.", kept.BACKUP),
        _said(("backup",), "It has also:", kept.BACKED_UP_BESIDE),
        _said(("restore",), "It has also:", kept.RESTORED_BESIDE),
        _shape(("dump",), "One object, the manifest.", sample(Manifest), kept.DUMPED),
        _shape(("doctor",), "One object.", checked_shape([sample(Finding)]), kept.CHECKED_UP),
        _said(("vacuum",), "One object.", kept.VACUUMED),
        _said(("suppress",), "A list of records that are hidden.", kept.SUPPRESSED),
        _said(("config check",), "One object.", meanings.CHECKED),
        _config(),
    )


def failures() -> Shape:
    """What any command prints in place of its result where there is none."""
    said = (msgspec.to_builtins(error_shape(sample_error(kind))) for _, kind in errors())
    keys = dict.fromkeys(key for shape in said for key in paths(shape))
    return Shape((), _FAILURE, tuple(keys), meanings.ERROR)


def render_shapes() -> str:
    """The section on JSON, without the document."""
    parts = [_ABOUT, _FAILURE, _table(failures())]
    for shape in shapes():
        title = ", ".join(code(name) for name in shape.commands)
        again = shape.is_a.endswith(":")
        heading = f"{title}: {shape.is_a[0].lower()}{shape.is_a[1:]}" if again else f"### {title}"
        parts += [heading, *([] if again else [shape.is_a]), _table(shape)]
    lists = (
        ("Kinds of relax", get_args(Kind), meanings.RELAXED),
        ("Run statuses", get_args(RunStatus), meanings.RUN_STATUSES),
        ("Source states", get_args(State), meanings.SOURCE_STATES),
        ("Origins", get_args(Origin), meanings.ORIGINS),
    )
    return "\n\n".join([*parts, *(closed_list(*each) for each in lists)])


def closed_list(title: str, values: Collection[str], words: Meanings) -> str:
    """A closed list of values, each with its meaning."""
    rows = [(code(value), meaning) for value, meaning in complete(title, values, words)]
    return f"### {title}\n\n" + table(("value", "meaning"), rows)


def _table(shape: Shape) -> str:
    known = complete(", ".join(shape.commands) or "ERROR", shape.keys, shape.meanings)
    return table(("key", "meaning"), ((code(key), words) for key, words in known))


def _shape(commands: tuple[str, ...], is_a: str, made: Any, words: Meanings) -> Shape:
    keys = dict.fromkeys(paths(msgspec.to_builtins(made)))
    return Shape(commands, is_a, tuple(keys), words)


def _said(commands: tuple[str, ...], is_a: str, words: Meanings) -> Shape:
    """A shape that no function makes by itself: a test holds it to what the command prints."""
    return Shape(commands, is_a, tuple(words), words, by_hand=tuple(words))


def _suggested() -> Any:
    return {"suggestions": [sample(Suggestion)], "did_you_mean": [sample(Correction)]}


def _similar() -> Any:
    return {"source": "", "identifier": "", "hits": [sample(Hit)]}


def _status() -> Any:
    health = sample(Health)
    return status_shape([(health, sample(Advice))], {health.source.name: sample(Quality)})


def _quarantine() -> Shape:
    made = quarantined_shape(sample(Quarantined))
    commands = ("quarantine list", "quarantine show")
    return _shape(commands, "A list of entries, or one of them.", made, meanings.QUARANTINED)


def _source_keys() -> dict[str, None]:
    return dict.fromkeys(_source_meanings())


def _source_meanings() -> Meanings:
    words: dict[str, str] = {}
    for key, field in SourceSettings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Section):
            inner = field.annotation.model_fields.items()
            words.update((f"{key}.{name}", f"{each.description}") for name, each in inner)
        else:
            words[key] = f"{field.description}"
    return words


def config_keys(found: Mapping[str, Any]) -> list[str]:
    """The keys of `config show`, with SECTION and KEY for those that the settings name."""
    sections = [name for name in Settings.model_fields if name in found]
    entries = (("SECTION", found[name]) for name in sections)
    sources = (("source[]", each) for each in found["source"])
    inner = (
        f"{name}.KEY.{part}"
        for name, table_ in (*entries, *sources)
        for entry in table_.values()
        for part in entry
    )
    others = (name for name in found if name not in (*sections, "source"))
    return list(dict.fromkeys((*others, *inner)))


def _config() -> Shape:
    keys = tuple(config_keys(shown(DEFAULTS)))
    return Shape(("config show",), "One object.", keys, meanings.SHOWN)
