"""Fragments as HTML: nothing that stands in a record becomes markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import PLAIN
from index.highlight import highlight
from index.markup import as_html
from index.query import parse
from index.record import Document, Text


class Reading(HTMLParser):
    """What a browser would find: elements, and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.tags.append(("!", []))


def read(html: str) -> Reading:
    reading = Reading()
    reading.feed(html)
    reading.close()
    return reading


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "</mark><svg onload=alert(1)>",
        "<!-- --><script>",
        "&lt;script&gt; &amp;amp; &#60;",
        "a\x00<\x1fscript>",
        "\" onmouseover='alert(1)'",
        "<\ud800script>",
    ],
)
@pytest.mark.parametrize("query", ["script", "alert 1", "mark", "lt OR 60", "onerror=", "s*"])
def test_a_record_that_holds_markup_is_shown_as_it_stands(title: str, query: str) -> None:
    document = Document("s", "1", titles=(Text(title),))
    (fragment,) = highlight(document, parse(query).tree, PLAIN)["title"]
    found = read(as_html(fragment))
    assert all(tag == ("mark", []) for tag in found.tags)
    shown = title.translate({0: "\ufffd", 0x1F: "\ufffd", 0xD800: "\ufffd"})
    assert found.text == shown


def test_what_matched_is_marked() -> None:
    assert as_html((("a <", False), ("b", True))) == "a &lt;<mark>b</mark>"


@given(st.lists(st.tuples(st.text(), st.booleans())).map(tuple))
def test_no_text_becomes_an_element(fragment: tuple[tuple[str, bool], ...]) -> None:
    html = as_html(fragment)
    assert html.count("<") == 2 * sum(matched for _, matched in fragment)
    assert '"' not in html
    assert "'" not in html
