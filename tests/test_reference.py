"""docs/reference.md says what the code says, and nothing that the code has is missing in it."""

from __future__ import annotations

import io
import json
import re
import socket
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest

import harvester.cli
import harvester.errors  # its classes hang below index.errors.Error
from harvester.environment import variables
from harvester.settings import Settings, SourceSettings
from index.errors import Error
from index.query import ALIASES, KEYWORD_FIELDS, TEXT_FIELDS, parse
from index.record import FLAGS, Document, Run
from tools.markdown import code, table
from tools.meanings import complete
from tools.query import EXAMPLES
from tools.reference import PAGE, render
from tools.sample import sample
from tools.shapes import config_keys, failures, paths, shapes

TEXT = PAGE.read_text(encoding="utf-8")


def section(heading: str) -> str:
    """The text below a heading, up to the next one of its rank or above."""
    level = heading.count("#")
    found = re.search(
        rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{level}}} |\Z)", TEXT, re.MULTILINE | re.DOTALL
    )
    assert found, f"docs/reference.md has no {heading!r}"
    return found[1]


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command, help_option_names=["-h", "--help"])
        for word in command.list_commands(context):
            inner = command.get_command(context, word)
            assert inner is not None, f"{name} {word}"
            yield from commands(inner, f"{name} {word}")


COMMANDS = dict(commands(harvester.cli.cli, "harvester"))


def test_the_page_is_what_the_code_makes() -> None:
    """Where this fails: `python -m tools.reference`."""
    assert render() == TEXT


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_stands_with_its_help_arguments_and_options(name: str) -> None:
    text = section(f"### {name}")
    assert COMMANDS[name].help
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}: has no help"
            assert all(re.search(rf"[`| ]{word}[`, ]", text) for word in parameter.opts)
        else:
            shown = code(parameter.metavar or str(parameter.name).upper())
            assert table(("argument", ""), [(shown, "")]).splitlines()[-1][:-3] in text


@pytest.mark.parametrize("section_and_key", variables(Settings).values(), ids=".".join)
def test_a_setting_stands_with_its_variable(section_and_key: tuple[str, str]) -> None:
    table, key = section_and_key
    row = re.search(rf"^\| `{key}` \|.*$", section(f"### [{table}]"), re.MULTILINE)
    assert row
    assert f"`HARVESTER__{table}__{key}`".upper() in row[0]


@pytest.mark.parametrize("key", SourceSettings.model_fields)
def test_a_key_of_a_source_stands_there(key: str) -> None:
    assert f"| `{key}` |" in section("### [[source]]")


OAI = "http://www.openarchives.org/OAI/2.0/"
RESPONSE = f"""\
<OAI-PMH xmlns="{OAI}"><responseDate>2026-01-02T00:00:00Z</responseDate>
<request verb="ListRecords" metadataPrefix="oai_dc">https://journals.example.org/oai</request>
<ListRecords>
<record><header><identifier>oai:example.org:1</identifier><datestamp>2026-01-01</datestamp></header>
<metadata><oai_dc:dc xmlns:oai_dc="{OAI}oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title xml:lang="ru">Физика плазмы</dc:title><dc:date>2026</dc:date></oai_dc:dc></metadata>
</record>
<record><header status="deleted"><identifier>oai:example.org:2</identifier>
<datestamp>2026-01-01</datestamp></header></record>
</ListRecords></OAI-PMH>
"""


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def printed(*arguments: str) -> Any:
    """The JSON that a command prints."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with redirect_stdout(out), redirect_stderr(io.StringIO()) as said:
        harvester.cli.run([*arguments, "--json"])
        out.flush()
    assert isinstance(out.buffer, io.BytesIO)
    body = out.buffer.getvalue()
    assert body, f"{arguments}: {said.getvalue()}"
    return json.loads(body)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What every command with --json prints, in a folder with a record and a broken file."""
    folder = tmp_path_factory.mktemp("reference")
    (folder / "good.xml").write_text(RESPONSE, encoding="utf-8")
    (folder / "broken.xml").write_text("<OAI-PMH>", encoding="utf-8")
    config = folder / "config.toml"
    config.write_text(
        f'[harvest]\nretries = 0\n[[source]]\nname = "gone"\n'
        f'url = "http://127.0.0.1:{free_port()}/oai"\n',
        encoding="utf-8",
    )
    asked = {
        "harvest": ("harvest",),
        "sweep": ("sweep",),
        "load": ("load", "s", str(folder / "good.xml"), str(folder / "broken.xml")),
        "probe": ("probe", f"http://127.0.0.1:{free_port()}/oai"),
        "profile": ("profile", "s"),
        "renormalise": ("renormalise", "--processes", "1"),
        "status": ("status",),
        "runs": ("runs", "s"),
        "search": ("search", "физика"),
        "suggest": ("suggest", "физ"),
        "similar": ("similar", "s", "oai:example.org:1"),
        "show": ("show", "s", "oai:example.org:1", "--raw"),
        "index sync": ("index", "sync"),
        "index rebuild": ("index", "rebuild"),
        "index verify": ("index", "verify"),
        "index stats": ("index", "stats"),
        "quarantine list": ("quarantine", "list"),
        "quarantine show": ("quarantine", "show", "1"),
        "quarantine retry": ("quarantine", "retry"),
        "sources list": ("sources", "list"),
        "config check": ("config", "check"),
        "config show": ("config", "show"),
        "suppress": ("suppress", "s", "oai:example.org:2", "--why", "a wish"),
        "vacuum": ("vacuum",),
        "dump": ("dump", str(folder / "dumped")),
        "doctor": ("doctor", "--quick"),
        "backup": ("backup", str(folder / "kept")),
        "restore": ("restore", str(folder / "kept"), "--replace"),
    }
    return {name: printed("--config", str(config), *words) for name, words in asked.items()}


def documented(command: str) -> set[str]:
    return {key for shape in shapes() if command in shape.commands for key in shape.keys}


JSON_COMMANDS = [
    name.removeprefix("harvester ")
    for name, command in COMMANDS.items()
    if any("--json" in parameter.opts for parameter in command.params)
]


@pytest.mark.parametrize("command", JSON_COMMANDS)
def test_every_key_that_a_command_prints_is_on_the_page(
    command: str, outputs: dict[str, Any]
) -> None:
    assert command in outputs, "let `outputs` run it, and tools.shapes describe it"
    found = outputs[command]
    keys = set(config_keys(found) if command == "config show" else paths(found))
    known = documented(command)
    # An object that is null here, or a list that is empty, stands on the page with its keys.
    around = {key.rsplit(".", 1)[0] for key in known} | {key for key in known if key[-1] == "]"}
    objects = around | {key.removesuffix("[]") for key in around}
    assert keys - objects <= known
    assert keys, "nothing was printed: nothing was tested"
    assert all(f"| `{key}` |" in section("## JSON") for key in known)


@pytest.mark.parametrize(
    "command", sorted({name for shape in shapes() if shape.by_hand for name in shape.commands})
)
def test_keys_that_no_function_makes_are_really_printed(
    command: str, outputs: dict[str, Any]
) -> None:
    """Their tables are written by hand: what a command stopped printing has to leave them."""
    by_hand = {key for shape in shapes() if command in shape.commands for key in shape.by_hand}
    assert by_hand <= set(paths(outputs[command]))


@pytest.mark.parametrize("wrong", [("show", "nothing"), ("search",), ("config", "show")])
def test_what_is_printed_where_there_is_no_result_is_on_the_page(
    wrong: tuple[str, ...], tmp_path: Path
) -> None:
    """Not there, not a command line, not settings."""
    config = tmp_path / "config.toml"
    config.write_text("[data]\ndirr = 1\n" if wrong[0] == "config" else "", encoding="utf-8")
    keys = set(paths(printed("--config", str(config), *wrong)))
    assert keys <= set(failures().keys)
    assert all(f"| `{key}` |" in section("## JSON") for key in failures().keys)


@pytest.mark.parametrize("field", [field.name for field in fields(Document)])
def test_a_field_of_the_document_is_on_the_page(field: str, outputs: dict[str, Any]) -> None:
    assert re.search(rf"^\| `{field}` \| .+ \| .+ \|$", section("### The document"), re.MULTILINE)
    assert field in outputs["show"]["document"]


@pytest.mark.parametrize("code", FLAGS)
def test_a_flag_is_on_the_page(code: str) -> None:
    assert f"| `{code}` | {FLAGS[code]} |" in section("### Flag.code")


def below(kind: type[Error]) -> Iterator[type[Error]]:
    yield kind
    for child in kind.__subclasses__():
        yield from below(child)


ERRORS = [kind for kind in below(Error) if kind.__module__.endswith(".errors")]


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_an_error_is_on_the_page(kind: type[Error]) -> None:
    row = f"{kind.__name__} | `{kind.code}` | {kind.exit_code} | "
    assert row in section("## Errors")
    assert f"| {kind.exit_code} |" in section("### Exit codes")


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_query_is_understood_as_the_page_says(text: str) -> None:
    typed = f"`{text}`" if text else "(nothing)"
    row = f"| {typed} | `{parse(text).interpreted_as}` |"
    assert row in section("## Query language")


@pytest.mark.parametrize("name", [*TEXT_FIELDS, *KEYWORD_FIELDS, *ALIASES])
def test_a_field_of_the_query_language_is_on_the_page(name: str) -> None:
    assert f"| `{name}` |" in section("### Fields")


def test_a_name_without_a_meaning_stops_the_making_of_the_page() -> None:
    with pytest.raises(LookupError, match=r"no meaning for \['b'\]"):
        complete("here", ["a", "b"], {"a": "first"})


def test_a_meaning_without_a_name_stops_the_making_of_the_page() -> None:
    with pytest.raises(LookupError, match=r"no such names any more: \['b'\]"):
        complete("here", ["a"], {"a": "first", "b": "second"})


def test_a_sample_leaves_nothing_out() -> None:
    """So that the keys of objects that may be null are seen."""
    run = sample(Run)
    assert all(getattr(run, field.name) for field in fields(Run))


def test_the_page_is_written_to_the_docs_of_this_project() -> None:
    assert Path(__file__).parents[1] / "docs" / "reference.md" == PAGE
