"""docs/architecture.md names the rooms: every module of the two packages has its words there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"[\w*]+\.py", TEXT))
FOLDERS = {name for path in re.findall(r"[\w/]+/", TEXT) for name in path.split("/")}


def modules(package: str) -> Iterator[Path]:
    """Modules right below a package, and packages in it at any depth."""
    for path in (ROOT / package).glob("*.py"):
        if not path.name.startswith("__"):
            yield path
    for path in (ROOT / package).rglob("__init__.py"):
        yield path.parent


@pytest.mark.parametrize("package", ["harvester", "index"])
def test_every_module_and_every_folder_is_named(package: str) -> None:
    lacking = [
        str(path.relative_to(ROOT))
        for path in modules(package)
        if not any(fnmatch(path.name, name) for name in NAMED | FOLDERS)
        # A folder whose room is told as one: the chain of migrations.
        and "migrations" not in path.parts
    ]
    assert lacking == []


def test_what_is_named_is_there() -> None:
    paths = [path for path in ROOT.rglob("*") if ".venv" not in path.parts]
    names = {path.name for path in paths}
    assert [name for name in NAMED if "*" not in name and name not in names] == []
    # Of addresses in the text, such as /api/v1, only what ends with a slash counts.
    assert [name for name in FOLDERS if name and name not in names] == []
