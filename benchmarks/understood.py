"""What is understood of real records: `HARVESTER_SHARED=… python -m benchmarks.understood`.

Of the records that have an element, the share whose field of the model could be read; then the
values that were left raw, the most frequent first. `--only KIND` prints the whole list of one kind.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree

from benchmarks.normalise import real
from harvester.normalise import normalise
from index.record import Document

FLAGS = {
    "date": ("date-not-understood", "date-partly-understood", "date-without-year"),
    "issue": ("issue-not-understood",),
    "language": ("language-not-understood",),
    "source": ("source-not-understood",),
}
EVERY = 10**9


def main() -> None:
    """Normalise all records that can be read, and print what was and was not understood."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=30)
    parser.add_argument("--only", choices=sorted((*FLAGS, "type")))
    options = parser.parse_args()
    asked: Counter[str] = Counter()
    read: Counter[str] = Counter()
    left: dict[str, Counter[str]] = {kind: Counter() for kind in (*FLAGS, "type")}
    records = real(EVERY)
    for raw in records:
        document = normalise(raw, "real")
        came = elements(raw.xml)
        for field, understood in fields(document, came).items():
            asked[field] += 1
            read[field] += understood
        for kind, value in unread(document):
            left[kind][value] += 1
    print(f"{len(records):,} records, no exception")
    for field, count in asked.items():
        print(f"  {field:<10}{read[field]:>7,} of {count:>7,} = {read[field] / count:.1%}")
    for kind, values in left.items():
        if options.only in (None, kind):
            tell(kind, values, EVERY if options.only else options.first)


def elements(xml: bytes) -> frozenset[str]:
    """The names of the elements that say something."""
    root = etree.fromstring(xml)
    named = (one for one in root.iter(etree.Element) if (one.text or "").strip())
    return frozenset(etree.QName(one).localname for one in named)


def fields(document: Document, came: frozenset[str]) -> Mapping[str, bool]:
    """Fields of which the record says something, and whether it was read."""
    journal = document.journal
    all_ = {
        "journal": ("source", bool(journal and (journal.titles or journal.issns))),
        "volume": ("source", bool(journal and (journal.volume or journal.issue))),
        "year": ("date", any(date.year for date in document.dates)),
        "language": ("language", bool(document.languages)),
        "type": ("type", any(one.uri for one in document.types)),
    }
    return {name: read for name, (element, read) in all_.items() if element in came}


def unread(document: Document) -> Iterator[tuple[str, str]]:
    """Values that were left raw, with their kind."""
    for flag in document.flags:
        yield from ((kind, flag.raw) for kind, codes in FLAGS.items() if flag.code in codes)
    for one in document.types:
        if one.uri is None:
            yield "type", one.raw


def tell(kind: str, values: Counter[str], first: int) -> None:
    """The values of one kind, the most frequent first."""
    print(f"{kind}: {values.total():,} values left raw, {len(values):,} different")
    for value, count in values.most_common(first):
        print(f"  {count:>6,}  {' '.join(value.split())[:110]}")


if __name__ == "__main__":
    main()
