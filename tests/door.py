"""The command line's real door for tests: in this process, or as a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harvester.cli import run
from harvester.normalise import NORMALISER, normalise
from index.provider import Provider
from index.record import Batch, Incoming
from index.store import open_store
from tests.faults import Fault
from tests.provider import ScriptedServer
from tests.records import article, gone
from tests.world import START

# Gives up root's right to read and write everything (PR_CAPBSET_DROP of CAP_DAC_OVERRIDE and
# CAP_DAC_READ_SEARCH), then becomes the command: permissions bind it also where tests run as root.
BOUND = (
    sys.executable,
    "-c",
    "import ctypes, os, sys; libc = ctypes.CDLL(None);"
    " os.geteuid() or [libc.prctl(24, right, 0, 0, 0) for right in (1, 2)];"
    " os.execvp(sys.argv[1], sys.argv[1:])",
)


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        assert self.out.endswith("\n")
        assert self.out.count("\n") == 1
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Door:
    """Calls the command in this process, standing in `folder`."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: object) -> Said:
        self.capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        said = self.capsys.readouterr()
        assert "Traceback" not in said.err
        return Said(code, said.out, said.err)

    def right(self, *arguments: object) -> Said:
        """A call that has to end with 0."""
        said = self(*arguments)
        assert said.code == 0, said
        return said

    def config(self, text: str, name: str = "config.toml") -> Path:
        """Write a config file here."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        return path


def source_lines(url: str, name: str = "s", more: str = "") -> str:
    """A source in config.toml, and no patience with servers."""
    return f'[harvest]\nretries = 0\n[[source]]\nname = "{name}"\nurl = "{url}"\n{more}'


@contextmanager
def site(
    folder: Path,
    faults: Sequence[Fault] = (),
    numbers: Iterable[int] = range(10),
    *,
    page_size: int = 3,
    words: str = "",
    host: str = "127.0.0.1",
) -> Iterator[ScriptedServer]:
    """A server with these articles and one deletion (number 1000), in pages of three."""
    store = open_store(folder / "theirs.db", create=True)
    try:
        store.declare("s", "", "oai_dc", declared=False, now=START)
        raws = [article(n, title=f"Article {n} {words}".strip(), lang="en").raw for n in numbers]
        records = tuple(Incoming(raw, normalise(raw, "s"), NORMALISER) for raw in raws)
        store.apply("s", Batch(records=records, tombstones=(gone(1000),)), None, START)
        provider = Provider(
            store, "s", name="S", base_url="", admin_email="a@b.example", page_size=page_size
        )
        with ScriptedServer(provider, faults, host=host) as server:
            yield server
    finally:
        store.close()


def command(*arguments: object) -> list[str]:
    """The command as a process of its own."""
    return [sys.executable, "-m", "harvester", *map(str, arguments)]


def called(*arguments: object, cwd: Path, before: Sequence[str] = ()) -> Said:
    """Run the command as a process; `before` stands before it on its command line."""
    done = subprocess.run(
        [*before, *command(*arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return Said(done.returncode, done.stdout, done.stderr)
