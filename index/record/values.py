"""The values that a document is made of, and their closed lists.

Unknown is `None` or empty, never a guess. What came and could not be understood stays in a `raw`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AgentKind = Literal["person", "organisation", "unknown"]


Precision = Literal["day", "month", "season", "year", "decade", "century"]


Scheme = Literal[
    "doi",  # digital object identifier, lower case, without a resolver
    "url",  # http, https or ftp address
    "handle",  # hdl.handle.net name, without the resolver
    "urn",  # urn:…
    "isbn",  # 13 digits
    "issn",  # NNNN-NNNC, medium unknown or print
    "eissn",  # NNNN-NNNC of the electronic edition
    "arxiv",  # arXiv number without its version
    "pmid",  # PubMed number
    "pmc",  # PMC and the number of PubMed Central
    "ark",  # ark:/NAAN/name, without the institution that resolves it
    "edn",  # six capital letters of eLIBRARY.RU, as RCSI writes them
    "oai",  # an OAI-PMH identifier
    "local",  # anything else, as it came
]


LinkRole = Literal["landing", "fulltext", "supplement"]


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text and its language (BCP 47, or None where nobody said)."""

    value: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """A person or body, once, however many languages the name stands in."""

    name: str
    family: str | None = None
    given: str | None = None
    kind: AgentKind = "unknown"
    variants: tuple[Text, ...] = ()
    orcid: str | None = None
    affiliation: str | None = None


@dataclass(frozen=True, slots=True)
class Date:
    """A date as written, with what could be read of it (EDTF level 1)."""

    raw: str
    edtf: str | None = None
    year: int | None = None
    precision: Precision | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """A value from a controlled list, when it is one."""

    raw: str
    uri: str | None = None
    label: str | None = None
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier in its normal form, and as it came."""

    scheme: Scheme
    value: str
    raw: str


@dataclass(frozen=True, slots=True)
class Journal:
    """Where an article stands: the journal, and the place in it."""

    titles: tuple[Text, ...] = ()
    issn: str | None = None
    eissn: str | None = None
    issns: tuple[str, ...] = ()
    volume: str | None = None
    issue: str | None = None
    issue_title: str | None = None
    pages: str | None = None
    first_page: str | None = None
    last_page: str | None = None
    article_number: str | None = None


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: canonical https URI, SPDX identifier when there is one, label."""

    uri: str
    spdx: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An address that leads to the work."""

    url: str
    role: LinkRole
    media_type: str | None = None
