"""What is wrong with settings, in words: every mistake at once, none in the words of a library."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from index.toml_text import Place, TomlText

Origin: TypeAlias = Literal["default", "file", "environment", "command line"]

_MISSING = object()
_LONGEST = 60
_PASSWORD = re.compile(r"//[^/@\s]*@")  # of a URL: messages go to terminals and logs


@dataclass(frozen=True, slots=True)
class Expected:
    """Metadata of a field (`Annotated`): what a value has to be, in words.

    `secret`: what stands there instead may be a password, and is never told.
    """

    words: str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake: the place of the value, and what stands behind its name in the message."""

    place: Place
    words: str


@dataclass(frozen=True, slots=True)
class Layer:
    """The values of one origin. `label` gives the line and the name of a place for messages."""

    origin: Origin
    values: Mapping[str, Any]
    label: Callable[[Place], tuple[int, str]]

    def told(self, problems: Iterable[Problem]) -> list[str]:
        """The problems as messages, in the order of their lines."""
        labelled = [(*self.label(problem.place), problem.words) for problem in problems]
        return [name + words for _, name, words in sorted(labelled, key=lambda item: item[0])]


def file_layer(text: TomlText) -> Layer:
    """The values of a config file; its messages begin with file and line."""

    def label(place: Place) -> tuple[int, str]:
        line = text.line(place)
        return line, f"{text.name}:{line}: {key_words(text.values, place)}"

    return Layer("file", text.values, label)


def mistakes(model: type[BaseModel], values: Mapping[str, Any]) -> list[Problem]:
    """Every mistake that the model finds in the values; none: they are valid."""
    try:
        model.model_validate(values)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
        return [_problem(model, values, each["type"], each["loc"]) for each in found]
    return []


def key_words(values: Mapping[str, Any], place: Place) -> str:
    """A place as people write it: `[harvest] retries`, `[[source]] herald-ras url`."""
    head, rest = str(place[0]), place[1:]
    words = _section_words(head, values.get(head))
    if rest and isinstance(rest[0], int):
        words += " " + _element_words(_value_at(values, place[:2]), rest[0])
        rest = rest[1:]
    return words + "".join(
        f"[{part}]" if isinstance(part, int) else f" {_key(part)}" for part in rest
    )


def _section_words(head: str, value: object) -> str:
    if isinstance(value, list):
        return f"[[{_key(head)}]]"
    return f"[{_key(head)}]" if isinstance(value, Mapping) else _key(head)


def _element_words(element: object, number: int) -> str:
    name = element.get("name") if isinstance(element, Mapping) else None
    usable = isinstance(name, str) and re.fullmatch(r"[\w-]{1,64}", name)
    return str(name) if usable else f"no. {number + 1}"


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else found_words(key)


def without_passwords(text: str) -> str:
    """The text with what stands before the host of its URLs made unreadable."""
    return _PASSWORD.sub("//…@", text)


def found_words(value: object) -> str:
    """A value as it stands in a file, shortened."""
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, bool | str):
        words = json.dumps(value, ensure_ascii=False)
    elif isinstance(value, int) and abs(value) >= 10**18:  # str() refuses 4301 digits
        return "a very large number"
    else:
        words = str(value)
    words = without_passwords(words)
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "…"


def _problem(model: type[BaseModel], values: Mapping[str, Any], kind: str, place: Place) -> Problem:
    if kind == "extra_forbidden":
        return Problem(place, _unknown(model, values, place))
    expected = _expected(model, place)
    value = _value_at(values, place)
    told = "(not shown)" if expected.secret and isinstance(value, str) else found_words(value)
    found = ": missing;" if value is _MISSING else f" = {told}:"
    return Problem(place, f"{found} expected {expected.words}")


def _unknown(model: type[BaseModel], values: Mapping[str, Any], place: Place) -> str:
    around = _model_at(model, place[:-1])
    known = [name for name, field in _fields(around).items() if field.description]
    key = str(place[-1])
    if len(place) == 1 and isinstance(_value_at(values, place), Mapping | list):
        return f": unknown section; {suggestion(key, known)}"
    homes = " or ".join(_homes(model, key))
    if homes:
        return f": unknown key here; it belongs under {homes}"
    return f": unknown key; {suggestion(key, known)}"


def _homes(model: type[BaseModel], key: str) -> list[str]:
    """The sections that know the key: TOML puts a key under the last header above it."""
    return [
        f"[[{name}]]" if get_args(field.annotation) else f"[{name}]"
        for name, field in _fields(model).items()
        if key in getattr(_inner_model(field.annotation), "model_fields", ())
    ]


def suggestion(found: str, known: list[str]) -> str:
    """The nearest known word, or all of them."""
    near = difflib.get_close_matches(found.lower(), known, n=1)
    return f'did you mean "{near[0]}"?' if near else f"known here: {', '.join(known)}"


def _expected(model: type[BaseModel], place: Place) -> Expected:
    keys = [part for part in place if isinstance(part, str)]
    field = _fields(_model_at(model, place[: place.index(keys[-1])]))[keys[-1]]
    return [item for item in field.metadata if isinstance(item, Expected)][-1]


def _model_at(model: type[BaseModel], place: Place) -> type[BaseModel]:
    for part in place:
        if isinstance(part, str):
            model = _inner_model(_fields(model)[part].annotation)
    return model


def _inner_model(annotation: Any) -> type[BaseModel]:
    inner = get_args(annotation)
    found: type[BaseModel] = inner[0] if inner else annotation
    return found


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields by the names that stand in a file."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _value_at(values: Mapping[str, Any], place: Place) -> object:
    value: Any = values
    for part in place:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return _MISSING
    return value
