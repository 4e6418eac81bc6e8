"""The error tree is as its docstrings draw it; every error has a code and says what to do."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import pytest

import harvester.errors
import index.errors
from harvester.errors import HarvestError
from index.errors import Error, Refused, SettingsError
from tools.meanings import EXIT_CODES
from tools.sample import sample

MODULES = (index.errors, harvester.errors)
ROOT = Path(__file__).parents[1]

# A line of a drawn tree: branches, then the rest; the rest: a name or several, then a remark.
_LINE = re.compile(r" *((?:│   )*(?:[├└]── )?)(.*)")
_NAMES = re.compile(r"(\w+(?:, \w+)*),?(.*)")


def classes(module: ModuleType) -> list[type[Error]]:
    """The errors that the module defines."""
    return [
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Error) and each.__module__ == module.__name__
    ]


ALL = [kind for module in MODULES for kind in classes(module)]


def drawn(module: ModuleType) -> Iterator[tuple[int, str, str]]:
    """Depth, name and remark of each class in the tree of a module's docstring."""
    lines = (module.__doc__ or "").splitlines()
    first = next(n for n, line in enumerate(lines) if "├" in line) - 1
    for line in lines[first:]:
        if not line.strip():
            return
        branches, rest = parts(_LINE, line)
        names, remark = parts(_NAMES, rest)
        for name in names.split(", "):
            yield len(branches) // 4, name, remark


def parts(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.fullmatch(text)
    assert found, f"not a line of a tree: {text!r}"
    return found[1], found[2]


def edges(module: ModuleType) -> list[tuple[str, str]]:
    """Each drawn class with the one that it hangs from; the root is left out."""
    above: dict[int, str] = {}
    found = []
    for depth, name, _ in drawn(module):
        above[depth] = name
        if depth:
            found.append((name, above[depth - 1]))
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_tree_is_drawn_as_it_is(module: ModuleType) -> None:
    root = next(name for _, name, _ in drawn(module))
    real = [(kind.__name__, kind.__mro__[1].__name__) for kind in classes(module)]
    assert sorted(edges(module)) == sorted(edge for edge in real if edge[0] != root)
    assert root in [kind.__name__ for kind in classes(module)]


def test_exit_codes_are_drawn_as_they_are() -> None:
    """A line without one has that of the line it hangs from."""
    codes: dict[int, int] = {}
    for depth, name, remark in drawn(index.errors):
        said = re.search(r"exit (\d+)", remark)
        codes[depth] = int(said[1]) if said else codes.get(depth - 1, Error.exit_code)
        assert getattr(index.errors, name).exit_code == codes[depth], name


def test_transient_errors_are_drawn_with_a_star() -> None:
    starred = {name for _, name, remark in drawn(harvester.errors) if remark.startswith(" *")}
    assert starred == {kind.__name__ for kind in classes(harvester.errors) if transient(kind)}


def transient(kind: type[Error]) -> bool:
    return issubclass(kind, HarvestError) and kind.transient


def test_every_code_is_of_one_class() -> None:
    codes = Counter(kind.code for kind in ALL)
    assert [code for code, number in codes.items() if number > 1] == []


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_an_error_has_its_own_code_a_docstring_and_an_exit_code(kind: type[Error]) -> None:
    assert "code" in vars(kind)
    assert kind.__doc__
    assert str(kind.exit_code) in EXIT_CODES


def made(kind: type[Error], **known: object) -> Error:
    """An error of that class: those of the arguments that it takes, and samples of the others."""
    hints = get_type_hints(kind.__init__)
    names = [name for name in hints if name != "return"]
    arguments: dict[str, Any] = {name: known.get(name) or sample(hints[name]) for name in names}
    return kind(**arguments)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_an_error_says_what_happened_and_what_to_do(kind: type[Error]) -> None:
    said, hint = "the file x is gone", "look for it"
    error = made(kind, message=said, problems=[said], hint=hint)
    # What our provider refuses is told to another machine: the protocol has no place for a hint.
    assert str(error) == (said if kind is Refused else f"{said}\n  {hint}")


def test_several_mistakes_are_said_line_by_line() -> None:
    error = SettingsError(["first", "second"])
    assert str(error) == "first\nsecond"
    assert error.problems == ("first", "second")


def test_errors_are_defined_in_the_errors_modules_only() -> None:
    """`except Error` and docs/reference.md see a class only where it hangs in the one tree."""
    known = {kind.__name__ for kind in ALL}
    elsewhere = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for package in ("index", "harvester")
        for path in (ROOT / package).rglob("*.py")
        if path.name != "errors.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and known & {ast.unparse(base) for base in node.bases}
    ]
    assert elsewhere == []
