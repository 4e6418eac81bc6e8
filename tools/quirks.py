"""Writes docs/quirks.md: `python -m tools.quirks`."""

from __future__ import annotations

from pathlib import Path

from harvester.challenges import WALLS
from harvester.quirks import QUIRKS
from tests.field_rows import ROWS, Row
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

FIELD = """
## Thirty-one faults from the field

Each row is a scripted fault of `tests/provider.py`, or a rule, with its tests by name (below
`tests/`). Records kept: those that stand in the store, and those that quarantine names, of the
records that the server has; `tests/harvester/test_field_rows.py` plays the fault and counts.

"""


def render() -> str:
    """The page."""
    rows = [(code(each.name), each.meaning, each.evidence) for each in QUIRKS]
    walls = ", ".join(sorted(WALLS))
    repairs = table(("repair", "what came", "seen at"), rows)
    return HEAD + repairs + SALVAGE + walls + ".\n" + FIELD + _field() + "\n"


def _field() -> str:
    """What is known of servers in the field, with the tests that hold us to our answer."""
    rows = [
        (
            str(number),
            row.fault,
            row.done,
            str(row.kept or ""),
            ", ".join(code(test.partition("::")[2]) for test in _tests(number, row)),
        )
        for number, row in enumerate(ROWS, 1)
    ]
    return table(("", "what servers do", "what we do", "records kept", "tests"), rows)


def _tests(number: int, row: Row) -> tuple[str, ...]:
    """The tests of a row; where records are counted, the one that plays the fault is the first."""
    played = f"::test_records_kept_of_records_offered[{number}]"
    return (played, *row.tests) if row.kept else row.tests


if __name__ == "__main__":
    PAGE.write_text(render(), "utf-8")
