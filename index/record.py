"""The data model: frozen types, whose names are promises (JSON uses the same ones).

Unknown is `None` or empty, never a guess. What came and could not be understood stays in a `raw`
with a `Flag`. Nothing here does anything: reading, writing and deciding live elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

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
# suppressed: the server has it; an operator hides it.
DeletedHow = Literal["header", "sweep", "suppressed"]

# Flag.code -> what it means. The one table of everything that can look wrong about a record.
FLAGS: dict[str, str] = {
    "format-not-read": "the metadata format has no reader yet; the XML is kept as it came",
    "date-not-understood": "a date is written in a form that is not read yet",
    "characters-lost": "characters are lost: the text holds the sign that stands in for them",
    "isbn-check-digit": "an ISBN whose check digit is wrong",
    "date-partly-understood": "of a date only the year could be read",
    "date-ambiguous": "a date whose day and month, or month and next year, could each be meant",
    "date-off-calendar": "a day or month that no calendar has; the rest of the date was read",
    "date-without-year": "a date that names no year",
    "date-calendar-guessed": "a year of another calendar, told by the record's language or dates",
    "issn-check-digit": "an ISSN whose check digit is wrong",
    "language-not-understood": "a language that is no known code or name",
    "language-of-another-script": "an xml:lang that its text cannot be in; searched by another one",
    "language-guessed": "no language came; this one was guessed from the text, for searching only",
    "licence-disagrees": "a statement names another licence than the first one",
    "identifier-made": "the record came without an OAI identifier; one was made from its file",
    "date-implausible": "a date whose year cannot be meant (before 1000 or after 2100)",
    "element-not-read": "an element that is not Dublin Core, or not read yet; it stands in the XML",
    "issue-disagrees": "volume, issue, pages or issue title differ between the languages",
    "issue-title-translated": "the issue has a title in another language too; it stands here",
    "no-field": "understood, but no field of the model holds it; kept here",
    "issue-not-understood": "volume, issue or pages in a form that is not read yet",
    "mojibake-repaired": "text read in a wrong encoding, repaired; the raw is a piece of it",
    "placeholder": "a word that stands for nothing (`None`, `-`, `n/a`)",
    "source-not-understood": "a dc:source that names no journal that we could be sure of",
    "name-affiliation": "an affiliation stood in the value of a name; the value as it came is here",
    "name-email": "an e-mail address stood in the value of a name; it is kept here only",
    "name-et-al": "more people than were named (`et al.`)",
    "name-footnote": "a footnote's sign stood in the value of a name; the value as it came is here",
    "name-identifier-not-read": "a number that came with a name and is no ORCID",
    "name-mixed-script": "Latin and Cyrillic letters that look alike stand mixed in a name",
    "name-nobody": "a creator or contributor that names nobody (`unknown`, `0`)",
    "name-several": "several names in one value, taken apart; the value as it came is here",
    "orcid-alone": "an ORCID without a name, in a record of several people",
    "orcid-check-digit": "an ORCID whose check digit is wrong",
    "xml-not-read": "the metadata could not be read as XML; the bytes are kept as they came",
}


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


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that looked wrong: a code of `FLAGS`, the field, the value as it came."""

    code: str
    field: str
    raw: str


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


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record as harvested: its header, and its metadata as XML.

    `xml` is the child of `<metadata>`, UTF-8, with every namespace that it uses declared.
    `content_hash` is of the metadata alone (exclusive C14N), so that neither a header's datestamp
    nor a prefix declared elsewhere makes a record look changed. `sets` are raw setSpecs.
    `about` holds each `<about>` child as XML.
    """

    identifier: str
    datestamp: str
    sets: tuple[str, ...]
    namespace: str
    xml: bytes
    content_hash: str
    about: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A header that says that its record is deleted."""

    identifier: str
    datestamp: str
    sets: tuple[str, ...] = ()
    how: DeletedHow = "header"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Bytes or a record that could not be read: what goes to quarantine.

    `kind` says whether it is one item of a list (it counts as received) or a whole response.
    `code` is an error's code, `reason` its words; `identifier` where the header could be read.
    `span` (of a page) is that of its window: with the last window of the span the entry goes.
    """

    kind: Literal["record", "page"]
    code: str
    reason: str
    body: bytes
    url: str
    identifier: str | None = None
    span: int | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record ready to be stored: raw and normalised, and which normaliser made the document."""

    raw: RawRecord
    document: Document
    normaliser: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What one page brings to the store, with where and when it was said.

    `response_date` and `base_url` are the server's own words (for provenance); `prefix` the
    metadataPrefix that was asked for. With `overrides` (`harvest --full`) an older datestamp wins
    over a newer one that was last seen before that time.
    """

    records: tuple[Incoming, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    quarantined: tuple[Unreadable, ...] = ()
    prefix: str = "oai_dc"
    response_date: str | None = None
    base_url: str | None = None
    overrides: datetime | None = None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The place a harvest has reached; committed together with the page that led to it.

    `window` is the window's id in the store. `token` asks for the next page (None: there is none).
    `closed` says that every item of the window is stored or named in quarantine; only then does
    the cursor of (source, set) move, to `cursor`: the server's clock at the window's first page.
    """

    source: str
    set: str
    window: int
    token: str | None = None
    token_expires: datetime | None = None
    pages: int = 0
    closed: bool = False
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the items of a page or a run. The first five together are `received`.

    `unknown`: those of `deleted` that were tombstones of what we never had, which is no change.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    quarantined: int = 0
    unknown: int = 0

    @property
    def moved(self) -> bool:
        """Whether anything that we hold has changed."""
        return self.new + self.changed + self.deleted > self.unknown

    @property
    def received(self) -> int:
        return self.new + self.changed + self.unchanged + self.deleted + self.quarantined

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.deleted + other.deleted,
            self.quarantined + other.quarantined,
            self.unknown + other.unknown,
        )


@dataclass(frozen=True, slots=True)
class Deleted:
    """When a record went, and how we know."""

    at: datetime
    how: DeletedHow


@dataclass(frozen=True, slots=True)
class Format:
    """A metadata format: the prefix that was asked for, the namespace that came."""

    prefix: str
    namespace: str


@dataclass(frozen=True, slots=True)
class Record:
    """A record as held: header, provenance, times, document. Its XML is `Store.raw(content_hash)`.

    Times are UTC with whole seconds. `last_changed` is our own datestamp when we serve the record
    on. `revision` grows with every change of any record; 0 for a tombstone of something that we
    never had, because that is no change. `document` is None where we never had the record.
    """

    source: str
    identifier: str
    datestamp: str
    sets: tuple[str, ...]
    format: Format
    content_hash: str | None
    about: tuple[bytes, ...]
    response_date: str | None
    base_url: str | None
    first_seen: datetime
    last_changed: datetime
    last_seen: datetime
    revision: int
    deleted: Deleted | None
    normaliser: int
    document: Document | None

    @property
    def key(self) -> Key:
        return Key(self.source, self.identifier)


@dataclass(frozen=True, slots=True)
class Copied:
    """A record as another store holds it, with its XML where that came along."""

    record: Record
    xml: bytes | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What a document is made from, as it is held, and the document that was made from it."""

    identifier: str
    sets: tuple[str, ...]
    namespace: str
    content_hash: str
    normaliser: int
    xml: bytes
    document: Document


@dataclass(frozen=True, slots=True)
class Renewed:
    """A record that was normalised again; `document` None: it came out as it was.

    `content_hash` and `sets` are those that it was made from.
    """

    identifier: str
    content_hash: str
    sets: tuple[str, ...]
    normaliser: int
    document: Document | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A document, and when its record came first (None: not known): what an index is made of."""

    document: Document
    first_seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A record that the engine has not taken yet. `document` None: take it out of the engine."""

    key: Key
    number: int
    document: Document | None
    first_seen: datetime | None = None


RunStatus = Literal["running", "ok", "unchanged", "partial", "failed", "blocked", "interrupted"]
WindowState = Literal["pending", "open", "closed", "failed"]
WindowKind = Literal["regular", "full", "by-hand"]


@dataclass(frozen=True, slots=True)
class Window:
    """The dates of one harvest of (source, set); `set` is "" where all is asked for.

    `start` and `end` are OAI-PMH datestamps as asked, None for open ends. `token`, `pages` and
    `cursor` are the last checkpoint; `cursor` is the server's clock at the first page.
    `pending` was not asked for yet, `open` was, `failed` ended a run with an error. `span` is
    the id of the window that this one is a part of (its own where it was never split). Those
    `by-hand` (--from, --until) never move the cursor.
    """

    id: int
    source: str
    set: str
    start: str | None
    end: str | None
    state: WindowState
    tries: int
    reason: str | None
    token: str | None
    token_expires: datetime | None
    pages: int
    cursor: str | None
    kind: WindowKind = "regular"
    span: int = 0


@dataclass(frozen=True, slots=True)
class RunError:
    """Why a run ended badly: the code, message and hint of the error."""

    code: str
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One harvest (or load) of one source, with its counts and its status.

    `skew` is how many seconds the server's clock is ahead of ours; None where it says no time.
    `remarks` counts by name what was odd and cost nothing; `warnings` are for people to read.
    `not_before`: until then the server wants to be left alone.
    """

    id: int
    source: str
    status: RunStatus
    window: tuple[str | None, str | None]
    started: datetime
    ended: datetime | None = None
    requests: int = 0
    retries: int = 0
    bytes: int = 0
    pages: int = 0
    promised: int | None = None
    counts: Counts = Counts()
    repairs: tuple[tuple[str, int], ...] = ()
    error: RunError | None = None
    skew: int | None = None
    remarks: tuple[tuple[str, int], ...] = ()
    warnings: tuple[str, ...] = ()
    not_before: datetime | None = None


SweepStatus = Literal["running", "complete", "stopped", "failed", "interrupted", "dry-run"]


@dataclass(frozen=True, slots=True)
class Named:
    """What a list of identifiers says of a record: the header alone."""

    identifier: str
    datestamp: str
    deleted: bool = False


class Compared(NamedTuple):
    """How two lists of identifiers differ; `fresh` are those of `extra` not missing before."""

    theirs: int
    ours: int
    missing: int
    extra: int
    fresh: int


@dataclass(frozen=True, slots=True)
class Sweep:
    """A comparison of the server's whole list of identifiers with ours.

    `theirs` and `ours` are distinct live identifiers, when the list was whole and before anything
    was done. `missing` are those that we lack, `fetched` how many of them came; `extra` those that
    the server lacks, `deleted` how many of them went. A `stopped` one waits for a person.
    """

    id: int
    source: str
    status: SweepStatus
    started: datetime
    ended: datetime | None = None
    theirs: int = 0
    ours: int = 0
    missing: int = 0
    extra: int = 0
    fetched: int = 0
    deleted: int = 0
    why: str | None = None

    @property
    def drift(self) -> int:
        """The server's count less ours."""
        return self.theirs - self.ours


@dataclass(frozen=True, slots=True)
class Quarantined:
    """What could not be read, kept whole: `bytes` is the length of `Store.quarantine_body(id)`."""

    id: int
    source: str
    kind: Literal["record", "page"]
    identifier: str | None
    code: str
    reason: str
    bytes: int
    at: datetime
    url: str
    run: int | None


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the store knows of a source (its settings are in config.toml).

    `declared` is False for a source that only `load` made: it is never scheduled.
    """

    name: str
    url: str
    prefix: str
    declared: bool
    records: int
    deleted: int
    quarantined: int
    last_attempt: datetime | None
    last_success: datetime | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a source stands in the schedule, told from its runs (those that asked a server).

    `status` is that of the newest run, which began at `began` and lasted `took`. In a row, up to
    now: `failures` are runs that brought nothing, `tries` those without a whole success, `cut`
    those that were interrupted. `since` is when the first run behind the last success began.
    `not_before`: until then the server wanted to be left alone, in the newest run.
    """

    source: str
    next_at: datetime | None = None
    last_attempt: datetime | None = None
    last_success: datetime | None = None
    status: RunStatus | None = None
    began: datetime | None = None
    took: timedelta | None = None
    failures: int = 0
    tries: int = 0
    cut: int = 0
    since: datetime | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A record that an operator hides from everybody: why, and since when."""

    source: str
    identifier: str
    why: str
    since: datetime

    @property
    def key(self) -> Key:
        return Key(self.source, self.identifier)


@dataclass(frozen=True, slots=True)
class Order:
    """What an operator wants of a source: that it rests (since when, why), or is harvested now."""

    source: str
    paused_at: datetime | None = None
    paused_why: str | None = None
    wanted_at: datetime | None = None
