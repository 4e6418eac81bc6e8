"""config.toml: written from the settings model, edited with everything else in it kept.

Edits cut and append whole lines. tomlkit (0.15) would lose the comment that stands above the source
behind a removed one, and move sources that stand apart in the file; here it writes values only.
`python -m harvester.config_file` prints the config.toml of the project's root.
"""

from __future__ import annotations

import difflib
import os
import tempfile
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from harvester.manners import OwnManners
from harvester.settings import Settings, SourceSettings, check_source, load_settings
from harvester.timing import Timing
from index.errors import NotFound, SettingsError, UsageError
from index.settings import Section
from index.toml_text import TomlText, decode, parse_toml

_HEAD = """\
# Settings of the harvester: every key, with its default and what it means.
# A duration: a bare number is seconds; also "90s", "5m", "48h", "7d". A size: bytes; also "64MB".
# What counts: command line, environment (HARVESTER__HARVEST__RETRIES=2; with _FILE behind it, the
# name of a file that holds the value), this file, default, in this order.
"""
_BLOCKED = """\
# A server that answers 403 to clients that it does not know (journals.rcsi.science does): ask its
# operators, and set contact in [harvest]; set user_agent too where they name one.
"""
_RCSI = "https://journals.rcsi.science/{}/oai"

JOURNALS = (
    SourceSettings(name="herald-ras", url=_RCSI.format("0869-5873")),
    SourceSettings(name="far-eastern-affairs", url=_RCSI.format("0131-2812")),
    SourceSettings(name="acta-linguistica", url=_RCSI.format("2306-5737")),
)
DEFAULTS = Settings(source=JOURNALS)


def render_config(settings: Settings = DEFAULTS) -> str:
    """A commented config.toml with those settings; without any: the one to begin with."""
    return "\n".join([_HEAD, *_sections(settings), _about_sources(), *_sources(settings)])


def write_config(path: Path) -> None:
    """Write the config.toml to begin with. Raises `UsageError` where the file exists."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(render_config())
    except FileExistsError as error:
        hint = "Edit it, or choose another folder; `harvester config show` tells what holds."
        raise UsageError(f"{path}: exists already, and stays as it is", hint) from error
    except OSError as error:
        if path.exists():  # a full disk: half a file is worse than none
            path.unlink()
        raise _unwritable(path, error) from error


def add_source(
    path: Path,
    name: str,
    url: str,
    *,
    sets: Sequence[str] = (),
    prefix: str = "oai_dc",
    every: str = "1d",
) -> None:
    """Append a source to the config file; every other byte of it stays.

    Raises `UsageError` where there is no file or the name is taken, `SettingsError` where the file
    or the new values are wrong; the file is then as it was.
    """
    text, before = _read(path)
    values = {"name": name, "url": url, "prefix": prefix, "sets": list(sets), "every": every}
    check_source(values)
    if name in _names(before):
        raise UsageError(f"{path}: has a source {name} already", "Choose another name.")
    block = source_text(SourceSettings.model_validate(values))
    newline = "\r\n" if "\r\n" in text else "\n"
    gap = newline if text.endswith("\n") or not text else newline * 2
    after = text + gap + block.replace("\n", newline)
    _replace(path, before, after, [*before.values.get("source", []), _written(block)])


def remove_source(path: Path, name: str) -> None:
    """Take the lines of a source out of the config file; comments around them stay.

    Raises `NotFound` where it has no such source, `UsageError` where there is no file.
    """
    text, before = _read(path)
    names = _names(before)
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"Its sources: {', '.join(names) or 'none'}."
        raise NotFound(f"{path}: has no source {name}", hint)
    number = names.index(name)
    rest = [*before.values["source"][:number], *before.values["source"][number + 1 :]]
    lines = _without(before, number, text.split("\n"))
    _replace(path, before, "\n".join(lines), rest)


def shown(settings: Settings) -> dict[str, Any]:
    """Every value with where it came from, for JSON: `{"value": 4, "from": "default"}`."""
    dump = settings.model_dump(mode="json", by_alias=True, exclude={"sources"})
    sections = {
        section: {
            key: {"value": value, "from": settings.origin(section, key)}
            for key, value in table.items()
        }
        for section, table in dump.items()
    }
    file = None if settings.file is None else str(settings.file)
    return {"file": file, **sections, "source": [_shown(each) for each in settings.sources]}


def _shown(source: SourceSettings) -> dict[str, Any]:
    given = source.model_fields_set
    return {
        key: {"value": value, "from": "file" if key in given else "default"}
        for key, value in source.model_dump(mode="json").items()
        if value is not None
    }


def _sections(settings: Settings) -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        table = getattr(settings, name)
        if isinstance(table, Section):
            body = "".join(
                f"# {type(table).model_fields[key].description}\n{line}\n"
                for key, line in _key_lines(table)
            )
            yield f"# {field.description}\n[{name}]\n{body}"


def _about_sources() -> str:
    keys = "".join(
        f"#   {name:10}{field.description}\n"
        for name, field in SourceSettings.model_fields.items()
        if name not in OwnManners.model_fields
    )
    names = ", ".join(OwnManners.model_fields)
    own = textwrap.fill(
        f"and in place of those of [harvest], for this source alone: {names}",
        width=100,
        initial_indent="# ",
        subsequent_indent="# ",
    )
    return f"# One [[source]] for each thing to harvest:\n{keys}{own}\n{_BLOCKED}"


def _sources(settings: Settings) -> list[str]:
    return [source_text(source) for source in settings.sources]


def source_text(source: SourceSettings) -> str:
    """The lines of one source; of `Timing` only what is not as usual."""
    usual = {
        key for key, field in Timing.model_fields.items() if getattr(source, key) == field.default
    }
    lines = (line for key, line in _key_lines(source) if key not in usual)
    return "[[source]]\n" + "".join(f"{line}\n" for line in lines)


def _key_lines(table: BaseModel) -> Iterator[tuple[str, str]]:
    for key, value in table.model_dump(mode="json").items():
        unsaid = value is False and type(table).model_fields[key].default is False
        if value is not None and not unsaid and not _is_untouched(value):
            yield key, f"{key} = {toml_value(value)}"


def toml_value(value: object) -> str:
    """A value as it stands in config.toml."""
    import tomlkit  # 20 ms: only what writes the file needs it

    seconds = str(value).removesuffix("s")
    plain = int(seconds) if isinstance(value, str) and _is_seconds(value, seconds) else value
    if isinstance(plain, dict):
        table = tomlkit.inline_table()
        table.update(_filled(plain))
        return table.as_string()
    return tomlkit.item(plain).as_string()


def _is_untouched(value: object) -> bool:
    return isinstance(value, dict) and not _filled(value)


def _filled(table: dict[str, Any]) -> dict[str, Any]:
    """Of a table within a source, what somebody has set: it stands on one line."""
    return {key: value for key, value in table.items() if value not in ("", [], {}, False)}


def _is_seconds(value: str, number: str) -> bool:
    return value != number and number.isascii() and number.isdigit()


def _read(path: Path) -> tuple[str, TomlText]:
    """The file's text as it is, and what it says; without mistakes."""
    if not path.exists():
        raise UsageError(f"{path}: there is no config file", "`harvester init` writes one.")
    load_settings(path, environ={})
    text = decode(path.read_bytes(), str(path))
    return text, parse_toml(text, str(path))


def _names(text: TomlText) -> list[str]:
    return [source["name"] for source in text.values.get("source", [])]


def _written(block: str) -> Any:
    return parse_toml(block, "source").values["source"][0]


def _without(before: TomlText, number: int, lines: list[str]) -> list[str]:
    mine = [each for each in before.statements if each.place[:2] == ("source", number)]
    if not mine:  # written as `source = [{...}]`: `_replace` refuses that nothing changed
        return lines
    head, tail = lines[: mine[0].first - 1], lines[mine[-1].last :]
    while head and tail and not head[-1].strip() and not tail[0].strip():
        head.pop()
    return head + tail


def _replace(path: Path, before: TomlText, after: str, sources: list[Any]) -> None:
    """Put the new text in place of the file, if it says what it has to say."""
    expected = {**before.values, "source": sources}
    try:
        said = parse_toml(after, str(path)).values
    except SettingsError:
        said = {}
    if {"source": [], **said} != expected:
        hint = "Sources written as one list, `source = [...]`, have to be edited by hand."
        raise UsageError(f"{path}: the sources in it cannot be edited here", hint)
    try:
        _write_atomically(path.resolve(), after)
    except OSError as error:
        raise _unwritable(path, error) from error


def _write_atomically(path: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fchmod(descriptor, path.stat().st_mode & 0o7777)
            os.fsync(descriptor)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _unwritable(path: Path, error: OSError) -> SettingsError:
    return SettingsError([f"{path}: cannot be written: {error.strerror}"])


if __name__ == "__main__":
    print(render_config(), end="")
