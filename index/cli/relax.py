"""What to ask where nothing was found, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.cli.console import columns
from index.relaxing import Kind, Relaxed

_SAID: dict[Kind, str] = {
    "filter": "without {}",
    "quotes": "{} without quotes",
    "field": "{} in any field",
    "spelling": "{}, or spelled nearly so",
    "word": "without {}",
    "any": "any of the words",
}
_LONGEST = 60  # letters of a query


def relax_lines(proposals: Sequence[Relaxed]) -> Iterator[str]:
    """How many hits there would be, for which query, and what is less strict in it."""
    rows = [
        (f"  {one.count:,}", _short(one.query), _SAID[one.kind].format(_short(one.what)))
        for one in proposals
    ]
    if rows:
        yield "What finds something:"
        yield from columns(rows, right=(0,))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
