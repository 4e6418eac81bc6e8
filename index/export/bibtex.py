"""Records as BibTeX: Unicode as it is, and nothing in a value that TeX would obey."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from index.export.citation_keys import citation_key
from index.export.work import Work, line, names, work
from index.record import Agent, Key, Record

# Braces by name: BibTeX counts `\{` too, and one that stands alone would swallow the file
# (btxdoc, section 4). The others by command, each closed by {} so that no blank is eaten.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "%": r"\%",
        "&": r"\&",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
    }
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# In an address only these would end or hide the value; TeX's url commands take the rest.
_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """An entry for each record, UTF-8. Capitals of titles are kept, names are never taken apart."""
    for record in records:
        if record.document:
            yield entry(record.key, work(record.document)).encode()


def entry(key: Key, held: Work) -> str:
    """One entry; its citation key is the same in every export."""
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(held) if value)
    return f"@{held.kind.bibtex}{{{citation_key(key, held)},\n{fields}}}\n\n"


def escaped(text: str) -> str:
    """A text that TeX prints as it stands, with as many braces that open as close."""
    return _CONTROLS.sub("\ufffd", text).translate(_TEX)


def _fields(held: Work) -> Iterator[tuple[str, str]]:
    yield "title", _braced(escaped(held.title), 2)
    yield "author", _braced(" and ".join(map(_name, held.creators)))
    yield _container(held), _braced(escaped(held.journal))
    yield "volume", _braced(escaped(held.volume))
    yield "number", _braced(escaped(held.issue))
    yield "pages", _braced(escaped(held.pages).replace("-", "--"))
    yield "year", _braced(f"{held.date[0]:04}" if held.date else "")
    yield "month", _MONTHS[held.date[1] - 1] if held.date[1:] else ""
    yield _publisher(held), _braced(escaped(held.publisher))
    yield "doi", _braced(_address(held.doi))
    yield "url", _braced(_address(held.url))
    yield "issn", _braced(escaped(", ".join(held.issns)))
    yield "isbn", _braced(escaped(held.isbn))
    yield "language", _braced(escaped(", ".join(held.languages)))
    yield "keywords", _braced(escaped(", ".join(held.keywords)))
    yield "copyright", _braced(_address(held.licence))
    yield "abstract", _braced(escaped(held.abstract))


def _braced(value: str, times: int = 1) -> str:
    return "{" * times + value + "}" * times if value else ""


def _address(url: str) -> str:
    return _CONTROLS.sub("", line(url)).translate(_ADDRESS)


def _name(agent: Agent) -> str:
    """`Family, Given`; a comma or an `and` inside of a part is hidden by braces."""
    family, given = (escaped(part) for part in names(agent))
    return f"{_hidden(family)}, {_hidden(given)}" if given else _braced(family)


def _hidden(part: str) -> str:
    return _braced(part) if "," in part or " and " in f" {part.lower()} " else part


def _container(held: Work) -> str:
    return "booktitle" if held.kind.bibtex in ("incollection", "inproceedings") else "journal"


def _publisher(held: Work) -> str:
    """Who stands behind it, under the name that the entry's styles print."""
    if held.kind.bibtex in ("phdthesis", "mastersthesis"):
        return "school"
    return "institution" if held.kind.bibtex == "techreport" else "publisher"
