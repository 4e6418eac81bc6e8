"""A document: the normalised form of a record, and the key of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from index.record.flags import Flag
from index.record.values import Agent, Coded, Date, Identifier, Journal, Licence, Link, Text


class Key(NamedTuple):
    """What names a record: OAI identifiers are unique only within a source."""

    source: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Document:
    """The normalised form of a record (field by field: docs/reference.md)."""

    source: str
    identifier: str
    sets: tuple[str, ...] = ()
    titles: tuple[Text, ...] = ()
    creators: tuple[Agent, ...] = ()
    contributors: tuple[Agent, ...] = ()
    funders: tuple[Text, ...] = ()
    subjects: tuple[Text, ...] = ()
    classifications: tuple[Coded, ...] = ()
    abstracts: tuple[Text, ...] = ()
    publishers: tuple[Text, ...] = ()
    date: Date | None = None
    dates: tuple[Date, ...] = ()
    type: Coded | None = None
    types: tuple[Coded, ...] = ()
    version: Coded | None = None
    access: Coded | None = None
    languages: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    journal: Journal | None = None
    licence: Licence | None = None
    rights: tuple[Text, ...] = ()
    links: tuple[Link, ...] = ()
    relations: tuple[Identifier, ...] = ()
    coverage: tuple[Text, ...] = ()
    formats: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    completeness: int = 0

    @property
    def key(self) -> Key:
        return Key(self.source, self.identifier)
