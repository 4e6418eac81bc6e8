"""The settings as their model knows them: sections, keys, defaults, variables."""

from __future__ import annotations

import json
from typing import TypeGuard

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from harvester.environment import variables
from harvester.settings import Settings, SourceSettings
from index.mistakes import Expected
from index.settings import Section
from tools.markdown import code, table

_ABOUT = """\
`config.toml` in the current folder, or the file of `--config`. `harvester init` writes one with
every key, `harvester config check` tells every mistake at once, `harvester config show` what is in
force and where it came from.

What counts, the strongest first: command line, environment, file, default. `--data DIR` wins over
`[data]` and `[store]`. A variable with `_FILE` behind its name (`HARVESTER__HARVEST__CONTACT_FILE`)
names a file that holds the value. Sources stand in the file only. Relative paths in the file are
seen from its folder, all others from the current one.

A duration is a bare number of seconds, or a number with its unit: `"90s"`, `"5m"`, `"48h"`,
`"7d"`. A size is a bare number of bytes, or `"64MB"` (10^6), `"64MiB"` (2^20)."""

_SCHEDULE = "Only one of `every`, `cron` and `manual` may be given."


def render_settings() -> str:
    """The section: what counts, then a table for each section of config.toml."""
    sections = [
        _section(name, field, field.annotation)
        for name, field in Settings.model_fields.items()
        if _is_section(field.annotation)
    ]
    sources = f"### [[source]]\n\nOne for each thing to harvest. {_SCHEDULE}"
    inner = [
        f"### [source.{name}]\n\nOne for each source that needs it.\n\n{_keys(field.annotation)}"
        for name, field in SourceSettings.model_fields.items()
        if _is_section(field.annotation)
    ]
    return "\n\n".join([_ABOUT, *sections, f"{sources}\n\n{_keys(SourceSettings)}", *inner])


def _is_section(annotation: object) -> TypeGuard[type[Section]]:
    return isinstance(annotation, type) and issubclass(annotation, Section)


def _section(name: str, field: FieldInfo, model: type[BaseModel]) -> str:
    names = {place: variable for variable, place in variables(Settings).items()}
    rows = [
        (code(key), _default(model, key), _words(each), code(names[name, key]))
        for key, each in model.model_fields.items()
    ]
    words = f"{field.description}".capitalize()
    return f"### [{name}]\n\n{words}.\n\n" + table(("key", "default", "meaning", "variable"), rows)


def _keys(model: type[BaseModel]) -> str:
    rows = [
        (code(key), _default(model, key), _words(field))
        for key, field in model.model_fields.items()
    ]
    return table(("key", "default", "meaning"), rows)


def _words(field: FieldInfo) -> str:
    expected = [item.words for item in field.metadata if isinstance(item, Expected)]
    return f"{field.description}. Expected: {expected[-1]}"


def _default(model: type[BaseModel], key: str) -> str:
    """As it stands in config.toml; none where the key has to be given, or is empty by default."""
    field = model.model_fields[key]
    if field.is_required():
        return "has to be given"
    if _is_section(field.annotation):
        return "its own keys, below"
    shown = model.model_construct().model_dump(mode="json", include={key})[key]
    return "none" if shown is None else code(json.dumps(shown, ensure_ascii=False))
