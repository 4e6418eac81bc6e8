"""Which software a server runs, told by the marks that it leaves. Pure.

A guess for people, and never a reason to treat a server otherwise: what it does counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from harvester.probe.reading import Identity


@dataclass(frozen=True, slots=True)
class Software:
    """A name, a version where it is told, and the mark that it was told by."""

    name: str
    version: str | None
    mark: str


@dataclass(frozen=True, slots=True)
class Traces:
    """What is looked at: the URL, Identify, a resumption token, the beginning of an answer."""

    url: str
    identity: Identity | None = None
    token: str | None = None
    body: str = ""


# (name, part of `Traces`, pattern); the first that is found counts, so surer marks come first.
_MARKS: tuple[tuple[str, str, str], ...] = (
    ("DOAJ", "url", r"//(www\.)?doaj\.org/"),
    ("DataCite", "url", r"//oai\.datacite\.org/"),
    ("arXiv", "url", r"//(oaipmh|export)\.arxiv\.org/"),
    ("HAL", "url", r"archives-ouvertes\.fr/oai|//api\.hal\.science/oai"),
    ("CyberLeninka", "url", r"//cyberleninka\.ru/"),
    ("Figshare", "url", r"figshare\.com/v2/oai"),
    ("Zenodo", "url", r"//zenodo\.org/"),
    ("Open Journal Systems", "descriptions", r"pkp\.sfu\.ca/ojs|Open Journal Systems"),
    ("Open Journal Systems", "body", r"lib/pkp/xml/oai2\.xsl"),
    ("EPrints", "descriptions", r"This system is running eprints|EPrints \d"),
    ("EPrints", "url", r"/cgi/oai2"),
    ("DSpace", "body", r"DSpace|static/style\.xsl"),
    ("DSpace", "token", r"^\w+/[^/]*/[^/]*/[^/]*/\d+$|^MTpvYWlfZGM"),
    ("DSpace", "url", r"/(oai|server/oai)/request|/dspace-oai/"),
    ("Dataverse", "descriptions", r"dataverse"),
    ("Invenio", "url", r"/oai2d"),
    ("Digital Commons", "url", r"/do/oai"),
    ("CONTENTdm", "descriptions", r"contentdm|CONTENTdm"),
    ("CONTENTdm", "url", r"contentdm\.oclc\.org|/oai/oai\.php"),
    ("Omeka", "url", r"/oai-pmh-repository/"),
    ("Pure", "url", r"/ws/oai"),
    ("Primo", "url", r"/primo_|/view/oai/"),
    ("Islandora", "url", r"/oai2(\?|$)"),
)


def software_of(traces: Traces) -> Software | None:
    """The software by its own word (toolkit), else by the first mark; None where there is none."""
    identity = traces.identity
    if identity and identity.toolkit:
        return Software(identity.toolkit.title, identity.toolkit.version, "toolkit in Identify")
    parts = {
        "url": traces.url,
        "descriptions": identity.descriptions if identity else "",
        "token": traces.token or "",
        "body": traces.body,
    }
    for name, part, pattern in _MARKS:
        if found := re.search(pattern, parts[part]):
            return Software(name, None, f"{part}: {found[0][:60]}")
    return None
