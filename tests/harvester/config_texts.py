"""Settings from the text of a config.toml, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harvester.settings import Settings, load_settings
from index.errors import SettingsError

SOURCE = '[[source]]\nname = "a"\nurl = "https://example.org/oai"\n'


def loaded(folder: Path, text: str, **known: Any) -> Settings:
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return load_settings(cwd=folder, **{"environ": {}, **known})


def problems(folder: Path, text: str, **known: Any) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        loaded(folder, text, **known)
    return list(caught.value.problems)
