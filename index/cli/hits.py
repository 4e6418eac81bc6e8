"""A hit as lines for a terminal, with the words that matched marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text as Line

from index.cli.console import counted, printable, put, say, terminal
from index.core import Hit
from index.highlight import Fragment
from index.record import Document

MATCH = "bold yellow"
PARTIAL = ("hit holds only some of the words", "hits hold only some of the words")
SHOWN_CREATORS = 6


def print_hits(hits: Sequence[Hit], first: int = 1, indent: str = "", partial: int = 0) -> None:
    """Print hits with their numbers from `first`, a blank line before each.

    Before the first partial one it says how many there are (`partial`).
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
        for body in hit_lines(hit):
            put(console, head, body)
            head = Line(indent + "   ")


def hit_lines(hit: Hit) -> Iterator[Line]:
    """Title, who and where, the key and identifiers, and a piece of the abstract."""
    document = hit.document
    titles = hit.highlights.get("title") or (((_title(document), False),),)
    yield _marked(titles[0], "bold")
    where = " — ".join(part for part in (_creators(document), _place(document)) if part)
    if where:
        yield Line(printable(where))
    yield Line(printable("  ".join(_names(document))), "dim")
    for fragment in hit.highlights.get("abstract", ())[:1]:
        yield _marked(fragment, "")


def _marked(pieces: Fragment, style: str) -> Line:
    line = Line()
    for text, matched in pieces:
        line.append(printable(text.replace("\n", " ")), MATCH if matched else style)
    return line


def _title(document: Document) -> str:
    return document.titles[0].value if document.titles else "(no title)"


def _creators(document: Document) -> str:
    names = [agent.name for agent in document.creators]
    more = f" and {len(names) - SHOWN_CREATORS} more" if len(names) > SHOWN_CREATORS else ""
    return "; ".join(names[:SHOWN_CREATORS]) + more


def _place(document: Document) -> str:
    title = _journal_title(document)
    year = str(document.date.year) if document.date and document.date.year else ""
    return ", ".join(part for part in (title, year) if part)


def _journal_title(document: Document) -> str:
    """In the language of the title that is shown, where there is one."""
    titles = document.journal.titles if document.journal else ()
    lang = document.titles[0].lang if document.titles else None
    return next(
        (text.value for text in titles if text.lang == lang), titles[0].value if titles else ""
    )


def _names(document: Document) -> list[str]:
    dois = [f"doi:{one.value}" for one in document.identifiers if one.scheme == "doi"]
    return [document.source, document.identifier, *dois[:1]]
