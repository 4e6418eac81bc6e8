"""docs/operations.md, done from its first command to its last, on a machine of paper.

`sudo`, `systemctl` and the like are scripts of this test; the harvester, the unit file, the server
and all that is stored are real. `/etc`, `/opt`, `/usr` and `/var` lie in a folder of the test.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvester.service.lock import holder_of
from tests.door import site
from tests.systemctl import PATH_OF_UNITS, SYSTEMCTL

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "operations.md"
SUDO = 'if [ "$1" = -u ]; then shift 2; fi; exec "$@"'
# install without an owner that this machine does not have.
INSTALL = """
words=()
while [ $# -gt 0 ]; do case "$1" in -o|-g) shift 2;; *) words+=("$1"); shift;; esac; done
exec /usr/bin/install "${words[@]}"
"""
NOTHING = "exit 0"


def blocks() -> list[str]:
    """The shell blocks of the page, in their order."""
    return re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)


class Machine:
    """A folder that stands for a machine."""

    def __init__(self, folder: Path, urls: dict[str, str]) -> None:
        self.folder, self._urls = folder, urls
        for name in ("etc/systemd/system", "etc/bash_completion.d", "opt/harvester/bin",
                     "usr/local/share/man/man1", "var/lib", "var/backups", "bin"):  # fmt: skip
            (folder / name).mkdir(parents=True)
        python = sys.executable
        self._script("bin/sudo", SUDO)
        self._script("bin/install", INSTALL)
        for name in ("bin/useradd", "bin/journalctl", "opt/harvester/bin/pip"):
            self._script(name, NOTHING)
        # -P: the data folder has a folder `index`, which must not be taken for the package.
        # The environment is made already: it is the one of these tests.
        self._script("bin/python3", f'[ "$2" = venv ] || exec {python} "$@"')
        self._script("opt/harvester/bin/harvester", f'exec {python} -P -m harvester "$@"')
        (folder / "systemctl.py").write_text(SYSTEMCTL)
        self._script("bin/systemctl", f'exec {python} {folder}/systemctl.py "$@"')

    def _script(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/bash\n{text}\n")
        path.chmod(0o755)

    def run(self, block: str) -> str:
        """Run a block as a person would, and give what it printed."""
        here = self.folder / "etc" / "harvester"
        root = re.sub(r"(?<![\w./])/(etc|opt|usr/local|var)/", rf"{self.folder}/\1/", block)
        for name, url in self._urls.items():
            root = root.replace(name, url)
        root = root.replace("packaging/", f"{ROOT}/packaging/")
        paths = [self.folder / "bin", self.folder / "opt/harvester/bin", os.environ["PATH"]]
        environ = {**os.environ, "PATH": ":".join(map(str, paths)), PATH_OF_UNITS: str(self.folder)}
        done = subprocess.run(
            ["bash", "-euxo", "pipefail", "-c", root],
            cwd=here if here.exists() else self.folder,
            env=environ, capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        return done.stdout


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with (
        site(tmp_path / "a", numbers=range(6)) as herald,
        site(tmp_path / "b", numbers=range(4), host="127.0.0.2") as gazette,
    ):
        urls = {
            "https://journal.example.org/oai": herald.url,
            "https://gazette.example.org/oai": gazette.url,
        }
        made = Machine(tmp_path / "machine", urls)
        try:
            yield made
        finally:
            made.run("systemctl stop harvester")


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
def test_every_command_of_the_page_works(machine: Machine) -> None:
    printed = [machine.run(block) for block in blocks()]
    text = "\n".join(printed)
    assert "whole, " in text
    assert re.search(r"herald +healthy", text)
    assert "forgotten: " in text
    assert "is shown again" in text
    assert holder_of(machine.folder / "var/lib/harvester") is not None


def test_the_page_has_as_many_blocks_as_ever() -> None:
    """A fence that is written otherwise would be run by nobody."""
    text = PAGE.read_text("utf-8")
    assert len(blocks()) == len(re.findall(r"^```\w", text, re.M)) - text.count("```text")
    assert len(blocks()) > 15
