"""What Identify, ListMetadataFormats and ListSets say. Pure: a parsed answer in, a value out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from harvester.record_xml import text_of


@dataclass(frozen=True, slots=True)
class Toolkit:
    """What a server says of its software (OAI-PMH guidelines, toolkit description)."""

    title: str
    version: str | None


@dataclass(frozen=True, slots=True)
class Identity:
    """Identify, as the server says it; None or empty where it does not."""

    name: str | None
    base_url: str | None
    protocol: str | None
    admins: tuple[str, ...]
    earliest: str | None
    deleted: str | None
    granularity: str | None
    sample_identifier: str | None
    toolkit: Toolkit | None
    descriptions: str  # all of them as one text, namespaces too: software leaves its marks there


def identity_of(root: etree._Element) -> Identity:
    """What an `<Identify>` says."""

    def one(name: str) -> str | None:
        return next(_texts(root, name), None)

    title = one("title")
    descriptions = b"".join(map(etree.tostring, _named(root, "description")))
    return Identity(
        one("repositoryName"),
        one("baseURL"),
        one("protocolVersion"),
        tuple(_texts(root, "adminEmail")),
        one("earliestDatestamp"),
        one("deletedRecord"),
        one("granularity"),
        one("sampleIdentifier"),
        Toolkit(title, one("version"))
        if title and next(_named(root, "toolkit"), None) is not None
        else None,
        descriptions.decode(errors="replace"),
    )


def formats_of(root: etree._Element) -> tuple[str, ...]:
    """The metadataPrefixes of a `<ListMetadataFormats>`."""
    return tuple(_texts(root, "metadataPrefix"))


def sets_of(root: etree._Element) -> tuple[tuple[str, str], ...]:
    """The (setSpec, setName) of a `<ListSets>`."""
    return tuple(
        (next(_texts(each, "setSpec"), ""), next(_texts(each, "setName"), ""))
        for each in _named(root, "set")
    )


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (each for each in root.iter(tag=etree.Element) if etree.QName(each).localname == name)


def _texts(root: etree._Element, name: str) -> Iterator[str]:
    return (text for each in _named(root, name) if (text := text_of(each)))
