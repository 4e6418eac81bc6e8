"""A record as harvested -> its `Document`. Pure, and the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any, Protocol
from urllib.parse import unquote

from lxml import etree

from harvester.normalise import (
    completeness,
    contributors,
    creators,
    dates,
    habits,
    hygiene,
    identifiers,
    language_guess,
    languages,
    links,
    relations,
    rights,
    source,
    subjects,
    titles,
    types,
)
from harvester.normalise.dublin_core import DublinCore
from harvester.normalise.formats import READERS
from harvester.normalise.habits import Habits
from harvester.normalise.text import paragraphs, strings, texts
from index.record import Document, Flag

# Goes up whenever the same XML gives another document: records of a lower one are done again.
NORMALISER = 4
# What the identifiers begin with that we make for records that came without one (`load`).
MADE = "file:"


class Raw(Protocol):
    """What is read of a record: `RawRecord` as it comes, `Kept` as it is held."""

    @property
    def identifier(self) -> str: ...
    @property
    def sets(self) -> tuple[str, ...]: ...
    @property
    def namespace(self) -> str: ...
    @property
    def xml(self) -> bytes: ...


def normalise(raw: Raw, source: str, own: Habits = habits.NONE) -> Document:
    """Read the metadata of `raw`, harvested from the source of that name, whose habits are `own`.

    Never raises: what cannot be read gives a document with the key, the sets and a flag.
    """
    name = raw.identifier
    flags = (Flag("identifier-made", "identifier", name),) if name.startswith(MADE) else ()
    sets = tuple([_decoded(spec) for spec in raw.sets])
    reader = READERS.get(raw.namespace)
    if reader is None:
        unread = Flag("format-not-read", "format", raw.namespace)
        return Document(source, name, sets, flags=(unread, *flags))
    try:
        record = reader(raw.xml)
    except etree.XMLSyntaxError as error:
        broken = Flag("xml-not-read", "format", str(error))
        return Document(source, name, sets, flags=(broken, *flags))
    fields = habits.after(_fields(habits.before(record, own), own), own)
    fields["flags"] = (*fields["flags"], *flags)
    return Document(source, name, sets, completeness=completeness.score(fields), **fields)


def _fields(record: DublinCore, own: Habits) -> dict[str, Any]:
    """Each row of the model from its elements; see the file of its name."""
    record, text_flags = hygiene.clean_record(record)
    spoken, language_flags = languages.read(record["language"])
    kinds = types.read(record["type"])
    legal = rights.read(record["rights"])
    formats = strings(record["format"])
    named = identifiers.read(record["identifier"])
    related = relations.read(record["relation"], formats, named)
    known = identifiers.unique((*named, *related.identifiers))
    issued = source.read(record["source"], serial=kinds.serial, others=known)
    stated, date_flags = dates.read(record["date"], spoken)
    embargo = (legal.embargo,) if legal.embargo else ()
    every = tuple(dict.fromkeys((*stated, *embargo, *dates.of_issue(issued.date, stated))))
    authors, name_flags = creators.read(
        record["creator"], spoken, record["rights"], family_first=own.family_first
    )
    people, sponsors, people_flags = contributors.read(
        record["contributor"], spoken, ojs=links.is_ojs(named), family_first=own.family_first
    )
    topics = subjects.read(record["subject"])
    flags = chain(
        text_flags, language_flags, name_flags, people_flags, date_flags, issued.flags, legal.flags,
        identifiers.flags(record["identifier"], named), topics.flags, _flags(record, own),
    )  # fmt: skip
    return {
        "titles": titles.read(record["title"], spoken),
        "creators": authors,
        "contributors": people,
        "funders": sponsors,
        "subjects": topics.terms,
        "classifications": topics.codes,
        "abstracts": texts(record["description"], paragraphs),
        "publishers": texts(record["publisher"]),
        "date": dates.published(every),
        "dates": every,
        "type": kinds.type,
        "types": kinds.types,
        "version": kinds.version,
        "access": legal.access,
        "languages": spoken,
        "identifiers": identifiers.unique((*known, *issued.identifiers)),
        "journal": issued.journal,
        "licence": legal.licence,
        "rights": legal.statements,
        "links": tuple(dict.fromkeys((*links.landing(named), *related.links))),
        "relations": identifiers.unique((*related.relations, *issued.relations)),
        "coverage": texts(record["coverage"]),
        "formats": tuple(dict.fromkeys(formats)),
        "flags": tuple(dict.fromkeys(flags)),
    }


def _flags(record: DublinCore, own: Habits) -> Iterator[Flag]:
    """What looks wrong about elements whatever they say."""
    yield from languages.attribute_flags(record)
    if own.guess:
        yield from language_guess.flags(record)
    for name, text in record.unread:
        yield Flag("element-not-read", name, text)


def _decoded(set_spec: str) -> str:
    """OJS writes the section `S&S` as the setSpec `journal:S%26S`."""
    decoded = unquote(set_spec) if "%" in set_spec else set_spec
    return set_spec if "\ufffd" in decoded else decoded
