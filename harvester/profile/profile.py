"""Counting what the documents of a source say, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from harvester.profile.fields import FIELDS, values_of
from harvester.profile.odd import oddness
from index.record import Document

TOP = 5  # the most frequent values that are shown
SAMPLES = 3
_LONG = 120  # letters; of longer values the beginning and a digest are kept, to count them apart


@dataclass(frozen=True, slots=True)
class Odd:
    """Values that can hardly be meant: why, how many, and some (identifier, value)."""

    reason: str
    count: int
    samples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FieldProfile:
    """A field: in how many documents it is, its values in all, how many differ, the top ones."""

    filled: int
    values: int
    distinct: int
    top: tuple[tuple[str, int], ...]
    odd: tuple[Odd, ...]


@dataclass(frozen=True, slots=True)
class FlagProfile:
    """A flag: in how many documents, and the values it stands at most often."""

    documents: int
    top: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A source: how many documents, their mean completeness (0 to 100), fields and flags."""

    source: str
    records: int
    completeness: float
    fields: Mapping[str, FieldProfile]
    flags: Mapping[str, FlagProfile]


def profile(source: str, documents: Iterable[Document], year: int) -> Profile:
    """The profile of the documents of a source; `year` is the one that it is now."""
    fields = {name: _Field() for name in FIELDS}
    flags: dict[str, _Values] = {}
    records = points = 0
    for document in documents:
        records, points = records + 1, points + document.completeness
        for name, values in values_of(document).items():
            fields[name].add(values)
            for value in values:
                if reason := oddness(name, value, year + 1):
                    fields[name].suspect(reason, document.identifier, value)
        for code, raws in _flags(document).items():
            flags.setdefault(code, _Values()).add(raws)
    return Profile(
        source,
        records,
        round(points / records, 1) if records else 0.0,
        {name: each.done() for name, each in fields.items()},
        {code: FlagProfile(each.filled, each.top()) for code, each in sorted(flags.items())},
    )


def _flags(document: Document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for flag in document.flags:
        found.setdefault(flag.code, []).append(f"{flag.field}: {flag.raw}")
    return found


class _Values:
    """Values as they come, counted; `filled` documents have some."""

    def __init__(self) -> None:
        self.filled = 0
        self.counts: Counter[str] = Counter()

    def add(self, values: Collection[str]) -> None:
        self.filled += bool(values)
        self.counts.update(map(_short, values))

    def top(self) -> tuple[tuple[str, int], ...]:
        return tuple(
            (value.partition("\0")[0], count) for value, count in self.counts.most_common(TOP)
        )


class _Field(_Values):
    """The same, with the odd ones by their reasons."""

    def __init__(self) -> None:
        super().__init__()
        self._odd: dict[str, list[tuple[str, str]]] = {}
        self._often: Counter[str] = Counter()

    def suspect(self, reason: str, identifier: str, value: str) -> None:
        self._often[reason] += 1
        samples = self._odd.setdefault(reason, [])
        if len(samples) < SAMPLES:
            samples.append((identifier, value[:_LONG]))

    def done(self) -> FieldProfile:
        odd = (Odd(why, count, tuple(self._odd[why])) for why, count in self._often.most_common())
        return FieldProfile(
            self.filled, self.counts.total(), len(self.counts), self.top(), tuple(odd)
        )


def _short(value: str) -> str:
    """A value to count: of a long one the beginning, and a digest to tell it from others."""
    if len(value) <= _LONG:
        return value
    digest = blake2b(value.encode(errors="replace"), digest_size=8).hexdigest()
    return f"{value[:_LONG]}…\0{digest}"
