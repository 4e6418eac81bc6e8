"""`--help`, and what a cold start imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from harvester.cli import COMMANDS, cli
from index import __version__
from tests.door import Door, command

HEAVY = ("sqlalchemy", "whoosh", "lxml", "requests", "pydantic", "rich", "alembic", "sickle")
NOT_FOR_SEARCH = ("sickle", "requests", "apscheduler", "alembic", "tomlkit")


@pytest.mark.parametrize("name", list(COMMANDS))
def test_the_one_line_help_is_the_commands_own(name: str) -> None:
    group = click.Context(cli, help_option_names=["-h", "--help"])
    found = cli.get_command(group, name)
    assert found is not None
    assert found.help
    assert COMMANDS[name][1] == found.help.split("\n")[0]


def test_every_command_stands_in_the_help(door: Door) -> None:
    said = door.right("--help")
    assert said.err == ""
    for name in COMMANDS:
        assert f"\n  {name} " in said.out


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("words", [["search"], ["index", "verify"], ["sources", "add"]])
def test_sub_commands_have_help_too(door: Door, words: list[str], option: str) -> None:
    assert f"Usage: harvester {' '.join(words)}" in door.right(*words, option).out


def test_every_option_and_command_says_what_it_does() -> None:
    silent = [
        f"{path} {param.name}"
        for path, one in everything()
        for param in one.params
        if isinstance(param, click.Option) and not param.help
    ]
    assert silent == []
    assert [path for path, one in everything() if not one.help] == []


def everything() -> list[tuple[str, click.Command]]:
    """Every command with its path."""
    found: list[tuple[str, click.Command]] = []
    waiting: list[tuple[str, click.Command]] = [("harvester", cli)]
    while waiting:
        path, one = waiting.pop()
        found.append((path, one))
        if isinstance(one, click.Group):
            context = click.Context(one, help_option_names=["-h", "--help"])
            for name in one.list_commands(context):
                inner = one.get_command(context, name)
                assert inner is not None
                waiting.append((f"{path} {name}", inner))
    return found


def test_the_version_is_printed(door: Door) -> None:
    assert door.right("--version").out == f"harvester, version {__version__}\n"


def test_an_unknown_command_names_the_nearest(door: Door) -> None:
    said = door("serach", "x")
    assert (said.code, said.out) == (2, "")
    assert "No such command 'serach'. Did you mean 'search'?" in said.err


def test_an_unknown_command_far_from_all_is_named(door: Door) -> None:
    said = door("zzz")
    assert said.code == 2
    assert "No such command 'zzz'" in said.err
    assert "Did you mean" not in said.err


def test_no_command_shows_the_help(door: Door) -> None:
    said = door()
    assert said.code == 2
    assert "Commands:" in said.out + said.err


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    assert imported(["--help"], HEAVY, tmp_path) == []


def test_search_imports_nothing_of_harvesting(samples: Path, tmp_path: Path) -> None:
    arguments = ["--data", str(samples), "search", "лёд"]
    assert imported(arguments, NOT_FOR_SEARCH, tmp_path) == []


def test_a_piped_search_as_json_needs_no_terminal(samples: Path, tmp_path: Path) -> None:
    arguments = ["--data", str(samples), "search", "лёд", "--json"]
    assert imported(arguments, ("rich",), tmp_path) == []


def imported(arguments: list[str], names: tuple[str, ...], cwd: Path) -> list[str]:
    """Which of these packages a process has imported that ran the command."""
    script = (
        "import sys; from harvester.cli import run; code = run(sys.argv[2:]); "
        "print(*(name for name in sys.argv[1].split() if name in sys.modules), file=sys.stderr); "
        "sys.exit(code)"
    )
    call = [sys.executable, "-c", script, " ".join(names), *arguments]
    done = subprocess.run(call, cwd=cwd, capture_output=True, text=True, timeout=60, check=True)
    return done.stderr.split()


def test_the_module_runs_as_the_command_does(tmp_path: Path) -> None:
    done = subprocess.run(
        command("--version"), cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == f"harvester, version {__version__}\n"
