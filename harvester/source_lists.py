"""Lists of sources from elsewhere: CSV, OPML, a URL on each line. Pure: text in, sources out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from urllib.parse import urlsplit

from lxml import etree

from index.errors import UsageError

FIELDS = ("name", "url", "prefix", "sets", "every")
_SETS = "|"  # between sets in a cell: setSpecs hold colons, and lists in cells commas
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Listed:
    """A source as a list has it; an empty name is made from the URL."""

    url: str
    name: str = ""
    prefix: str = "oai_dc"
    sets: tuple[str, ...] = ()
    every: str = "1d"


def listed(text: str, file: str) -> list[Listed]:
    """The sources of a list, each once.

    What it is shows by itself: OPML begins with `<`, CSV has a header with `url` in it, anything
    else is a URL on each line (`#` begins a comment). Raises `UsageError`.
    """
    try:
        found = list(dict.fromkeys(_read(text.removeprefix("\ufeff"), file)))
    except csv.Error as error:
        raise UsageError(f"{file}: not a list that can be read: {error}", _EXPECTED) from error
    if not found:
        raise UsageError(f"{file}: no source in it", _EXPECTED)
    return found


_EXPECTED = "expected CSV with a column url, OPML with xmlUrl, or a URL on each line"


def _read(text: str, file: str) -> Iterator[Listed]:
    if text.lstrip().startswith("<"):
        return _opml(text, file)
    head = next(csv.reader(io.StringIO(text, newline="")), [])
    if "url" in [cell.strip().lower() for cell in head]:
        return _csv(text, file)
    return _lines(text)


def _lines(text: str) -> Iterator[Listed]:
    lines = (line.partition(" #")[0].strip() for line in text.splitlines())
    return (Listed(line) for line in lines if line and not line.startswith("#"))


def _csv(text: str, file: str) -> Iterator[Listed]:
    for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), 2):
        cells = {
            key.strip().lower(): (value or "").strip()
            for key, value in row.items()
            if isinstance(key, str) and not isinstance(value, list)
        }
        if not any(cells.values()):
            continue
        if not cells.get("url"):
            raise UsageError(f"{file}: row {number}: no url", _EXPECTED)
        yield Listed(
            cells["url"],
            cells.get("name", ""),
            cells.get("prefix") or "oai_dc",
            tuple(filter(None, cells.get("sets", "").split(_SETS))),
            cells.get("every") or "1d",
        )


def _opml(text: str, file: str) -> Iterator[Listed]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        what = getattr(error, "msg", error)  # without lxml's `(<string>, line 1)`
        raise UsageError(f"{file}: neither OPML nor a list: {what}", _EXPECTED) from error
    for outline in root.iter("outline"):
        url = outline.get("xmlUrl") or outline.get("url")
        if url:
            yield Listed(url.partition("?verb=")[0], slug(outline.get("text") or ""))


def named(found: Sequence[Listed], taken: Iterable[str], file: str) -> list[Listed]:
    """The sources with names that are not `taken`. Raises `UsageError` where a list gives one."""
    known = set(taken)
    done: list[Listed] = []
    for one in found:
        if one.name in known:
            raise UsageError(f"{file}: the name {one.name} is taken", "choose another name there")
        name = one.name or _free(slug(_words_of(one.url)) or "source", known)
        known.add(name)
        done.append(replace(one, name=name))
    return done


def _free(name: str, taken: set[str]) -> str:
    numbered = (f"{name[: _LONGEST - 5]}-{number}" for number in count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def _words_of(url: str) -> str:
    """What tells a URL from others: its host, and its path without the words that all have."""
    parts = urlsplit(url)
    path = re.sub(r"\b(oai2?d?|request|index\.php|cgi|server|oai-pmh|do)\b", " ", parts.path)
    return f"{(parts.hostname or '').removeprefix('www.')} {path}"


def slug(text: str) -> str:
    """Letters, digits and hyphens, as names of sources are."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:_LONGEST]


def written(sources: Iterable[Listed]) -> str:
    """The sources as CSV, which `listed` reads."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(FIELDS)
    for one in sources:
        table.writerow((one.name, one.url, one.prefix, _SETS.join(one.sets), one.every))
    return out.getvalue()
