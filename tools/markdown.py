"""Markdown as the pages of docs/ use it: tables, code, headings and their addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar in a cell does not end it, a line break becomes a blank."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def code(text: str) -> str:
    """Text as it is typed or printed."""
    return f"``{text}``" if "`" in text else f"`{text}`"


def sentence(text: str) -> str:
    """The first paragraph of a docstring or help, in one line."""
    return " ".join(text.strip().split("\n\n")[0].split())


def anchor(heading: str) -> str:
    """The address of a heading on its page, as GitHub makes it."""
    words = re.sub(r"[^\w\s-]", "", heading.strip().lower())
    return re.sub(r"\s", "-", words)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
