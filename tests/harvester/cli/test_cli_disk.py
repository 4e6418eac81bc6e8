"""A full disk, a read-only folder, and databases that are none or too new."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.door import BOUND, Door, Said, called, site, source_lines
from tests.harvester.cli.test_cli_load import RECORD

MOUNT = 'mount -t tmpfs -o size="$2" tmpfs "$1" && echo mounted && exec cat'


@dataclass(frozen=True, slots=True)
class Disk:
    """A small disk that only processes see that enter its mount namespace."""

    folder: Path
    outside: Path
    enter: tuple[str, ...]

    def run(self, *arguments: object) -> Said:
        """Run the command where the disk is mounted."""
        return called("--data", self.folder / "data", *arguments, cwd=Path("/"), before=self.enter)

    def fill(self, room: int) -> None:
        """Leave so many bytes free."""
        free = shutil.disk_usage(self.outside).free
        with (self.outside / "filler").open("wb") as file:
            file.write(bytes(free - room))

    def make_room(self) -> None:
        (self.outside / "filler").unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A tmpfs of 16 MB in a mount namespace of its own, gone with it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    with mounted(folder, "16m") as process:
        outside = Path(f"/proc/{process.pid}/root{folder}")
        enter = ("nsenter", "-t", str(process.pid), "-U", "-m", "--preserve-credentials", "--")
        yield Disk(folder, outside, enter)


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[subprocess.Popen[bytes]]:
    for tool in ("unshare", "nsenter"):
        if shutil.which(tool) is None:
            pytest.skip(f"no {tool} here, so no small disk to fill")
    with subprocess.Popen(
        ["unshare", "-rm", "sh", "-c", MOUNT, "sh", str(folder), size],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        try:
            if process.stdout.readline() != b"mounted\n":
                why = process.stderr.read().decode().strip()
                pytest.skip(f"no small disk may be mounted here: {why}")
            yield process
        finally:
            process.kill()


def test_a_disk_that_fills_up_during_a_harvest(disk: Disk, door: Door, tmp_path: Path) -> None:
    words = " ".join(f"word{number}" for number in range(300))
    with site(tmp_path, numbers=range(60), page_size=20, words=words) as server:
        config = door.config(source_lines(server.url))
        more = ("--config", config)
        first = disk.run(*more, "harvest", "--stop-after", 20)
        assert first.code == 3
        disk.fill(200_000)
        full = disk.run(*more, "harvest", "--json")
        assert full.code == 1
        assert full.json["error"]["code"] == "store-full"
        assert "Make room" in full.err
        disk.make_room()
        again = disk.run(*more, "harvest", "--json")
    assert again.code == 0
    assert again.json[0]["status"] == "ok"
    (source,) = disk.run("status", "--json").json["sources"]
    assert (source["records"], source["deleted"]) == (60, 1)
    assert disk.run("index", "verify").code == 0


def test_a_disk_that_fills_up_during_a_load(disk: Disk, tmp_path: Path) -> None:
    words = " ".join(f"word{number}" for number in range(1000))
    files = tmp_path / "files"
    files.mkdir()
    for number in range(30):
        (files / f"{number}.xml").write_text(RECORD.format(n=f"{number} {number * 7} {words}"))
    assert disk.run("load", "x", files / "0.xml").code == 0
    disk.fill(200_000)
    full = disk.run("load", "x", files, "--json")
    assert full.code == 1
    assert full.json["error"]["code"] == "store-full"
    disk.make_room()
    assert disk.run("load", "x", files).code == 0
    assert disk.run("status", "--json").json["sources"][0]["records"] == 30
    assert disk.run("index", "verify").code == 0


def test_a_disk_that_is_full_for_the_index_only(disk: Disk, samples: Path) -> None:
    shutil.copytree(samples, disk.outside / "data")
    shutil.rmtree(disk.outside / "data" / "index")
    disk.fill(300_000)
    full = disk.run("index", "sync", "--json")
    assert full.code == 1
    assert full.json["error"]["code"] == "engine-full"
    assert "make room" in full.err
    disk.make_room()
    assert disk.run("index", "sync").code == 0
    assert disk.run("index", "verify").code == 0


@pytest.fixture
def fixed(demo_data: Path) -> Iterator[Path]:
    """The samples in a folder that nobody may write."""
    paths = [demo_data, *demo_data.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield demo_data
    for path in paths:
        path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.parametrize(
    "words",
    [
        ["search", "льда"],
        ["show", "oai:journals.example.org:article/1001"],
        ["show", "10.5555/ovn.2023.1001"],
        ["status"],
        ["quarantine", "list"],
        ["index", "verify"],
        ["index", "stats"],
    ],
)
def test_a_read_only_folder_can_be_read(door: Door, fixed: Path, words: list[str]) -> None:
    said = called("--data", fixed, *words, "--json", cwd=door.folder, before=BOUND)
    assert (said.code, said.err) == (0, "")
    assert said.json is not None


@pytest.mark.parametrize(
    "words",
    [["harvest"], ["load", "x", "one.xml"], ["index", "sync"], ["index", "rebuild"], ["demo"]],
)
def test_a_read_only_folder_is_told_to_who_would_write(
    door: Door, fixed: Path, words: list[str]
) -> None:
    door.config(source_lines("http://127.0.0.1:9/oai"))
    (door.folder / "one.xml").write_text(RECORD.format(n=1))
    said = called("--data", fixed, *words, cwd=door.folder, before=BOUND)
    assert said.code == 1
    assert str(fixed) in said.err
    assert "heck who owns" in said.err


def test_a_folder_where_no_data_folder_can_be_made(door: Door, tmp_path: Path) -> None:
    door.config(source_lines("http://127.0.0.1:9/oai"))
    fixed = tmp_path / "fixed"
    fixed.mkdir(mode=0o555)
    said = called("--data", fixed / "data", "harvest", "--json", cwd=door.folder, before=BOUND)
    assert said.code == 1
    assert said.json["error"]["code"] == "store-read-only"


EVERY = [["search", "x"], ["show", "x"], ["status"], ["harvest"], ["load", "x", "one.xml"],
         ["quarantine", "list"], ["index", "sync"], ["index", "verify"]]  # fmt: skip


@pytest.mark.parametrize("words", EVERY)
def test_a_file_that_is_no_database_is_left_as_it_is(door: Door, words: list[str]) -> None:
    path = prepared(door)
    path.write_bytes(b"this is no database\n" * 100)
    said = door(*words, "--json")
    assert (said.code, said.json["error"]["code"]) == (1, "store-damaged")
    assert str(path) in said.err
    assert path.read_bytes() == b"this is no database\n" * 100


@pytest.mark.parametrize("words", EVERY)
def test_a_database_of_another_program_is_left_as_it_is(door: Door, words: list[str]) -> None:
    path = prepared(door)
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE cookies (name)")
    other.close()
    said = door(*words, "--json")
    assert (said.code, said.json["error"]["code"]) == (1, "store-damaged")
    assert "cookies" in said.err


@pytest.mark.parametrize("words", EVERY)
def test_a_database_of_a_newer_version_is_left_as_it_is(
    door: Door, samples: Path, words: list[str]
) -> None:
    path = prepared(door)
    shutil.copy(samples / "harvest.db", path)
    with sqlite3.connect(path) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    said = door(*words, "--json")
    assert (said.code, said.json["error"]["code"]) == (1, "store-too-new")
    assert "newer version" in said.err


def prepared(door: Door) -> Path:
    """A config, a file to load, and the place of the database."""
    door.config(source_lines("http://127.0.0.1:9/oai"))
    (door.folder / "one.xml").write_text(RECORD.format(n=1))
    (door.folder / "data").mkdir()
    return door.folder / "data" / "harvest.db"
