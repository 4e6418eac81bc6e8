"""Feeds as readers of feeds take them."""

from __future__ import annotations

import json
from calendar import timegm
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import feedparser
import pytest
from lxml import etree

from index.export.feeds import FEEDS, Channel
from index.record import Document, Record
from index.testing.samples import NOW
from tests.index.export.samples import ARTICLE, AWKWARD, BARE, record_of, with_text

CHANNEL = Channel(
    title="физика & <b>оптика</b>",
    description="What came last for физика",
    author="A library",
    page_url="https://index.example.org/search?q=%D1%84&sort=first-seen",
    feed_url="https://index.example.org/search.atom?q=%D1%84",
    record_url=lambda key: f"https://index.example.org/r/{quote(key.identifier, safe='')}",
    next_url="https://index.example.org/search.atom?q=%D1%84&cursor=abc",
)
ATOM = "{http://www.w3.org/2005/Atom}"


def written(name: str, *documents: Document) -> bytes:
    return FEEDS[name].write(CHANNEL, map(record_of, documents))


@pytest.mark.parametrize("name", ["atom", "rss"])
def test_a_feed_as_feedparser_reads_it(name: str) -> None:
    feed = feedparser.parse(written(name, ARTICLE, BARE))
    assert not feed.bozo
    assert feed.version == {"atom": "atom10", "rss": "rss20"}[name]
    assert feed.feed.link == CHANNEL.page_url
    assert feed.feed.links[-1].href == CHANNEL.next_url
    article, bare = feed.entries
    assert article.title == "О природе света"
    assert article.link == "https://index.example.org/r/oai%3Aherald.example.org%3Aarticle%2F1"
    assert article.id.startswith("urn:uuid:")
    assert timegm(article.published_parsed) == NOW.timestamp()
    assert [author.name for author in article.authors] == [
        "Кистанов, В. О.",
        "Institute of Oriental Studies",
    ]
    assert [tag.term for tag in article.tags] == ["свет", "light"]
    assert "Второй абзац." in article.summary
    assert bare.title == BARE.identifier


def test_a_json_feed_holds_what_its_specification_wants() -> None:
    feed = json.loads(written("json", ARTICLE, BARE))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["feed_url"], feed["next_url"]) == (CHANNEL.feed_url, CHANNEL.next_url)
    for item in feed["items"]:
        assert item.keys() >= {"id", "url", "content_text", "date_published"}
    assert feed["items"][0]["date_modified"] == "2026-11-22T11:00:00Z"
    assert json.loads(FEEDS["json"].write(CHANNEL, ()))["items"] == []


def test_an_atom_feed_holds_what_rfc_4287_wants() -> None:
    root = etree.fromstring(written("atom", ARTICLE, BARE))
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
    # An entry without an author has the one of the feed (4.2.1).
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "A library"
    links = [(link.get("rel"), link.get("href")) for link in root.findall(f"{ATOM}link")]
    assert ("self", CHANNEL.feed_url) in links
    assert root.findtext(f"{ATOM}updated") == "2026-11-22T11:00:00Z"


@pytest.mark.parametrize("name", FEEDS)
def test_a_record_is_the_same_entry_for_ever(name: str) -> None:
    """Indexed or normalised again, looked at again, served from another host."""
    first = record_of(ARTICLE)
    again = replace(first, last_seen=NOW + timedelta(days=9), revision=99, normaliser=7)
    moved = replace(CHANNEL, record_url=lambda key: "https://elsewhere.example.org/")
    assert FEEDS[name].write(CHANNEL, [first]) == FEEDS[name].write(CHANNEL, [again])
    assert entry_id(name, CHANNEL, first) == entry_id(name, moved, first)
    other = replace(first, identifier="oai:herald.example.org:article/3")
    assert entry_id(name, CHANNEL, first) != entry_id(name, CHANNEL, other)
    assert FEEDS[name].write(CHANNEL, []) == FEEDS[name].write(CHANNEL, [])


def entry_id(name: str, channel: Channel, record: Record) -> str:
    body = FEEDS[name].write(channel, [record])
    if name == "json":
        return str(json.loads(body)["items"][0]["id"])
    return str(feedparser.parse(body).entries[0].id)


@pytest.mark.parametrize("text", AWKWARD)
def test_any_text_comes_through_a_feed(text: str) -> None:
    atom = etree.fromstring(written("atom", with_text(text)))
    rss = etree.fromstring(written("rss", with_text(text)))
    assert atom.findtext(f"{ATOM}entry/{ATOM}title") == " ".join(text.split())
    assert atom.findtext(f"{ATOM}entry/{ATOM}summary") == f"{text}\n{text}"
    assert rss.findtext("channel/item/title") == " ".join(text.split())
    shown = etree.fromstring(rss.findtext("channel/item/description") or "", etree.HTMLParser())
    assert [p.text for p in shown.iter("p")] == [text, text]
    assert {p.tag for p in shown.iter()} == {"html", "body", "p"}
    (item,) = json.loads(written("json", with_text(text)))["items"]
    assert item["content_text"] == f"{text}\n{text}"


@pytest.mark.parametrize("name", FEEDS)
def test_what_has_no_document_is_no_entry(name: str) -> None:
    body = FEEDS[name].write(CHANNEL, [record_of(None), record_of(ARTICLE)])
    assert body == written(name, ARTICLE)
