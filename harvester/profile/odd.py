"""Values that can hardly be meant. Pure: a value in, the reason out."""

from __future__ import annotations

import re

# What people type where a form insists on something, in the languages of the first sources.
_PLACEHOLDERS = frozenset({
    "n/a", "na", "none", "null", "nil", "unknown", "undefined", "untitled", "no title",
    "[no title]", "not available", "not specified", "test", "tbd", "tba", "xxx", "asdf",
    "anonymous", "anon",
    "нет", "не указано", "не указан", "без названия", "без автора", "неизвестно", "тест",
    "sin título", "ohne titel", "sans titre", "s.n.", "s.l.",
})  # fmt: skip
_MARKUP = re.compile(r"</?[a-z][a-z0-9]*\s*/?>|&(?:[a-z]{2,8}|#\d{2,6});", re.IGNORECASE)
_LOST = re.compile(r"\ufffd|\?{4,}")
_WORDLESS = re.compile(r"[^\w]+")

# Letters; a longer value holds something else (an abstract as title, a whole list of names).
LONGEST = {"titles": 500, "creators": 150, "contributors": 200, "subjects": 200, "publishers": 300}
# Fields of codes and statements: words such as "none" are values of theirs.
_FREE = frozenset({"titles", "creators", "contributors", "subjects", "abstracts", "publishers",
                   "journal", "funders", "coverage"})  # fmt: skip


def oddness(field: str, value: str, newest: int) -> str | None:
    """Why the value looks wrong; None where it does not. `newest`: the last year that can be."""
    if field == "year":
        return "in the future" if int(value) > newest else None
    if field not in _FREE:
        return None
    if value.strip().casefold() in _PLACEHOLDERS:
        return "a placeholder"
    if _LOST.search(value):
        return "letters lost"
    if _WORDLESS.fullmatch(value):
        return "no word in it"
    if _MARKUP.search(value):
        return "markup left"
    return "very long" if len(value) > LONGEST.get(field, len(value)) else None
