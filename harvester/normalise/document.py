"""A record as harvested -> its `Document`. Pure, and the same every time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from lxml import etree

from harvester.normalise import (
    completeness,
    contributors,
    creators,
    dates,
    identifiers,
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
from harvester.normalise.text import paragraphs, strings, texts
from index.record import Document, Flag, RawRecord

# Goes up whenever the same XML gives another document: records of a lower one are done again.
NORMALISER = 1


def normalise(raw: RawRecord, source: str) -> Document:
    """Read the metadata of `raw`, harvested from the source of that name.

    Never raises: what cannot be read gives a document with the key, the sets and a flag.
    """
    empty = Document(source, raw.identifier, sets=tuple(map(_decoded, raw.sets)))
    reader = READERS.get(raw.namespace)
    if reader is None:
        return replace(empty, flags=(Flag("format-not-read", "format", raw.namespace),))
    try:
        record = reader(raw.xml)
    except etree.XMLSyntaxError as error:
        return replace(empty, flags=(Flag("xml-not-read", "format", str(error)),))
    fields = _fields(record)
    return Document(
        source, raw.identifier, empty.sets, completeness=completeness.score(fields), **fields
    )


def _fields(record: DublinCore) -> dict[str, Any]:
    """Each row of the model from its elements; see the file of its name."""
    spoken, language_flags = languages.read(record["language"])
    kinds = types.read(record["type"])
    legal = rights.read(record["rights"])
    formats = strings(record["format"])
    named = identifiers.read(record["identifier"])
    related = relations.read(record["relation"], formats)
    known = identifiers.unique((*named, *related.identifiers))
    issued = source.read(record["source"], serial=kinds.serial, others=known)
    stated, date_flags = dates.read(record["date"])
    every = (*stated, *dates.of_issue(issued.year, stated))
    authors, name_flags = creators.read(record["creator"], spoken, record["rights"])
    people, sponsors, people_flags = contributors.read(
        record["contributor"], spoken, ojs=links.is_ojs(named)
    )
    flags = (
        *language_flags,
        *name_flags,
        *people_flags,
        *date_flags,
        *issued.flags,
        *_flags(record),
    )
    return {
        "titles": titles.read(record["title"], spoken),
        "creators": authors,
        "contributors": people,
        "funders": sponsors,
        "subjects": subjects.read(record["subject"]),
        "abstracts": texts(record["description"], paragraphs),
        "publishers": texts(record["publisher"]),
        "date": dates.published(every),
        "dates": every,
        "type": kinds.type,
        "types": kinds.types,
        "version": kinds.version,
        "access": legal.access,
        "languages": spoken,
        "identifiers": known,
        "journal": issued.journal,
        "licence": legal.licence,
        "rights": legal.statements,
        "links": tuple(dict.fromkeys((*links.landing(named), *related.links))),
        "relations": identifiers.unique((*related.relations, *issued.relations)),
        "coverage": texts(record["coverage"]),
        "formats": tuple(dict.fromkeys(formats)),
        "flags": tuple(dict.fromkeys(flags)),
    }


def _decoded(set_spec: str) -> str:
    """OJS writes the section `S&S` as the setSpec `journal:S%26S`."""
    decoded = unquote(set_spec)
    return set_spec if "\ufffd" in decoded else decoded


def _flags(record: DublinCore) -> tuple[Flag, ...]:
    unread = (Flag("element-not-read", name, text) for name, text in record.unread)
    return (*languages.attribute_flags(record), *unread)
