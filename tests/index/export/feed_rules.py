"""What the specifications of feeds demand, as validators: each gives what is wrong with a feed.

JSON Feed 1.1 (jsonfeed.org/version/1.1) as a JSON Schema; Atom (RFC 4287, 4.1 and 4.2) as RELAX NG
and the rules that no grammar can say; RSS 2.0 (rssboard.org/rss-specification) as a grammar too.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

import jsonschema_rs
from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
_AT = f"{{{ATOM}}}"
_TEXT = {"type": "string", "minLength": 1}
_URL = {"type": "string", "format": "iri", "pattern": "^https?://"}
_DATE = {"type": "string", "format": "date-time"}
# RFC 5646, what our codes use of it: a language, perhaps a script and a region.
_LANGUAGE = {
    "type": "string",
    "pattern": "^[A-Za-z]{2,8}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$",
}
_AUTHORS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {"name": _TEXT, "url": _URL, "avatar": _URL},
        "minProperties": 1,
        "additionalProperties": False,
    },
}
_ITEM = {
    "type": "object",
    "properties": {
        "id": _TEXT, "url": _URL, "external_url": _URL, "title": {"type": "string"},
        "content_html": {"type": "string"}, "content_text": {"type": "string"},
        "summary": {"type": "string"}, "image": _URL, "banner_image": _URL,
        "date_published": _DATE, "date_modified": _DATE, "authors": _AUTHORS,
        "tags": {"type": "array", "items": _TEXT}, "language": _LANGUAGE,
        "attachments": {
            "type": "array",
            "items": {"type": "object", "required": ["url", "mime_type"]},
        },
    },
    "required": ["id"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "patternProperties": {"^_[A-Za-z][^.]*$": {"type": "object"}},
    "additionalProperties": False,
}  # fmt: skip
_JSON_FEED = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": _TEXT, "home_page_url": _URL, "feed_url": _URL, "next_url": _URL,
        "description": {"type": "string"}, "user_comment": {"type": "string"},
        "icon": _URL, "favicon": _URL, "authors": _AUTHORS, "language": _LANGUAGE,
        "expired": {"type": "boolean"}, "hubs": {"type": "array"},
        "items": {"type": "array", "items": _ITEM},
    },
    # On the public web the two addresses are to be considered as required.
    "required": ["version", "title", "items", "home_page_url", "feed_url"],
    "patternProperties": {"^_[A-Za-z][^.]*$": {"type": "object"}},
    "additionalProperties": False,
}  # fmt: skip
_JSON = jsonschema_rs.Draft202012Validator(_JSON_FEED, validate_formats=True)

_SPACES = (
    'xmlns="http://relaxng.org/ns/structure/1.0" '
    'datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'
)
_ATOM_GRAMMAR = f"""
<grammar {_SPACES} ns="{ATOM}">
  <start><element name="feed"><interleave>
    <ref name="common"/>
    <optional><element name="subtitle"><ref name="words"/></element></optional>
    <zeroOrMore><element name="entry"><interleave>
      <ref name="common"/>
      <optional><element name="published"><ref name="date"/></element></optional>
      <optional><element name="summary"><ref name="words"/></element></optional>
    </interleave></element></zeroOrMore>
  </interleave></element></start>
  <define name="common"><interleave>
    <element name="id"><ref name="uri"/></element>
    <element name="title"><ref name="words"/></element>
    <element name="updated"><ref name="date"/></element>
    <zeroOrMore><element name="author"><interleave>
      <element name="name"><ref name="said"/></element>
      <optional><element name="uri"><ref name="uri"/></element></optional>
    </interleave></element></zeroOrMore>
    <zeroOrMore><element name="category">
      <attribute name="term"><ref name="said"/></attribute>
      <optional><attribute name="scheme"><ref name="uri"/></attribute></optional>
      <optional><attribute name="label"/></optional>
    </element></zeroOrMore>
    <zeroOrMore><element name="link">
      <attribute name="href"><ref name="uri"/></attribute>
      <optional><attribute name="rel"/></optional>
      <optional><attribute name="hreflang"/></optional>
      <optional><attribute name="type">
        <data type="string"><param name="pattern">.+/.+</param></data>
      </attribute></optional>
    </element></zeroOrMore>
  </interleave></define>
  <define name="words">
    <optional><attribute name="type">
      <choice><value>text</value><value>html</value></choice>
    </attribute></optional>
    <text/>
  </define>
  <define name="said"><data type="string"><param name="pattern">.*\\S.*</param></data></define>
  <define name="uri"><data type="anyURI">
    <param name="pattern">[a-zA-Z][a-zA-Z0-9+.\\-]*:\\S+</param>
  </data></define>
  <define name="date"><data type="dateTime">
    <param name="pattern">.{{10}}T.{{8}}(\\.[0-9]+)?(Z|[+\\-].{{5}})</param>
  </data></define>
</grammar>"""
_RSS_GRAMMAR = f"""
<element {_SPACES} name="rss">
  <attribute name="version"><value>2.0</value></attribute>
  <element name="channel"><interleave>
    <element name="title"><text/></element>
    <element name="link"><data type="anyURI"/></element>
    <element name="description"><text/></element>
    <optional><element name="lastBuildDate"><text/></element></optional>
    <zeroOrMore><element name="link" ns="{ATOM}">
      <attribute name="rel"/><attribute name="href"/>
      <optional><attribute name="type"/></optional>
    </element></zeroOrMore>
    <zeroOrMore><element name="item"><interleave>
      <element name="title"><text/></element>
      <element name="link"><data type="anyURI"/></element>
      <element name="guid">
        <attribute name="isPermaLink">
          <choice><value>true</value><value>false</value></choice>
        </attribute>
        <data type="string"><param name="minLength">1</param></data>
      </element>
      <element name="pubDate"><text/></element>
      <optional><element name="description"><text/></element></optional>
      <zeroOrMore><element name="category"><text/></element></zeroOrMore>
      <zeroOrMore><element name="creator" ns="http://purl.org/dc/elements/1.1/">
        <data type="string"><param name="pattern">.*\\S.*</param></data>
      </element></zeroOrMore>
    </interleave></element></zeroOrMore>
  </interleave></element>
</element>"""
_GRAMMARS = {
    name: etree.RelaxNG(etree.fromstring(text))
    for name, text in (("atom", _ATOM_GRAMMAR), ("rss", _RSS_GRAMMAR))
}
_ABSOLUTE = re.compile(r"https?://[^/\s]+\S*")
_RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    r"\d{4} \d\d:\d\d:\d\d (GMT|[+-]\d{4})"
)


def mistakes(name: str, body: bytes) -> list[str]:
    """What is wrong with a feed of that kind: atom, rss or json."""
    return list({"atom": _atom, "rss": _rss, "json": _json}[name](body))


def _json(body: bytes) -> Iterator[str]:
    feed: Any = json.loads(body)
    yield from (f"{error.instance_path}: {error.message}" for error in _JSON.iter_errors(feed))
    if feed.get("next_url") == feed.get("feed_url"):
        yield "next_url leads to the feed itself"
    yield from _twice(item.get("id") for item in feed.get("items", ()))


def _atom(body: bytes) -> Iterator[str]:
    root = etree.fromstring(body)
    yield from _against("atom", root)
    entries = root.findall(f"{_AT}entry")
    for element in (root, *entries):
        # 4.1.1 and 4.1.2: no two alternates of the same type and language.
        yield from _twice(
            (link.get("type"), link.get("hreflang"))
            for link in element.findall(f"{_AT}link")
            if link.get("rel", "alternate") == "alternate"
        )
    if root.find(f"{_AT}author") is None and any(e.find(f"{_AT}author") is None for e in entries):
        yield "an entry without an author"
    yield from _twice(one.findtext(f"{_AT}id") for one in entries)
    relations = [link.get("rel") for link in root.findall(f"{_AT}link")]
    if relations.count("self") != 1:
        yield "not one link to the feed itself"


def _rss(body: bytes) -> Iterator[str]:
    root: Any = etree.fromstring(body)
    yield from _against("rss", root)
    yield from _twice(root.xpath("channel/item/guid/text()"))
    links = root.xpath("//link/text() | //atom:link/@href", namespaces={"atom": ATOM})
    yield from (f"no absolute link: {link}" for link in links if not _ABSOLUTE.fullmatch(link))
    for date in root.xpath("//pubDate/text() | //lastBuildDate/text()"):
        if not _RFC_822.fullmatch(date) or f"{parsedate_to_datetime(date):%a}" != date[:3]:
            yield f"no date of RFC 822: {date}"


def _against(name: str, root: Any) -> Iterator[str]:
    grammar = _GRAMMARS[name]
    if not grammar.validate(root):
        yield from (f"line {one.line}: {one.message}" for one in grammar.error_log)


def _twice(values: Any) -> Iterator[str]:
    yield from (f"twice: {value}" for value, count in Counter(values).items() if count > 1)
