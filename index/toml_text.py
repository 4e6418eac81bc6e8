"""A TOML file read once: its values, and the lines on which each key stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from index.errors import SettingsError

# Keys and places in lists that lead to a value: ("source", 1, "url").
Place: TypeAlias = tuple[str | int, ...]

_TOKEN = re.compile(
    r'''(?P<string>"""(?:\\.|[^\\])*?"{3,5}|\'{3}.*?'{3,5}|"(?:\\.|[^"\\])*"|'[^']*')
    |(?P<comment>\#[^\n]*)
    |(?P<newline>\n)
    |(?P<mark>[][{}=,.])
    |(?P<bare>[^][{}=,.\#"'\s]+)''',
    re.VERBOSE | re.DOTALL,
)
_OPENING, _CLOSING, _HEADER_MARKS = {"[", "{"}, {"]", "}"}, {"[", "]", "."}
_PLACE_IN_MESSAGE = re.compile(r"(?s)(.*) \(at (?:line (\d+), column (\d+)|end of document)\)")


@dataclass(frozen=True, slots=True)
class Statement:
    """A `key = value` or a `[header]`: where it leads, and its first and last line (from 1)."""

    place: Place
    header: bool
    first: int
    last: int


@dataclass(frozen=True)
class TomlText:
    """A TOML document: the name that messages call it by, its text, its values.

    Where its keys stand is looked for when somebody asks: only mistakes and edits need it.
    """

    name: str
    text: str
    values: dict[str, Any]

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The statements in their order."""
        return tuple(_statements(self.text))

    def line(self, place: Place) -> int:
        """The line of the place, or of the nearest thing around it that has one (else 1)."""
        around = (place[:length] for length in range(len(place), 0, -1))
        return next((self._lines[prefix] for prefix in around if prefix in self._lines), 1)

    @cached_property
    def _lines(self) -> dict[Place, int]:
        lines: dict[Place, int] = {}
        for statement in self.statements:
            for length in range(1, len(statement.place) + 1):
                lines.setdefault(statement.place[:length], statement.first)
        return lines


def read_toml(path: Path, name: str) -> TomlText:
    """Read a TOML 1.0 file (UTF-8, a byte order mark is tolerated).

    Raises `FileNotFoundError` where there is none, `SettingsError` for everything else.
    """
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        raise
    except IsADirectoryError:
        raise SettingsError([f"{name}: is a folder; expected a file"]) from None
    except (OSError, ValueError) as error:  # ValueError: a null byte in the path
        raise SettingsError([f"{name}: cannot be read: {_reason(error)}"]) from error
    return parse_toml(decode(body, name), name)


def decode(body: bytes, name: str) -> str:
    """The text of a file's bytes, with its byte order mark; raises `SettingsError`."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{body[error.start]:02x}"
        raise SettingsError([f"{name}:{line}: not UTF-8 text ({found})"]) from error


def parse_toml(text: str, name: str) -> TomlText:
    """Read TOML from text. Raises `SettingsError` with line and column where it is no TOML."""
    text = text.removeprefix("\ufeff")
    try:
        values = tomllib.loads(text)
    except ValueError as error:  # not only TOMLDecodeError: int() refuses 4301 digits
        raise SettingsError([_broken(str(error), text, name)]) from error
    except RecursionError as error:
        raise SettingsError([f"{name}: lists or tables nested too deeply"]) from error
    return TomlText(name, text, values)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _broken(message: str, text: str, name: str) -> str:
    found = _PLACE_IN_MESSAGE.fullmatch(message)
    if found is None:
        return f"{name}: not valid TOML: {message}"
    what, line, column = found.groups()
    if line is None:
        last = text.split("\n")
        line, column = len(last), len(last[-1]) + 1
    if what == "Cannot overwrite a value":
        what = "the key stands twice"
    return f"{name}:{line}: not valid TOML at column {column}: {what}"


def _statements(text: str) -> Iterator[Statement]:
    table: Place = ()
    elements: dict[Place, int] = {}  # lists of tables: the number of the last one
    for first, last, tokens in _logical_lines(text):
        if tokens[0] != "[":
            keys = _keys(tokens[: tokens.index("=")])
            yield Statement(table + keys, False, first, last)
            continue
        keys = _keys(tokens)
        if tokens[1] == "[":
            at = (*_resolve(keys[:-1], elements), keys[-1])
            elements[at] = elements.get(at, -1) + 1
        table = _resolve(keys, elements)
        yield Statement(table, True, first, last)


def _logical_lines(text: str) -> Iterator[tuple[int, int, list[str]]]:
    line = start = 1
    depth = 0
    tokens: list[str] = []
    for match in _TOKEN.finditer(text + "\n"):
        token = match[0]
        if match.lastgroup == "newline" and tokens and depth == 0:
            yield start, line, tokens
            tokens = []
        elif match.lastgroup not in ("newline", "comment"):
            start = start if tokens else line
            tokens.append(token)
        if match.lastgroup == "mark":
            depth += 1 if token in _OPENING else -1 if token in _CLOSING else 0
        line += token.count("\n")


def _keys(tokens: list[str]) -> tuple[str, ...]:
    return tuple(_unquoted(token) for token in tokens if token not in _HEADER_MARKS)


def _unquoted(key: str) -> str:
    return str(tomllib.loads(f"key = {key}")["key"]) if key[0] in "\"'" else key


def _resolve(keys: tuple[str, ...], elements: dict[Place, int]) -> Place:
    place: Place = ()
    for key in keys:
        place = (*place, key)
        if place in elements:
            place = (*place, elements[place])
    return place
