"""The dump of `harvester dump`: its manifest, and its files."""

from __future__ import annotations

from pathlib import Path

import msgspec

from index.dump.manifest import Manifest, read_manifest
from index.web.api.links import PREFIX, with_query
from index.web.api.operation import Answer, Call, Operation
from index.web.api.params import Param
from index.web.problems import Problem
from index.web.settings import WebSettings


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
    found = _manifest(call)
    url = with_query(f"{call.base}{PREFIX}/changes", [("since", str(found.revision))])
    return Answer(msgspec.json.encode(found), links=((url, {"rel": "next"}),))


def part(call: Call) -> Answer:
    """A file of the dump: one that its manifest names, and nothing else of the folder."""
    name, known = call.values["name"], {one.file for one in _manifest(call).parts}
    path = Path(call.settings.dump) / name
    if name not in known or not path.is_file():
        raise Problem("not-found", f"no file {name[:100]!r} in the dump", f"see {PREFIX}/dump")
    return Answer(file=path, media_type="application/octet-stream")


def _manifest(call: Call) -> Manifest:
    folder = call.settings.dump
    found = read_manifest(Path(folder)) if folder else None
    if found is None:
        hint = f"{PREFIX}/export gives all records of a query"
        raise Problem("not-found", "no dump is given out here", hint)
    return found
