"""How the command ends: exit codes, broken pipes, closed and full outputs, letters that fail."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import pytest

from harvester.cli import main, run
from harvester.cli.runs import worst
from tests.door import Door, called, command, site, source_lines


def test_the_worst_exit_code_counts() -> None:
    assert worst([]) == 0
    assert worst([0, 3]) == 3
    assert worst([3, 1, 0]) == 1
    assert worst([1, 130]) == 130


def test_an_error_says_what_happened_and_what_to_do(door: Door) -> None:
    said = door("search", "x")
    assert (said.code, said.out) == (1, "")
    what, hint = said.err.splitlines()
    assert what.startswith("harvester: there is no database at ")
    assert hint.startswith("  ")


def test_json_is_one_document_also_for_an_error(door: Door) -> None:
    said = door("search", "x", "--json")
    assert said.code == 1
    assert set(said.json) == {"error"}
    assert set(said.json["error"]) == {"code", "message", "hint"}
    assert said.json["error"]["code"] == "store-missing"
    assert said.err


def test_json_is_one_document_also_for_wrong_usage(door: Door) -> None:
    said = door("search", "--json", "--nope")
    assert said.code == 2
    assert said.json["error"]["code"] == "usage"
    assert "--nope" in said.json["error"]["message"]
    assert "Usage: harvester search" in said.err


@pytest.mark.parametrize("option", ["--data", "--config", "-v"])
def test_an_option_of_all_commands_is_sent_before_them(door: Door, option: str) -> None:
    said = door("search", "x", option, "y", "--json")
    assert said.code == 2
    assert f"{option} stands before the command: harvester {option} …" in said.err
    assert "Did you mean" not in said.err


@pytest.mark.parametrize(
    "words",
    [["--data", "", "status"], ["--config", "", "status"], ["dump", ""], ["backup", ""],
     ["export", "x", "-o", ""]],
)  # fmt: skip
def test_an_empty_path_is_not_the_current_folder(door: Door, words: list[str]) -> None:
    said = door(*words)
    assert said.code == 2
    assert "is empty: a variable that is not set?" in said.err
    assert list(door.folder.iterdir()) == []


def test_settings_errors_list_every_problem_in_json(door: Door) -> None:
    door.config("[harvest]\nretries = -1\nretrys = 2\n")
    said = door("status", "--json")
    assert said.code == 2
    assert said.json["error"]["code"] == "settings"
    assert len(said.json["error"]["problems"]) == 2


def test_json_behind_two_dashes_is_a_word(door: Door) -> None:
    said = door("search", "--", "--json")
    assert (said.code, said.out) == (1, "")


def test_ctrl_c_is_130_and_says_that_nothing_is_lost(
    door: Door, monkeypatch: pytest.MonkeyPatch, samples: Path
) -> None:
    def pressed(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("index.core.Index.search", pressed)
    said = door("--data", samples, "search", "x", "--json")
    assert said.code == 130
    assert "interrupted" in said.err
    assert said.json["error"]["code"] == "interrupted"


@pytest.mark.parametrize("words", [["search", ""], ["search", "", "--json"], ["--help"]])
def test_a_reader_that_has_gone_is_no_fault(
    samples: Path, tmp_path: Path, words: list[str]
) -> None:
    """`harvester search … | head -1`: the pipe is closed before we write."""
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            command("--data", samples, *words),
            cwd=tmp_path,
            stdout=write,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    finally:
        os.close(write)
    assert b"Traceback" not in done.stderr
    assert b"rror" not in done.stderr
    assert done.returncode == 0


@contextmanager
def without_reader() -> Iterator[TextIO]:
    """A pipe that nobody reads."""
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as stream:
        yield stream


@pytest.mark.parametrize("words", ["search", "search --json", "show", "--help"])
def test_a_closed_pipe_in_this_process_too(
    samples: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    name, *more = words.split()
    what = [] if name == "--help" else ["oai:journals.example.org:article/1001"]
    with without_reader() as stream:
        monkeypatch.setattr("sys.stdout", stream)
        assert run(["--data", str(samples), name, *what, *more]) == 0


@pytest.mark.parametrize("stream", ["sys.stdout", "sys.stderr"])
def test_a_harvest_whose_reader_has_gone_is_finished(
    door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stream: str
) -> None:
    with site(tmp_path) as server, without_reader() as pipe, monkeypatch.context() as gone:
        more = f'[[source]]\nname = "t"\nurl = "{server.url}"\n'
        door.config(source_lines(server.url) + more)
        gone.setattr(stream, pipe)
        assert run(["-v", "harvest"]) == 0
    assert door.right("search", "article", "--json").json["total"] == 20


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_an_output_without_room_is_an_error(
    samples: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path("/dev/full").open("w") as stream:
        monkeypatch.setattr("sys.stdout", stream)
        assert run(["--data", str(samples), "search", "лёд"]) == 1
    assert capsys.readouterr().err == "harvester: [Errno 28] No space left on device\n"


def test_a_closed_output_is_no_fault(samples: Path, tmp_path: Path) -> None:
    shell = ["sh", "-c", '"$@" >&- 2>&-', "sh"]
    for words in (["search", "лёд"], ["search", "лёд", "--json"], ["status"]):
        assert called("--data", samples, *words, cwd=tmp_path, before=shell).code == 0


def test_a_locale_without_our_letters_costs_letters_only(samples: Path, tmp_path: Path) -> None:
    narrow = ["env", "LC_ALL=C", "PYTHONUTF8=0", "PYTHONCOERCECLOCALE=0"]
    said = called("--data", samples, "search", "лёд", cwd=tmp_path, before=narrow)
    assert said.code == 0
    assert said.out.startswith("1 hit for ???")


@pytest.mark.parametrize("words", [["search"], ["show"], ["show", "demo"], ["sources", "remove"]])
def test_bytes_that_are_no_letters_do_no_harm(door: Door, samples: Path, words: list[str]) -> None:
    said = door("--data", samples, *words, b"x\xff".decode("utf-8", "surrogateescape"))
    assert said.code in (0, 2)
    assert "\udcff" not in said.err + said.out


@pytest.fixture
def signals() -> Iterator[None]:
    """Puts back what `main` does to signals of this process."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.usefixtures("signals")
def test_main_ends_the_process_with_the_exit_code(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["harvester", "search", "x"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 1


@pytest.mark.usefixtures("signals")
def test_main_takes_a_closed_output(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["harvester", "--version"])
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(SystemExit) as end:
        main()
    sys.stdout.close()
    assert end.value.code == 0
