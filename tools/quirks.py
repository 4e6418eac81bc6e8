"""Writes docs/quirks.md: `python -m tools.quirks`."""

from __future__ import annotations

from pathlib import Path

from harvester.challenges import WALLS
from harvester.quirks import QUIRKS
from tools.markdown import code, table

PAGE = Path(__file__).parent.parent / "docs" / "quirks.md"

HEAD = """\
# What servers get wrong, and what we do about it

Made from the code by `python -m tools.quirks`.

A response is read strictly. Only where that fails are these repairs tried, in this order, one more
at a time, until it can be read; what helped is counted in the run, by name (`repairs`). A repair
never changes what strict reading would have taken, and text in CDATA sections stays as it is.

"""

SALVAGE = """

Where no repair helps, the page is cut at its records (`salvage`). If what is left is whole, each
record has been read or is named in quarantine, and the harvest goes on. If the page broke off, its
whole records are kept, its bytes go to quarantine, and the window stays open: nobody knows what
else there was.

An answer is `blocked`, and not asked for again and again, when its status is 401, 403, 407 or 451,
or when it comes from a wall before the server: """


def render() -> str:
    """The page."""
    rows = [(code(each.name), each.meaning, each.evidence) for each in QUIRKS]
    walls = ", ".join(sorted(WALLS))
    return HEAD + table(("repair", "what came", "seen at"), rows) + SALVAGE + walls + ".\n"


if __name__ == "__main__":
    PAGE.write_text(render(), "utf-8")
