"""[harvest]: how servers are asked; and the keys of it that a [[source]] may have otherwise."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, TypeAlias

from pydantic import Field

from harvester.bounds import BOUNDS, Bounds
from harvester.caps import Caps
from harvester.setting_types import (
    Agent,
    Contact,
    Count,
    Duration,
    Levels,
    Many,
    Most,
    Size,
    Span,
)
from index import __version__
from index.mistakes import Expected
from index.settings import Section


class HarvestSection(Section):
    """[harvest]: how all sources are asked."""

    retries: Count = Field(default=4, description="how often a request that failed is tried again")
    retry_wait: Duration = Field(
        default=timedelta(seconds=5),
        description="the wait before the first retry; it doubles each time",
    )
    min_gap: Duration = Field(
        default=timedelta(seconds=1),
        description="the shortest time between two requests to one host (this machine: none)",
    )
    per_host: Many = Field(default=1, description="requests that one host is sent at the same time")
    workers: Many = Field(default=8, description="sources that are harvested at the same time")
    overlap: Duration = Field(
        default=timedelta(hours=48), description="how far a harvest looks back behind the last one"
    )
    max_backoff: Span = Field(
        default=timedelta(hours=48),
        description="the longest time to the next harvest of a source that keeps failing",
    )
    max_blocked: Span = Field(
        default=timedelta(days=7),
        description="the same where the server refuses us",
    )
    timeout_connect: Span = Field(
        default=timedelta(seconds=30), description="how long to wait for a connection"
    )
    timeout_read: Span = Field(
        default=timedelta(seconds=120),
        description="how long to wait for the next bytes of a response",
    )
    max_bytes: Size = Field(default=64_000_000, description="a longer response is given up")
    max_seconds: Span = Field(
        default=timedelta(minutes=10), description="a response that takes longer is given up"
    )
    max_tags: Most = Field(
        default=BOUNDS.tags, description="a response with more tags is given up: they cost memory"
    )
    max_records: Most = Field(
        default=BOUNDS.records, description="a response with more records is given up"
    )
    max_depth: Levels = Field(
        default=BOUNDS.depth,
        description="a record with more levels of elements goes to quarantine",
    )
    max_attributes: Most = Field(
        default=BOUNDS.attributes,
        description="a record with more attributes in one element goes to quarantine",
    )
    max_redirects: Count = Field(
        default=5, description="how many redirects are followed; never from https to http"
    )
    max_header_lines: Levels = Field(
        default=100, description="an answer with more header lines is given up"
    )
    sweep_every: Span = Field(
        default=timedelta(days=30),
        description="how often a source that needs it is swept: all identifiers compared",
    )
    sweep_limit: Count = Field(
        default=10, description="a sweep that finds more gone than so many per cent stops and asks"
    )
    contact: Contact = Field(
        default="", description="your mail address or URL, for the User-Agent: servers ask for it"
    )
    user_agent: Agent = Field(
        default="",
        description="sent instead of the User-Agent that is made of name, version and contact",
    )

    @property
    def bounds(self) -> Bounds:
        """How much a response may hold beside bytes."""
        return Bounds(self.max_tags, self.max_records, self.max_depth, self.max_attributes)

    @property
    def caps(self) -> Caps:
        """The longest waits behind failures."""
        return Caps(self.max_backoff, self.max_blocked)

    @property
    def agent(self) -> str:
        """The User-Agent to send."""
        ours = f"oai-harvester/{__version__}"
        return self.user_agent or (f"{ours} ({self.contact})" if self.contact else ours)


_COUNT = Expected("a whole number from 0 to 100")
_DURATION = Expected('seconds, or a duration such as "90s", "5m", "48h", "7d" (at most 3650d)')
_SIZE = Expected('bytes above 0, or a size such as "64MB" (at most 1000GB)')
_MOST = Expected("a whole number from 1 to 1000000000")
_LEVELS = Expected("a whole number from 1 to 2000")
_AGENT = Expected("one line of plain (ASCII) text")
_CONTACT = Expected('a mail address or URL (ASCII), such as "you@example.org"')

_OwnSpan: TypeAlias = Annotated[Span | None, _DURATION]
_OwnCount: TypeAlias = Annotated[Count | None, _COUNT]
_OwnDuration: TypeAlias = Annotated[Duration | None, _DURATION]


def _own() -> Any:
    return Field(default=None, description="in place of that of [harvest], for this source alone")


class OwnManners(Section):
    """Keys of a [[source]] that hold in place of those of [harvest]."""

    retries: _OwnCount = _own()
    retry_wait: _OwnDuration = _own()
    min_gap: _OwnDuration = _own()
    overlap: _OwnDuration = _own()
    max_backoff: _OwnSpan = _own()
    max_blocked: _OwnSpan = _own()
    timeout_connect: _OwnSpan = _own()
    timeout_read: _OwnSpan = _own()
    max_bytes: Annotated[Size | None, _SIZE] = _own()
    max_seconds: _OwnSpan = _own()
    max_tags: Annotated[Most | None, _MOST] = _own()
    max_records: Annotated[Most | None, _MOST] = _own()
    max_depth: Annotated[Levels | None, _LEVELS] = _own()
    max_attributes: Annotated[Most | None, _MOST] = _own()
    max_redirects: _OwnCount = _own()
    max_header_lines: Annotated[Levels | None, _LEVELS] = _own()
    contact: Annotated[Contact | None, _CONTACT] = _own()
    user_agent: Annotated[Agent | None, _AGENT] = _own()

    def over(self, common: HarvestSection) -> HarvestSection:
        """How this source is asked: its own keys, else the common ones."""
        names = OwnManners.model_fields
        own = {name: value for name in names if (value := getattr(self, name)) is not None}
        return common.model_copy(update=own)
