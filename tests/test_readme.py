"""What the README shows is what comes out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harvester.cli import run

README = Path(__file__).parent.parent / "README.md"


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language, in their order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README.read_text("utf-8"), re.M | re.S)


def test_the_two_set_up_commands_are_one_line_each() -> None:
    first, second = blocks("sh")[:2]
    assert [first.count("\n"), second.count("\n")] == [1, 1]
    assert "harvester demo" in first
    assert "pytest" in second


def test_the_output_of_the_demo_is_what_it_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """But for times, and for what is left out at `…` lines."""
    assert run(["--data", str(tmp_path / "data"), "demo"]) == 0
    printed = re.sub(r"\d+\.\d s", "0.1 s", capsys.readouterr().out)
    shown = next(block for block in blocks("console") if "harvester demo" in block)
    for part in shown.partition("\n")[2].split("…\n"):
        assert part in printed
