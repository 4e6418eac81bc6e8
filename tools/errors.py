"""The error tree as the classes draw it: code, exit code, meaning."""

from __future__ import annotations

from collections.abc import Iterator

from harvester.errors import HarvestError
from index.errors import Error
from tools.markdown import code, sentence, table

_ABOUT = """\
Everything that can go wrong has a code. It stands in JSON (`error.code` of a run, `code` of an
entry in quarantine), and is the same for ever. A class with a dot before its name is a kind of the
class above it. In Python every error is an `index.Error` with `code`, `message` and `hint`.
Errors of an endpoint or a file are told in the run, whose status gives the exit code. "Asked
again": the request is repeated as often as `retries` in `[harvest]` says."""


def errors(kind: type[Error] = Error) -> Iterator[tuple[int, type[Error]]]:
    """Every class of the tree with its depth; what tests hang below it is left out."""
    yield from _below(kind, 0)


def _below(kind: type[Error], depth: int) -> Iterator[tuple[int, type[Error]]]:
    yield depth, kind
    for child in kind.__subclasses__():
        if child.__module__.split(".")[0] in ("index", "harvester"):
            yield from _below(child, depth + 1)


def render_errors() -> str:
    """The section: a line for each class, children below their parent."""
    rows = [
        (f"{'· ' * depth}{kind.__name__}", code(kind.code), str(kind.exit_code), _meaning(kind))
        for depth, kind in errors()
    ]
    return f"{_ABOUT}\n\n" + table(("class", "code", "exit", "meaning"), rows)


def _meaning(kind: type[Error]) -> str:
    again = issubclass(kind, HarvestError) and kind.transient
    return sentence(kind.__doc__ or "") + (" Asked again." if again else "")
