"""Settings in environment variables: `HARVESTER__HARVEST__RETRIES=2`, `…_FILE` names a file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from index.errors import SettingsError
from index.mistakes import Layer
from index.toml_text import Place, decode

PREFIX = "HARVESTER__"
_FILE = "_FILE"


def variables(model: type[BaseModel]) -> dict[str, tuple[str, str]]:
    """Every variable that is understood, with its section and key."""
    return {
        f"{PREFIX}{section}__{key}".upper(): (section, key)
        for section, table in model.model_fields.items()
        for key in getattr(table.annotation, "model_fields", ())
    }


def environment_layer(
    model: type[BaseModel], environ: Mapping[str, str]
) -> tuple[Layer, list[str]]:
    """The values in the environment, and a message for each variable that cannot be used.

    Sources cannot be declared here. Text becomes a whole number where the key wants one.
    """
    known = variables(model)
    tables: dict[str, dict[str, Any]] = {}
    names: dict[Place, str] = {}
    messages: list[str] = []
    for name in sorted(name for name in environ if name.startswith(PREFIX)):
        try:
            section, key = _place(name, known, environ)
            text = _text(name, environ[name], named=name not in known)
        except SettingsError as error:
            messages += error.problems
            continue
        tables.setdefault(section, {})[key] = _value(_field(model, section, key), text)
        names[section, key] = name

    def label(place: Place) -> tuple[int, str]:
        return 0, names[place[:2]]  # an element of a list has no name of its own

    return Layer("environment", tables, label), messages


def _place(
    name: str, known: Mapping[str, tuple[str, str]], environ: Mapping[str, str]
) -> tuple[str, str]:
    plain = name if name in known else name.removesuffix(_FILE)
    if plain not in known:
        keys = [each.removeprefix(PREFIX) for each in known]
        near = difflib.get_close_matches(plain.removeprefix(PREFIX), keys, n=1)
        advice = f"did you mean {PREFIX}{near[0]}?" if near else f"known: {', '.join(known)}"
        raise SettingsError([f"{name}: unknown variable; {advice}"])
    if plain != name and plain in environ:
        raise SettingsError([f"{name}: together with {plain}; expected one of them"])
    return known[plain]


def _text(name: str, value: str, *, named: bool) -> str:
    if not named:
        return value
    try:
        return decode(Path(value).read_bytes(), f"{name}: {value}").strip()
    except OSError as error:
        raise SettingsError([f"{name}: {value} cannot be read: {error.strerror}"]) from error


def _field(model: type[BaseModel], section: str, key: str) -> FieldInfo:
    table: Any = model.model_fields[section].annotation
    field: FieldInfo = table.model_fields[key]
    return field


def _value(field: FieldInfo, text: str) -> str | int:
    whole = field.annotation is int and re.fullmatch(r"-?[0-9]{1,18}", text)
    return int(text) if whole else text
