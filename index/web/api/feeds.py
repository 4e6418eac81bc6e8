"""Feeds of any query: what came, newest first; who reads one needs no account."""

from __future__ import annotations

from index.export.feeds import FEEDS, Channel, Feed
from index.record import Key
from index.web.api.asking import asked, asking
from index.web.api.forms import chosen_of, suffix_param
from index.web.api.links import page_url, with_query
from index.web.api.operation import Answer, Call, Operation
from index.web.api.params import Param
from index.web.api.records import held
from index.web.settings import WebSettings

_ITEMS = 50


def operations(settings: WebSettings) -> tuple[Operation, ...]:
    """`/feed` and `/feed.SUFFIX`."""
    about = (
        "Atom, RSS or JSON Feed of a query, by when records were first seen: indexing or "
        "normalising again makes no entry new. Older entries: `rel=next`."
    )
    params = (
        *asking(settings),
        Param("limit", "Entries.", "number", _ITEMS, least=1, most=settings.max_page),
        Param("cursor", "Of the link to older entries.", most=settings.max_letters),
    )
    kind = Param("format", "The kind of feed.", among=(*FEEDS,))
    suffixes = [one.suffix for one in FEEDS.values()]
    media = tuple(one.media_type for one in FEEDS.values())
    return (
        Operation("/feed", "feed", "A feed of a query", about, feed, (*params, kind), media=media),
        Operation(
            "/feed.{suffix}", "feed_as", "The same, by suffix", about,
            feed, (*params, suffix_param(suffixes)), media=media, problems=(404,),
        ),
    )  # fmt: skip


def feed(call: Call) -> Answer:
    """The records that came last and answer a query."""
    kind: Feed = chosen_of(call, FEEDS.values())
    ask, values = asked(call.values, call.settings), call.values
    results = call.index.search(
        ask.text,
        filters=ask.filters,
        exclude=ask.exclude,
        sort="first-seen",
        limit=values["limit"],
        cursor=values["cursor"],
        highlights=False,
    )
    records = held(call.index, [Key(hit.source, hit.identifier) for hit in results.hits])
    channel = _channel(call, results.next)
    links = ((channel.next_url, {"rel": "next"}),) if channel.next_url else ()
    body = kind.write(channel, records)
    return Answer(body, kind.media_type, links=links, took=results.took)


def _channel(call: Call, cursor: str | None) -> Channel:
    own = [pair for pair in call.query if pair[0] != "cursor"]
    asking = [pair for pair in own if pair[0] not in ("limit", "format")]
    address, name = f"{call.base}{call.path}", call.settings.name
    query = call.values["q"]
    return Channel(
        title=f"{name}: {query}" if query else name,
        description=f"What came last to {name}, newest first.",
        author=name,
        page_url=with_query(f"{call.base}/search", asking),
        feed_url=with_query(address, call.query),
        record_url=lambda key: page_url(call.base, *key),
        next_url=with_query(address, [*own, ("cursor", cursor)]) if cursor else None,
    )
