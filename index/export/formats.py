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


def _late(module: str, name: str = "write") -> Write:
    """A writer of a module of this package, loaded with the first record that is asked for."""

    def write(records: Iterable[Record]) -> Iterator[bytes]:
        found: Write = getattr(import_module(f"index.export.{module}"), name)
        yield from found(records)

    return write


# As InvenioRDM names the media types (search.md, 2.1), where nobody registered one.
_ALL = (
    Format("jsonl", "application/x-ndjson", ".jsonl", _late("jsonl")),
    Format("csv", "text/csv; charset=utf-8", ".csv", _late("table")),
    Format("bibtex", "application/x-bibtex", ".bib", _late("bibtex")),
    Format("ris", "application/x-research-info-systems", ".ris", _late("ris")),
    Format("csl", "application/vnd.citationstyles.csl+json", ".csl.json", _late("csl_json")),
    Format("marcxml", "application/marcxml+xml", ".marcxml", _late("marcxml")),
    Format("oai_dc", "application/x-dc+xml", ".dc.xml", _late("dc_list")),
    Format("text", "text/plain; charset=utf-8", ".txt", _late("citations")),
    Format("html", "text/html; charset=utf-8", ".html", _late("citations", "write_html")),
    Format("parquet", "application/vnd.apache.parquet", ".parquet", _late("parquet"), binary=True),
)
FORMATS: Mapping[str, Format] = MappingProxyType({one.name: one for one in _ALL})
