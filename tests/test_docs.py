"""What the docs say can be done: links lead somewhere, command lines are ones that parse."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from harvester.cli import cli
from tools.markdown import anchor

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    path
    for pattern in ("README.md", "docs/*.md", "CONTRIBUTING.md", "CHANGELOG.md")
    for path in ROOT.glob(pattern)
)
MANUALS = [path for path in PAGES if path.name == "README.md" or path.parent.name == "docs"]

_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(<?([^)\s>]+)>?[^)]*\)")
_HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)
_SHELLS = ("sh", "bash", "shell", "console")
_COMMANDS = ("harvester", ".venv/bin/harvester")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def prose(text: str) -> str:
    """A page without its code blocks."""
    return _FENCE.sub("", text)


def dead_links(page: Path) -> list[str]:
    """The relative links of a page that lead to no file, or to no heading."""
    links = _LINK.findall(prose(page.read_text(encoding="utf-8")))
    return [link for link in links if not re.match(r"[a-z]+:", link) and not leads(page, link)]


def leads(page: Path, link: str) -> bool:
    name, _, heading = link.partition("#")
    target = page.parent / name if name else page
    if not target.exists() or not heading:
        return target.exists()
    text = prose(target.read_text(encoding="utf-8"))
    return heading in {anchor(title.replace("`", "")) for title in _HEADING.findall(text)}


def command_lines(text: str) -> Iterator[list[str]]:
    """The `harvester …` commands in the shell blocks of a page, as words."""
    for language, block in _FENCE.findall(text):
        if language not in _SHELLS:
            continue
        for line in block.replace("\\\n", " ").splitlines():
            prompt = line.startswith("$ ")
            if prompt or language != "console":  # without a prompt it is what a command printed
                yield from harvester_calls(line.removeprefix("$ "))


def harvester_calls(line: str) -> Iterator[list[str]]:
    """The calls of `harvester` in one line, between `&&`, `|`, `;` and redirections."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    call: list[str] = []
    for word in [*lexer, ";"]:
        if not set(word) <= set("();<>|&"):
            call.append(word)
            continue
        while call and re.match(r"[A-Z_]+=", call[0]):
            call.pop(0)
        if call and call[0] in _COMMANDS:
            yield call[1:]
        call = []


def check(words: list[str]) -> None:
    """Parse a command line as click does, without doing it. Raises `click.ClickException`."""
    command: click.Command = cli
    context = click.Context(cli, info_name="harvester", help_option_names=["-h", "--help"])
    while isinstance(command, click.Group):
        _, words, _ = command.make_parser(context).parse_args(words)
        if not words:
            return
        name, found, words = command.resolve_command(context, words)
        assert found is not None
        command = found
        context = click.Context(command, parent=context, info_name=name)
    if "--help" in words or "-h" in words:
        return
    try:
        command.make_context(context.info_name, words, parent=context.parent).close()
    except click.BadParameter as error:
        # A reader's files need not be here.
        if not (error.param and isinstance(error.param.type, click.Path)):
            raise


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    assert dead_links(page) == []


@pytest.mark.parametrize("page", MANUALS, ids=name_of)
def test_every_command_line_of_the_manuals_parses(page: Path) -> None:
    for words in command_lines(page.read_text(encoding="utf-8")):
        try:
            check(words)
        except click.ClickException as error:
            pytest.fail(f"{name_of(page)}: harvester {' '.join(words)}: {error.format_message()}")


def test_a_dead_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# The `one` heading\n[a](page.md) [b](nowhere.md) [c](#the-one-heading) [d](#other)\n"
        "[e](https://example.org/) [f](page.md#other)\n```sh\n[g](nowhere.md)\n```\n",
        encoding="utf-8",
    )
    assert dead_links(page) == ["nowhere.md", "#other", "page.md#other"]


@pytest.mark.parametrize(
    "line",
    [
        "harvester",
        "harvester --help",
        "harvester search --help",
        "harvester --data /tmp/x -v harvest herald-ras --from 2024-01-01",
        "harvester search 'creator:Иванов' --limit 5 --json",
        "harvester sources remove herald-ras --dry-run",
        "harvester load mine responses/",
    ],
)
def test_a_right_command_line_is_let_through(line: str) -> None:
    (words,) = harvester_calls(line)
    check(words)


@pytest.mark.parametrize(
    "line",
    [
        "harvester serch x",
        "harvester --date x harvest",
        "harvester harvest --form 2024-01-01",
        "harvester search",
        "harvester search x --sort best",
        "harvester load mine responses/ --jason",
        "harvester quarantine show first",
        "harvester sources drop x",
    ],
)
def test_a_wrong_command_line_is_seen(line: str) -> None:
    (words,) = harvester_calls(line)
    with pytest.raises(click.ClickException):
        check(words)


def test_commands_are_found_in_shell_blocks_only() -> None:
    text = (
        "```sh\ncd x && A=1 harvester status | head  # harvester no\n```\n"
        "```console\n$ harvester search \\\n  x\nharvester printed\n```\n"
        "```text\nharvester no\n```\nharvester no\n"
    )
    assert list(command_lines(text)) == [["status"], ["search", "x"]]
