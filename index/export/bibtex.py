"""Records as BibTeX: Unicode as it is, and nothing in a value that TeX would obey."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from index.export.citation_keys import citation_key
from index.export.work import Work, line, names, work
from index.record import Agent, Key, Record

# Each command closed by {}, so that no blank is eaten.
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}%&$#_"},
}
_SPECIAL = re.compile(r"[\\~^{}%&$#_]")
# BibTeX counts `\{` too (btxdoc, section 4): one that stands alone would swallow the file. This one
# it does not see; readers that turn TeX into text know it (pylatexenc 2 lacks \textbraceleft).
_ALONE = {r"\{": r"\ensuremath{\lbrace}", r"\}": r"\ensuremath{\rbrace}"}
_BRACES = re.compile(r"\\[{}]")
_BRACE = re.compile(r"[{}]")
# What bibtexparser 2 takes for the next entry.
_ENTRY = re.compile(r"^(?=\s*@)", re.MULTILINE)
# What TeX would draw together, as a dash or a quotation mark.
_LIGATURES = re.compile(r"([-'`,<>])(?=\1)|[?!](?=`)")
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
    shown = _SPECIAL.sub(lambda sign: _TEX[sign[0]], _CONTROLS.sub("\ufffd", text))
    if not _paired(text):
        shown = _BRACES.sub(lambda brace: _ALONE[brace[0]], shown)
    return _ENTRY.sub("{}", _LIGATURES.sub(r"\g<0>{}", shown))


def _paired(text: str) -> bool:
    """Whether every brace that closes has one before it that opens, and the other way round."""
    depth = 0
    for sign in _BRACE.findall(text):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _fields(held: Work) -> Iterator[tuple[str, str]]:
    yield "title", _braced(escaped(held.title), 2)
    yield "author", _braced(" and ".join(map(_name, held.creators)))
    yield _container(held), _braced(escaped(held.journal))
    yield "volume", _braced(escaped(held.volume))
    yield "number", _braced(escaped(held.issue))
    yield "pages", _braced(_pages(held))
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


def _pages(held: Work) -> str:
    ends = (escaped(page) for page in (held.first_page, held.last_page) if page)
    return "--".join(ends) or escaped(held.article_number)


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
