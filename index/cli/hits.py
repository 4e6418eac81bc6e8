"""A hit as lines for a terminal, with the words that matched marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text as Line

from index.cli.console import counted, printable, put, say, terminal
from index.cli.picked import picked
from index.explaining import Explanation, Part
from index.highlight import Fragment
from index.record import Document
from index.results import Hit

MATCH = "bold yellow"
PARTIAL = ("hit holds only some of the words", "hits hold only some of the words")
SHOWN_CREATORS = 6
SHOWN_SUBJECTS = 6
SHOWN_PARTS = 12


def print_hits(
    hits: Iterable[Hit],
    first: int = 1,
    indent: str = "",
    partial: int = 0,
    fields: Sequence[str] = (),
) -> None:
    """Print hits with their numbers from `first`, a blank line before each.

    Before the first partial one it says how many there are (`partial`). With `fields` (names of
    `picked.FIELDS`) these are printed, and nothing else.
    """
    console = terminal()
    told = False
    for number, hit in enumerate(hits, first):
        if hit.partial and not told:
            told = True
            say()
            put(console, Line(indent), Line(f"{counted(partial, *PARTIAL)}:", "bold"))
        head = Line(indent) + Line(f"{number}. ", "bold")
        say()
        for body in field_lines(hit, fields) if fields else hit_lines(hit):
            put(console, head, body)
            head = Line(indent + "   ")


def hit_lines(hit: Hit) -> Iterator[Line]:
    """Title, who and where, the key and identifiers, pieces of text that matched, and why."""
    document = hit.document
    titles = hit.highlights.get("title") or (((_title(document), False),),)
    yield _marked(titles[0], "bold")
    where = [line for line in (_creators(hit), _place(hit)) if line.plain]
    if where:
        yield Line(" — ").join(where)
    yield Line(printable("  ".join(_names(document))), "dim")
    for fragment in hit.highlights.get("abstract", ())[:1]:
        yield _marked(fragment)
    subjects = [one for one in hit.highlights.get("subject", ()) if _matches(one)]
    if subjects:
        found = Line("; ").join(_marked(one) for one in subjects[:SHOWN_SUBJECTS])
        yield Line.assemble(("subjects: ", "dim"), found)
    if hit.explanation:
        yield explanation_line(hit.explanation)


def field_lines(hit: Hit, fields: Sequence[str]) -> Iterator[Line]:
    """The values of these fields, a line for each field that has some."""
    for name, values in picked(hit, fields).items():
        if values:
            yield Line.assemble((f"{name}: ", "dim"), printable("; ".join(values)))


def explanation_line(why: Explanation) -> Line:
    """A score, and what it is the sum of, the greatest first."""
    parts = [f"{part.score:.2f} {_what(part)}" for part in why.parts[:SHOWN_PARTS]]
    rest = sum(part.score for part in why.parts[SHOWN_PARTS:])
    parts += [f"{rest:.2f} other"] if rest else []
    return Line(printable(f"{why.score:.2f} = {' + '.join(parts)}"), "dim")


def _what(part: Part) -> str:
    another = " (another form)" if part.exact is False else ""
    return f"{part.query} in {part.field}{another}" if part.field else part.query


def _marked(pieces: Fragment, style: str = "") -> Line:
    line = Line()
    for text, matched in pieces:
        line.append(printable(text.replace("\n", " ")), MATCH if matched else style)
    return line


def _matches(fragment: Fragment) -> bool:
    return any(matched for _, matched in fragment)


def _title(document: Document) -> str:
    return document.titles[0].value if document.titles else "(no title)"


def _creators(hit: Hit) -> Line:
    """The first names; where none of these matched, also the first that did."""
    plain = tuple(((agent.name, False),) for agent in hit.document.creators)
    names = hit.highlights.get("creator", plain)
    shown, others = names[:SHOWN_CREATORS], names[SHOWN_CREATORS:]
    if not any(map(_matches, shown)):
        shown += tuple(filter(_matches, others))[:1]
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return Line("; ").join(map(_marked, shown)) + Line(more)


def _place(hit: Hit) -> Line:
    date = hit.document.date
    year = Line(str(date.year)) if date and date.year else Line()
    return Line(", ").join(part for part in (_journal(hit), year) if part.plain)


def _journal(hit: Hit) -> Line:
    """In the language of the title that is shown, where there is one."""
    document = hit.document
    titles = document.journal.titles if document.journal else ()
    if not titles:
        return Line()
    lang = document.titles[0].lang if document.titles else None
    at = next((at for at, text in enumerate(titles) if text.lang == lang), 0)
    plain = tuple(((text.value, False),) for text in titles)
    return _marked(hit.highlights.get("journal", plain)[at])


def _names(document: Document) -> list[str]:
    dois = [f"doi:{one.value}" for one in document.identifiers if one.scheme == "doi"]
    return [document.source, document.identifier, *dois[:1]]
