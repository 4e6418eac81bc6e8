"""What strict reading refuses of stored responses: `HARVESTER_SHARED=… python -m tests.unreadable`.

Each file below `oai/` that is no page to a strict reader: repaired, salvaged or quarantined, with
the repairs used. The letters of every record that comes out are compared with those of the bytes.
Exit code 1 where a letter was lost.
"""

from __future__ import annotations

import html
import os
import re
import sys
from collections import Counter
from pathlib import Path

from lxml import etree

from harvester.charsets import as_utf8
from harvester.errors import PayloadError
from harvester.quirks import compression
from harvester.stages import Page
from harvester.stored import read_stored

MOST = 64_000_000
_TAG = re.compile(r"<!\[CDATA\[|\]\]>|<\?.*?\?>|<!--.*?-->|<[^<>]*>", re.DOTALL)


def letters(text: str) -> str:
    """Letters and digits alone."""
    return "".join(filter(str.isalnum, text))


def letters_of(body: bytes) -> str:
    """Those of a page as they stand in its bytes, without its tags; references are written out."""
    text = as_utf8(compression(body, MOST)).decode("utf-8", "replace")
    return letters(html.unescape(_TAG.sub(" ", text)))


def lost(page: Page, body: bytes) -> list[str]:
    """The records whose letters do not stand in the bytes in one piece."""
    there = letters_of(body)
    return [
        raw.identifier
        for raw in page.records
        if letters("".join(map(str, etree.fromstring(raw.xml).itertext(etree.Element))))
        not in there
    ]


def outcome(path: Path) -> tuple[str, Page | None, str]:
    """What becomes of a file: a word for it, what is kept, and why it is not read."""
    try:
        [page] = read_stored(path, path.name, MOST)
    except PayloadError as error:
        return ("salvaged" if error.salvaged else "quarantined"), error.salvaged, error.code
    used = {name for name, _ in page.repairs}
    return "salvaged" if "salvage" in used else "repaired" if used else "read", page, ""


def main() -> int:
    """Go through all files, and print those that are not read as they are."""
    folder = Path(os.environ.get("HARVESTER_SHARED", "../shared")) / "oai"
    counts: Counter[str] = Counter()
    bad = 0
    for path in sorted(folder.rglob("*.xml")):
        what, page, why = outcome(path)
        counts[what] += 1
        if what == "read":
            continue
        broken = lost(page, path.read_bytes()) if page else []
        bad += len(broken)
        repairs = ", ".join(name for name, _ in page.repairs) if page else ""
        kept = (len(page.records), len(page.tombstones), len(page.quarantined)) if page else ""
        print(f"{what:<12}{kept!s:<14}{why or repairs:<40}{path.relative_to(folder)}")
        for name in broken:
            print(f"    LETTERS LOST in {name}")
    print(dict(counts))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
