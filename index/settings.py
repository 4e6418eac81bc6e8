"""Settings of what we hold: the sections [data], [store], [index] and [web] of config.toml.

`harvester.settings` extends them with [harvest] and [[source]]. Every field says in one line what
it means (`description`) and what a value has to be (`Expected`): config.toml, docs/reference.md and
messages are made from that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from index.errors import SettingsError
from index.mistakes import Expected, file_layer, mistakes
from index.section import Section as Section
from index.toml_text import TomlText, read_toml
from index.web.settings import WebSettings

CONFIG_NAME = "config.toml"
_SQLITE = "sqlite:///"
_SQLITE_FILE = re.compile(r"sqlite:///[^?#:\x00-\x1f]+")


def _folder(value: object) -> Path:
    text = str(value) if isinstance(value, str | Path) else ""
    if not text.strip() or text.startswith("~") or "\0" in text:
        raise ValueError("not the path of a folder")
    return Path(text)


def _store_url(value: str) -> str:
    if value and not _SQLITE_FILE.fullmatch(value):
        raise ValueError("not the URL of an SQLite file")
    return value


class DataSection(Section):
    """[data]: where everything lies."""

    dir: Annotated[
        Path,
        BeforeValidator(_folder),
        Expected('the path of a folder, such as "data" (no "~")'),
    ] = Field(
        default=Path("data"), description="database, index, quarantine; relative to this file"
    )


class StoreSection(Section):
    """[store]: where the records are."""

    url: Annotated[
        str,
        AfterValidator(_store_url),
        Expected('"" or the URL of an SQLite file, such as "sqlite:////srv/harvest.db"'),
    ] = Field(default="", description="empty: SQLite in the data folder; else sqlite:///FILE")


class IndexSection(Section):
    """[index]: how they are searched."""

    engine: Annotated[Literal["whoosh"], Expected('"whoosh"')] = Field(
        default="whoosh", description="the search engine; its files lie in the data folder"
    )
    processes: Annotated[int, Expected("a number from 0")] = Field(
        default=0, ge=0, description="that rebuild the index; 0: as many as pay"
    )


class IndexSettings(BaseModel):
    """All that `index` needs to know; paths are as written, or absolute once loaded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Annotated[DataSection, Expected("a table, [data]")] = Field(
        default=DataSection(), description="where everything lies"
    )
    store: Annotated[StoreSection, Expected("a table, [store]")] = Field(
        default=StoreSection(), description="where the records are"
    )
    index: Annotated[IndexSection, Expected("a table, [index]")] = Field(
        default=IndexSection(), description="how records are searched"
    )
    web: Annotated[WebSettings, Expected("a table, [web]")] = Field(
        default=WebSettings(), description="what `harvester serve` answers, and how much of it"
    )

    @property
    def database(self) -> Path:
        """The SQLite file: the one that [store] names, else `harvest.db` in the data folder."""
        url = self.store.url
        return Path(url.removeprefix(_SQLITE)) if url else self.data.dir / "harvest.db"

    @property
    def index_folder(self) -> Path:
        """Where the engine keeps its files."""
        return self.data.dir / "index"

    @classmethod
    def of_folder(cls, folder: Path) -> Self:
        """Defaults, with everything in that data folder."""
        return cls(data=DataSection(dir=folder))


class _ConfigFile(IndexSettings):
    """A config file as a reader sees it: what the harvester reads is left alone."""

    harvest: object = Field(default=None, description="read by the harvester")
    service: object = Field(default=None, description="read by the harvester")
    log: object = Field(default=None, description="read by the harvester")
    watch: object = Field(default=None, description="read by the harvester")
    notify: object = Field(default=None, description="read by the harvester")
    source: object = Field(default=None, description="read by the harvester")


def load_index_settings(
    where: Path | str | None = None, *, cwd: Path | None = None
) -> IndexSettings:
    """Settings for reading: of a data folder, of a config file, or of the current folder.

    `where`: a file, or anything that ends in `.toml`, is a config file; everything else is a data
    folder, which need not exist (the store tells). None: `config.toml` in `cwd`, else defaults.
    The environment is not read. Raises `SettingsError` with every mistake.
    """
    cwd = cwd or Path.cwd()
    path = None if where is None else cwd / where
    if path is not None and path.suffix != ".toml" and not path.is_file():
        return IndexSettings.of_folder(path)
    text = read_config(None if where is None else Path(where), cwd)
    if text is None:
        return IndexSettings.of_folder(cwd / DataSection().dir)
    layer = file_layer(text)
    problems = layer.told(mistakes(_ConfigFile, layer.values))
    if problems:
        raise SettingsError(problems)
    return _anchored_settings(layer.values, (path or cwd / CONFIG_NAME).absolute().parent)


def read_config(config: Path | None, cwd: Path) -> TomlText | None:
    """The config file that was asked for; None: `config.toml` in `cwd` where it is.

    Raises `SettingsError` where the asked one is missing, or cannot be read.
    """
    name = config or Path(CONFIG_NAME)
    try:
        return read_toml(cwd / name, str(name))
    except FileNotFoundError as error:
        if config is None:
            return None
        hint = "`harvester init` writes a config.toml with every key and its default."
        raise SettingsError([f"{name}: there is no such file"], hint) from error


def anchored(values: Mapping[str, Any], base: Path) -> dict[str, Any]:
    """Valid values with their relative paths made absolute, as seen from the folder `base`."""
    tables = dict(values)
    folder = values.get("data", {}).get("dir")
    if folder is not None:
        tables["data"] = {**values["data"], "dir": base / folder}
    dump = values.get("web", {}).get("dump")
    if dump:
        tables["web"] = {**values["web"], "dump": str(base / dump)}
    url = values.get("store", {}).get("url")
    if url:
        tables["store"] = {**values["store"], "url": f"{_SQLITE}{base / url.removeprefix(_SQLITE)}"}
    return tables


def _anchored_settings(values: Mapping[str, Any], base: Path) -> IndexSettings:
    ours = {name: values[name] for name in IndexSettings.model_fields if name in values}
    data = {"dir": DataSection().dir, **ours.get("data", {})}
    return IndexSettings.model_validate(anchored({**ours, "data": data}, base))
