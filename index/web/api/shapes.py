"""The JSON of the API as types: OpenAPI is made from them. Keys may be added, never renamed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ConfigDict

from index.explaining import Explanation
from index.highlight import Fragment
from index.record import Document
from index.suggest.completions import Suggestion
from index.suggest.corrections import Correction


@dataclass(frozen=True, slots=True)
class HitShape:
    """A record that answers; with `fields=` these stand in place of the document.

    `highlights`: field -> fragments, each a list of [text, whether it matched].
    """

    source: str
    identifier: str
    url: str
    score: float
    partial: bool
    highlights: Mapping[str, tuple[Fragment, ...]]
    document: Document | None = None
    fields: Mapping[str, list[str]] | None = None
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class RelaxedShape:
    """What to ask instead where nothing was found, and how many hits that has."""

    kind: str
    what: str
    query: str
    filters: Mapping[str, list[str]]
    exclude: Mapping[str, list[str]]
    count: int


@dataclass(frozen=True, slots=True)
class PageShape:
    """A page of records. `next` is the cursor of the following one, null on the last.

    `total` counts full matches, `total_partial` those that hold only some of the words.
    """

    total: int
    total_partial: int
    interpreted_as: str
    literal: tuple[str, ...]
    next: str | None
    next_url: str | None
    hits: tuple[HitShape, ...]
    facets: Mapping[str, Mapping[str, int]]
    labels: Mapping[str, Mapping[str, str]]
    histogram: Mapping[str, int]
    relax: tuple[RelaxedShape, ...]
    did_you_mean: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class DeletedShape:
    """When a record went, and how we know."""

    at: str
    how: str


@dataclass(frozen=True, slots=True)
class FormatShape:
    """A metadata format: the prefix that was asked for, the namespace that came."""

    prefix: str
    namespace: str


@dataclass(frozen=True, slots=True)
class RecordShape:
    """A record with provenance and times; `deleted` where it is a tombstone."""

    source: str
    identifier: str
    deleted: DeletedShape | None
    datestamp: str
    sets: tuple[str, ...]
    first_seen: str
    last_changed: str
    last_seen: str
    revision: int
    format: FormatShape
    base_url: str | None
    response_date: str | None
    content_hash: str | None
    normaliser: int
    document: Document | None


@dataclass(frozen=True, slots=True)
class KeyShape:
    """The key of a record."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)

    source: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records are wanted: by names, by keys, or both."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)

    names: tuple[str, ...] = ()
    keys: tuple[KeyShape, ...] = ()


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The records that are held, and the names of those that are not."""

    records: tuple[RecordShape, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BucketShape:
    """A value to filter by, how it is shown, and how many full matches have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class FacetShape:
    """The first values of a field; `values` is how many different ones there are."""

    field: str
    values: int
    buckets: tuple[BucketShape, ...]


@dataclass(frozen=True, slots=True)
class FacetsShape:
    """The values of several fields."""

    facets: tuple[FacetShape, ...]


@dataclass(frozen=True, slots=True)
class HistogramShape:
    """Full matches by year, rising; those without one come last."""

    years: tuple[BucketShape, ...]


@dataclass(frozen=True, slots=True)
class SuggestionsShape:
    """What may be being typed."""

    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class SimilarShape:
    """Records like one."""

    hits: tuple[HitShape, ...]
