"""Settings of the harvester: those of `index`, with [harvest] and [[source]].

Precedence: command line, environment, file, default. Every mistake of all of them is told at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, PrivateAttr, model_validator

from harvester.access import AccessSection
from harvester.environment import environment_layer
from harvester.manners import HarvestSection, OwnManners
from harvester.normalise_settings import NormaliseSection
from harvester.service_settings import LogSection, ServiceSection
from harvester.setting_types import (
    BaseUrl,
    Cron,
    Every,
    Name,
    Prefix,
    SetSpecs,
)
from harvester.timing import Timing
from harvester.watch_settings import NotifySection, WatchSection
from index.errors import SettingsError
from index.mistakes import Expected, Layer, Origin, Problem, file_layer, mistakes
from index.settings import (
    CONFIG_NAME,
    DataSection,
    IndexSettings,
    Section,
    anchored,
    read_config,
)
from index.toml_text import Place


class _Declared(Section):
    """The keys of [[source]] that are its own."""

    name: Name = Field(description="the key: letters, digits, - and _")
    url: BaseUrl = Field(description="the OAI-PMH base URL")
    prefix: Prefix = Field(default="oai_dc", description="the metadata format to ask for")
    sets: SetSpecs = Field(default=(), description="setSpecs to harvest; none: everything")
    deletions: Annotated[
        Literal["auto", "headers", "sweep"], Expected('"auto", "headers" or "sweep"')
    ] = Field(
        default="auto",
        description="believe the server's headers, sweep, or auto: sweep where it needs that",
    )
    tokens: Annotated[Literal["encoded", "plain"], Expected('"encoded" or "plain"')] = Field(
        default="encoded",
        description="how resumption tokens are sent: plain where a server refuses encoded ones",
    )
    every: Every = Field(
        default=timedelta(days=1), description="how long after one harvest the next is due"
    )
    cron: Cron = Field(default=None, description='or due by crontab: cron = "0 3 * * *"')
    manual: Annotated[bool, Expected("true or false")] = Field(
        default=False, description="or only when asked for: manual = true"
    )
    normalise: Annotated[NormaliseSection, Expected("a table, [source.normalise]")] = Field(
        default=NormaliseSection(),
        description="what the server does in a way of its own: docs/normalising.md",
    )
    access: Annotated[AccessSection, Expected("a table, [source.access]")] = Field(
        default=AccessSection(),
        description="what the server asks of us: proxy, certificate, password, headers",
    )

    @model_validator(mode="before")
    @classmethod
    def _schedule(cls, values: object) -> object:
        """The default of `every` holds only where no other schedule is given."""
        if isinstance(values, Mapping) and (values.get("cron") or values.get("manual") is True):
            return {"every": None, **values}
        return values


class SourceSettings(OwnManners, Timing, _Declared):
    """[[source]]: one thing to harvest. Exactly one of every, cron, manual."""


class Settings(IndexSettings):
    """All settings of one installation; `load_settings` makes them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    harvest: Annotated[HarvestSection, Expected("a table, [harvest]")] = Field(
        default=HarvestSection(), description="how sources are asked"
    )
    service: Annotated[ServiceSection, Expected("a table, [service]")] = Field(
        default=ServiceSection(), description="what `harvester run` does beside harvesting"
    )
    log: Annotated[LogSection, Expected("a table, [log]")] = Field(
        default=LogSection(), description="what `harvester run` says, on stderr"
    )
    watch: Annotated[WatchSection, Expected("a table, [watch]")] = Field(
        default=WatchSection(), description="what others may see of `harvester run`"
    )
    notify: Annotated[NotifySection, Expected("a table, [notify]")] = Field(
        default=NotifySection(), description="whom `harvester run` tells that a state has changed"
    )
    sources: Annotated[
        tuple[SourceSettings, ...], Expected("tables in double brackets, [[source]]")
    ] = Field(default=(), alias="source", description="one thing to harvest")

    _file: Path | None = PrivateAttr(None)
    _origins: Mapping[Place, Origin] = PrivateAttr(default_factory=dict)

    def model_post_init(self, context: Any) -> None:
        """Take over what `load_settings` knows of the values beside them."""
        if context is not None:
            self._file, self._origins = context

    def manners(self, source: SourceSettings) -> HarvestSection:
        """How the source is asked: [harvest], and what it has otherwise."""
        return source.over(self.harvest)

    @property
    def file(self) -> Path | None:
        """The config file, absolute; None: there was none."""
        return self._file

    @property
    def folder(self) -> Path:
        """The folder that relative paths in the config file are seen from."""
        return self._file.parent if self._file else Path.cwd()

    def origin(self, section: str, key: str) -> Origin:
        """Where the value of a section (not of a source) came from."""
        return self._origins.get((section, key), "default")


def load_settings(
    config: Path | None = None,
    *,
    data: Path | None = None,
    environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> Settings:
    """Settings from the command line, the environment, the config file and the defaults.

    `config`: the file; None: `config.toml` in `cwd` where it is. `data`: the data folder, wins over
    [data] and [store]. `environ`: `os.environ`. `overrides`: values of the command line by dotted
    key (`{"harvest.retries": 2}`), None where an option was not given. Relative paths in the file
    are seen from its folder, all others from `cwd`. Raises `SettingsError` with every mistake.
    """
    cwd = (cwd or Path.cwd()).absolute()
    text = read_config(config, cwd)
    file = None if text is None else cwd / (config or CONFIG_NAME)
    base = cwd if file is None else file.parent
    outer, messages = environment_layer(Settings, os.environ if environ is None else environ)
    layers = [_command_line(data, overrides or {}), outer]
    if text is not None:
        layers.append(file_layer(text))
    for layer in reversed(layers):
        messages += layer.told(_problems(layer))
    if messages:
        raise SettingsError(messages)
    return _merged(layers, file, cwd, base)


def check_source(values: Mapping[str, Any]) -> None:
    """Check the values of one new source. Raises `SettingsError` with every mistake."""

    def label(place: Place) -> tuple[int, str]:
        return 0, f"source {values.get('name')}: {place[2]}"

    layer = Layer("command line", {"source": [values]}, label)
    problems = _problems(layer)
    if problems:
        raise SettingsError(layer.told(problems))


def _command_line(data: Path | None, overrides: Mapping[str, Any]) -> Layer:
    tables: dict[str, Any] = {}
    for dotted, value in overrides.items():
        section, _, key = dotted.partition(".")
        if value is not None:
            tables.setdefault(section, {})[key] = value
    if data is not None:
        tables["data"] = {"dir": data}
        tables["store"] = {"url": ""}

    def label(place: Place) -> tuple[int, str]:
        return 0, f"command line: {'.'.join(map(str, place))}"

    return Layer("command line", tables, label)


def _problems(layer: Layer) -> list[Problem]:
    problems = mistakes(Settings, layer.values)
    sources = layer.values.get("source")
    if isinstance(sources, list):
        problems += _duplicates(sources)
        for number, source in enumerate(sources):
            problems += _schedules(number, source)
    return problems


def _schedules(number: int, source: object) -> Iterable[Problem]:
    if not isinstance(source, Mapping):
        return
    given = [key for key in ("every", "cron", "manual") if source.get(key, False) is not False]
    if len(given) > 1:
        words = f": together with {' and '.join(given[:-1])}; expected one of every, cron, manual"
        yield Problem(("source", number, given[-1]), words)


def _duplicates(sources: list[Any]) -> Iterable[Problem]:
    seen: set[str] = set()
    for number, source in enumerate(sources):
        name = source.get("name") if isinstance(source, Mapping) else None
        if isinstance(name, str) and name in seen:
            words = f' = "{name}": the name of an earlier source; expected another one'
            yield Problem(("source", number, "name"), words)
        elif isinstance(name, str):
            seen.add(name)


def _merged(layers: list[Layer], file: Path | None, cwd: Path, base: Path) -> Settings:
    """One `Settings` of valid layers, the strongest first."""
    values: dict[str, Any] = {"data": {"dir": base / DataSection().dir}}
    origins: dict[Place, Origin] = {}
    for layer in reversed(layers):
        tables = anchored(layer.values, base if layer.origin == "file" else cwd)
        values["source"] = tables.pop("source", values.get("source", []))
        for section, table in tables.items():
            values[section] = {**values.get(section, {}), **table}
            origins.update({(section, key): layer.origin for key in table})
    return Settings.model_validate(values, context=(file, origins))
