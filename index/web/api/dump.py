"""The dump of `harvester dump`: its manifest, and its files."""

from __future__ import annotations

import re
from pathlib import Path

from index.web.api.links import PREFIX
from index.web.api.operation import Answer, Call, Operation
from index.web.api.params import Param
from index.web.api.shapes import Manifest
from index.web.problems import Problem
from index.web.settings import WebSettings

MANIFEST = "manifest.json"
# A name of a file, and never a path; what begins with a dot is no part of a dump.
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")


def operations(_: WebSettings) -> tuple[Operation, ...]:
    """`/dump` and `/dump/{name}`."""
    name = Param("name", "The name of a file, as the manifest tells it.", place="path", most=100)
    return (
        Operation(
            "/dump", "dump", "The manifest of the dump",
            "What the newest dump holds, file by file, with SHA-256: the way to take everything.",
            manifest, (), Manifest, problems=(404,), tag="copies",
        ),
        Operation(
            "/dump/{name}", "dump_file", "A file of the dump", "Parts of it can be asked for too.",
            part, (name,), media=("application/octet-stream",), problems=(404,), tag="copies",
        ),
    )  # fmt: skip


def manifest(call: Call) -> Answer:
    """The manifest as it was written."""
    path = _file(call, MANIFEST)
    links = ((f"{call.base}{PREFIX}/changes", {"rel": "related"}),)
    return Answer(path.read_bytes(), links=links)


def part(call: Call) -> Answer:
    """A file of the dump."""
    return Answer(file=_file(call, call.values["name"]), media_type="application/octet-stream")


def _file(call: Call, name: str) -> Path:
    folder = call.settings.dump
    path = Path(folder) / name
    if not folder or not _NAME.fullmatch(name) or path.is_symlink() or not path.is_file():
        said = f"no file {name[:100]!r} in the dump" if folder else "no dump is given out here"
        raise Problem("not-found", said, f"{PREFIX}/export gives all records of a query")
    return path
