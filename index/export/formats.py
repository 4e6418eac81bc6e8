"""Every format that records are written in, by its name: for the command line and for URLs.

A writer takes records as they come and gives bytes as they come, so that memory stays flat over
any number of them. What was never had (a tombstone without a document) is left out where the format
has no word for it. Each loads its code when it is first used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType

from index.errors import UsageError
from index.record import Record

Write = Callable[[Iterable[Record]], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write records: its media type (RFC 6838), and the suffix of files and addresses.

    `binary`: it is no text that a terminal shows.
    """

    name: str
    media_type: str
    suffix: str
    write: Write
    binary: bool = False


def format_named(name: str) -> Format:
    """The format of that name. Raises `UsageError` with those that there are."""
    if name not in FORMATS:
        raise UsageError(f"no format {name!r}", f"known: {', '.join(FORMATS)}")
    return FORMATS[name]


def _late(module: str) -> Write:
    """The `write` of a module of this package, loaded with the first record that is asked for."""

    def write(records: Iterable[Record]) -> Iterator[bytes]:
        found: Write = import_module(f"index.export.{module}").write
        yield from found(records)

    return write


def _listed(*rows: tuple[str, str, str, str]) -> Mapping[str, Format]:
    formats = {name: Format(name, kind, end, _late(code)) for name, kind, end, code in rows}
    return MappingProxyType(formats)


# Name, media type, suffix, file of this package.
FORMATS = _listed(
    ("jsonl", "application/x-ndjson", ".jsonl", "jsonl"),
    ("csv", "text/csv; charset=utf-8", ".csv", "table"),
    ("bibtex", "application/x-bibtex", ".bib", "bibtex"),
    ("ris", "application/x-research-info-systems", ".ris", "ris"),
    ("csl", "application/vnd.citationstyles.csl+json", ".csl.json", "csl_json"),
    ("marcxml", "application/marcxml+xml", ".marcxml", "marcxml"),
    ("oai_dc", "application/x-dc+xml", ".dc.xml", "dc_list"),
)
