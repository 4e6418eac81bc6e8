"""`harvester completion` and `manpage`: a real shell completes, a real man shows."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harvester.cli import COMMANDS
from tests.door import Door

BASH = """
harvester() {{ {python} -m harvester "$@"; }}
env() {{ command env "${{@:1:$#-1}}" {python} -m harvester; }}
source {script}
COMP_WORDS=({words}) COMP_CWORD={at}
_harvester_completion harvester
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def completed(door: Door, *words: str) -> list[str]:
    """What a bash offers behind these words, of which the last is being typed."""
    script = door.folder / "completion"
    script.write_text(door.right("completion", "bash").out)
    line = " ".join(("harvester", *words))
    text = BASH.format(python=sys.executable, script=script, words=line, at=len(words))
    said = subprocess.run(["bash", "-c", text], capture_output=True, text=True, check=True)
    return sorted(said.stdout.split())


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
def test_a_shell_completes(door: Door) -> None:
    assert completed(door, "ba") == ["backup"]
    assert completed(door, "sources", "p") == ["pause"]
    assert "--keep" in completed(door, "backup", "--k")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_have_a_script_of_their_own(door: Door, shell: str) -> None:
    assert f"_HARVESTER_COMPLETE={shell}_complete" in door.right("completion", shell).out


def test_the_manual_page_has_every_command(door: Door) -> None:
    page = door.right("manpage").out
    assert page.startswith(".TH HARVESTER 1 ")
    for name in COMMANDS:
        assert re.search(rf"^\.SS harvester {name}\b", page, re.MULTILINE), name
    assert "\\-\\-replace" in page


@pytest.mark.skipif(not shutil.which("man"), reason="no man here")
def test_man_reads_the_manual_page_without_a_word_of_complaint(door: Door, tmp_path: Path) -> None:
    path = tmp_path / "harvester.1"
    path.write_text(door.right("manpage").out, "utf-8")
    said = subprocess.run(
        ["man", "--warnings", "-l", str(path)], capture_output=True, text=True, check=True
    )
    assert said.stderr == ""
    assert "Put a backup in the place of the database" in " ".join(said.stdout.split())
