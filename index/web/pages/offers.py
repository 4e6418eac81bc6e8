"""What can be taken along from a page: exports of hits and records, feeds. Addresses of the API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import urlencode

from index.export.feeds import FEEDS
from index.export.formats import FORMATS, Format
from index.record import Key
from index.web.api.links import PREFIX, record_url
from index.web.pages.state import State
from index.web.pages.wording import mark as _

# How people call the formats; those without a word here are called by their names.
NAMES = {
    "bibtex": "BibTeX", "ris": "RIS", "csl": "CSL JSON", "csv": "CSV", "jsonl": "JSON Lines",
    "marcxml": "MARCXML", "oai_dc": "Dublin Core", "parquet": "Parquet", "atom": "Atom",
    "rss": "RSS", "json": "JSON Feed", "text": _("citations"), "html": _("citations as HTML"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to take along: how it is called, where it is, its media type."""

    name: str
    url: str
    media_type: str


def exports(state: State) -> list[Offer]:
    """All hits, in every format, in the order of the list where it is not that of relevance."""
    order = [("sort", state.sort)] if state.sort != State().sort else []
    asked = [*([("q", state.q)] if state.q else []), *state.conditions(), *order]
    return [
        _offer(name, one.media_type, f"{PREFIX}/export", [*asked, ("format", name)])
        for name, one in _formats()
    ]


def feeds(state: State) -> list[Offer]:
    """Feeds of what comes and answers the query."""
    asked = [*([("q", state.q)] if state.q else []), *state.conditions()]
    return [
        _offer(name, one.media_type, f"{PREFIX}/feed", [*asked, ("format", name)])
        for name, one in FEEDS.items()
    ]


def forms(key: Key) -> list[Offer]:
    """One record, in every format."""
    return [
        _offer(name, one.media_type, record_url("", *key), [("format", name)])
        for name, one in _formats()
        if not one.binary
    ]


def _formats() -> Iterator[tuple[str, Format]]:
    """Those that can be written here: Parquet needs an extra of the distribution."""
    for name, one in FORMATS.items():
        if name != "parquet" or find_spec("pyarrow"):
            yield name, one


def _offer(name: str, media_type: str, url: str, pairs: list[tuple[str, str]]) -> Offer:
    asked = f"?{urlencode(pairs)}" if pairs else ""
    return Offer(NAMES.get(name, name), f"{url}{asked}", media_type)
