"""Feeds against the rules of their specifications, whatever stands in the records."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.export.feeds import FEEDS, address
from index.record import Agent, Document, Link, Text
from tests.index.export.feed_rules import mistakes
from tests.index.export.samples import ARTICLE, AWKWARD, BARE, record_of, with_text
from tests.index.export.test_feeds import CHANNEL, written

ODD = (
    "", " ", "\n\t", "\0", "\x0b", "\ufffe", "a\0b", "]]>", "\u202e", "\x85", "\u2028",
)  # fmt: skip
LINKS = (
    "https://example.org/статья 1.pdf",
    "https://example.org/a\nb",
    "www.example.org/1",
    "/article/1",
    "ftp://example.org/1",
    "https://exam ple.org/[1]",
    "http://[::1",
    "https://example.org/%zz?q=<b>",
    "",
)


def numbered(*documents: Document) -> list[Document]:
    return [replace(one, identifier=f"oai:x:{at}") for at, one in enumerate(documents)]


@pytest.mark.parametrize("name", FEEDS)
def test_feeds_of_any_text_are_valid(name: str) -> None:
    documents = numbered(ARTICLE, BARE, *map(with_text, (*AWKWARD, *ODD)))
    assert mistakes(name, written(name, *documents)) == []
    assert mistakes(name, FEEDS[name].write(CHANNEL, ())) == []
    assert mistakes(name, FEEDS[name].write(replace(CHANNEL, next_url=None), ())) == []


@pytest.mark.parametrize("name", FEEDS)
def test_feeds_of_any_link_are_valid(name: str) -> None:
    linked = (replace(ARTICLE, links=(Link(link, "landing"),)) for link in LINKS)
    assert mistakes(name, written(name, *numbered(*linked))) == []


@pytest.mark.parametrize("name", FEEDS)
@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=30), other=st.text(max_size=30))
@example(text=" ", other=" ")
def test_feeds_are_valid_by_law(name: str, text: str, other: str) -> None:
    held = replace(
        with_text(text),
        titles=(Text(other),),
        creators=(Agent(text), Agent(other)),
        languages=("ru",),
        links=(Link(f"https://example.org/{other}", "landing"),),
    )
    assert (
        mistakes(name, FEEDS[name].write(replace(CHANNEL, title=text or "x"), [record_of(held)]))
        == []
    )


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("atom", b"<updated>2026", b"<updated>26"),
        ("atom", b"<id>urn:uuid:", b"<id>no uri "),
        ("atom", b"<entry>", b'<entry><link rel="alternate" type="text/html" href="http://x/"/>'),
        ("atom", b"<published>", b"<published>x"),
        ("atom", b'rel="self"', b'rel="other"'),
        ("rss", b"GMT</pubDate>", b"</pubDate>"),
        ("rss", b"<link>https://index.example.org/r", b"<link>/r"),
        ("rss", b"<guid ", b"<other "),
        ("json", b'"content_text"', b'"content"'),
        ("json", b'"id":"', b'"id":"","x":"'),
        ("json", b"2026-11-22T", b"2026-22-11T"),
        ("json", b'"url":"https:', b'"url":"'),
        ("json", b'"name":"', b'"called":"'),
    ],
)
def test_the_rules_see_what_is_wrong(name: str, good: bytes, bad: bytes) -> None:
    body = written(name, ARTICLE)
    assert good in body
    wrong = body.replace(good, bad)
    if name == "rss":
        wrong = wrong.replace(b"</guid>", b"</other>") if bad == b"<other " else wrong
    assert mistakes(name, wrong)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("https://example.org/a?b=c&d=%20#e", "https://example.org/a?b=c&d=%20#e"),
        ("https://example.org/статья 1", "https://example.org/%D1%81%D1%82%D0%B0%D1%82%D1%8C%D1%8F%201"),
        ("https://example.org/100%?<b>", "https://example.org/100%25?%3Cb%3E"),
        ("https://example.org:8080/(1);2", "https://example.org:8080/(1);2"),
        ("/article/1", ""),
        ("javascript:alert(1)", ""),
        ("http://[::1", ""),
    ],
)  # fmt: skip
def test_addresses_of_others_are_encoded_or_left_out(given: str, taken: str) -> None:
    assert address(given) == taken
