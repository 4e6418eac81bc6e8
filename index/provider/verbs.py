"""The six verbs of OAI-PMH 2.0 over the records of one source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from index.errors import Refused, StoreDamaged
from index.provider import render
from index.provider.arguments import Granularity, Request, read_request, stamp
from index.provider.formats import OAI_DC, describe, formats_of
from index.provider.tokens import Place, read_token, write_token
from index.record import Key, Record
from index.store.base import RecordStore

DeletedRecord = Literal["persistent", "transient", "no"]

_GRANULARITY: dict[Granularity, str] = {"day": "YYYY-MM-DD", "second": "YYYY-MM-DDThh:mm:ssZ"}


@dataclass(frozen=True, slots=True)
class Provider:
    """Answers OAI-PMH requests from the records of one source.

    `base_url` is what Identify and every answer say; "" lets `serve` fill in its own address.
    `page_size` is items a page, `token_lifetime` how long a list can be gone on with. With
    `deleted_record` "no", tombstones are not shown. The formats are those of the source's first
    `page_size` records: a source is one metadata format.
    """

    store: RecordStore
    source: str
    _: KW_ONLY
    name: str
    base_url: str
    admin_email: str
    granularity: Granularity = "second"
    page_size: int = 100
    token_lifetime: timedelta = timedelta(days=1)
    deleted_record: DeletedRecord = "persistent"

    def answer(self, args: Mapping[str, Sequence[str]], now: datetime) -> bytes:
        """The response to a request: arguments with all their values, `now` aware.

        OAI-PMH errors are answers. Raises `StoreError` when the store cannot be read.
        """
        given: dict[str, str] = {}  # stays empty for badVerb and badArgument (section 3.2)
        try:
            request = read_request(args, self.granularity)
            given = dict(request.given)
            body = _VERBS[request.verb](self, request, now)
        except Refused as refused:
            body = render.tag("error", refused.message, {"code": refused.oai_code}) + b"\n"
        return render.response(now, self.base_url, given, body)


def _identify(provider: Provider, _: Request, now: datetime) -> bytes:
    first = provider.store.listing(provider.source, limit=1)
    earliest = first[0][1].last_changed if first else now
    parts = (
        ("repositoryName", provider.name),
        ("baseURL", provider.base_url),
        ("protocolVersion", "2.0"),
        ("adminEmail", provider.admin_email),
        ("earliestDatestamp", stamp(earliest, provider.granularity)),
        ("deletedRecord", provider.deleted_record),
        ("granularity", _GRANULARITY[provider.granularity]),
        ("compression", "gzip"),
    )
    return render.wrap("Identify", [render.tag(*part) for part in parts])


def _list_metadata_formats(provider: Provider, request: Request, _: datetime) -> bytes:
    if request.identifier is None:
        records = list(_formats(provider).values())
    else:
        records = [_record(provider, request.identifier)]
    parts = [describe(record.format, _xml(provider, record)) for record in records]
    return render.wrap("ListMetadataFormats", parts or [describe(OAI_DC, None)])


def _list_sets(provider: Provider, request: Request, _: datetime) -> bytes:
    if request.token is not None:
        raise Refused("badResumptionToken", "the list of sets is whole; there are no tokens for it")
    specs = {above for spec in _set_specs(provider) for above in _with_ancestors(spec)}
    names = [(render.tag("setSpec", spec), render.tag("setName", spec)) for spec in sorted(specs)]
    return render.wrap("ListSets", [render.wrap("set", name) for name in names])


def _with_ancestors(spec: str) -> list[str]:
    steps = spec.split(":")
    return [":".join(steps[: depth + 1]) for depth in range(len(steps))]


def _set_specs(provider: Provider) -> list[str]:
    specs = provider.store.set_specs(provider.source)
    if not specs:
        raise Refused("noSetHierarchy", "the records stand in no sets")
    return specs


def _get_record(provider: Provider, request: Request, _: datetime) -> bytes:
    record = _record(provider, request.identifier or "")
    if record.format.prefix != request.prefix:
        raise Refused("cannotDisseminateFormat", f"the record is held as {record.format.prefix}")
    return render.wrap("GetRecord", [_item(provider, record)])


def _list_records(provider: Provider, request: Request, now: datetime) -> bytes:
    return _list(provider, request, now, lambda record: _item(provider, record))


def _list_identifiers(provider: Provider, request: Request, now: datetime) -> bytes:
    return _list(provider, request, now, lambda record: render.header(record, provider.granularity))


def _list(
    provider: Provider, request: Request, now: datetime, show: Callable[[Record], bytes]
) -> bytes:
    place = _place(provider, request, now)
    rows = _rows(provider, place, provider.page_size + 1)
    if not rows and place.after is None:
        raise Refused("noRecordsMatch", "no records match")
    page = rows[: provider.page_size]
    parts = [show(record) for _, record in page]
    if len(rows) > len(page):
        row, last = page[-1]
        following = replace(
            place,
            after=(last.last_changed, row),
            cursor=place.cursor + len(page),
            expires=now + provider.token_lifetime,
        )
        parts.append(_token(provider, place, following))
    elif place.after is not None:
        parts.append(_token(provider, place, None))
    return render.wrap(request.verb, parts)


def _token(provider: Provider, place: Place, following: Place | None) -> bytes:
    """The element that ends a page: `following` is where the next one starts, None on the last."""
    attributes = {"cursor": str(place.cursor)}
    if place.size is not None:
        attributes["completeListSize"] = str(place.size)
    if following is None:
        return render.tag("resumptionToken", "", attributes)
    attributes["expirationDate"] = stamp(following.expires, "second")
    return render.tag("resumptionToken", write_token(following, provider.source), attributes)


def _place(provider: Provider, request: Request, now: datetime) -> Place:
    """Where the page starts. Raises `Refused` for a list that cannot be given."""
    if request.token is not None:
        return read_token(request.token, request.verb, provider.source, now)
    prefix = request.prefix or ""
    if prefix not in (_formats(provider) or {OAI_DC.prefix}):
        raise Refused("cannotDisseminateFormat", "ListMetadataFormats says which formats there are")
    if request.set_spec is not None:
        _set_specs(provider)
    asked = (request.set_spec, request.since, request.until)
    return Place(request.verb, prefix, *asked, None, 0, _size(provider, *asked), now)


def _size(
    provider: Provider, set_spec: str | None, since: datetime | None, until: datetime | None
) -> int | None:
    """How long the list will be; None where the store's count holds tombstones that stay hidden."""
    if provider.deleted_record == "no":
        return None
    return provider.store.listing_size(provider.source, since=since, until=until, set_spec=set_spec)


def _rows(provider: Provider, place: Place, limit: int) -> list[tuple[int, Record]]:
    """Up to `limit` items of the list, from behind the place."""
    found: list[tuple[int, Record]] = []
    after = place.after
    while len(found) < limit:
        batch = provider.store.listing(
            provider.source,
            since=place.since,
            until=place.until,
            set_spec=place.set_spec,
            after=after,
            limit=limit,
        )
        found += [
            (row, record)
            for row, record in batch
            if record.format.prefix == place.prefix and _shows(provider, record)
        ]
        if len(batch) < limit:
            break
        row, last = batch[-1]
        after = (last.last_changed, row)
    return found[:limit]


def _formats(provider: Provider) -> dict[str, Record]:
    rows = provider.store.listing(provider.source, limit=provider.page_size)
    return formats_of(record for _, record in rows)


def _shows(provider: Provider, record: Record) -> bool:
    return record.deleted is None or provider.deleted_record != "no"


def _record(provider: Provider, identifier: str) -> Record:
    record = provider.store.get(Key(provider.source, identifier))
    if record is None or not _shows(provider, record):
        raise Refused("idDoesNotExist", "there is no record of that identifier")
    return record


def _item(provider: Provider, record: Record) -> bytes:
    return render.item(record, _xml(provider, record), provider.granularity)


def _xml(provider: Provider, record: Record) -> bytes | None:
    """The stored XML; None for a tombstone."""
    if record.deleted is not None or record.content_hash is None:
        return None
    xml = provider.store.raw(record.content_hash)
    if xml is None:
        raise StoreDamaged(
            f"{record.source}: {record.identifier} has lost its XML",
            f"harvest it again: harvester harvest {record.source} --full",
        )
    return xml


_VERBS: dict[str, Callable[[Provider, Request, datetime], bytes]] = {
    "Identify": _identify,
    "ListMetadataFormats": _list_metadata_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListRecords": _list_records,
    "ListIdentifiers": _list_identifiers,
}
