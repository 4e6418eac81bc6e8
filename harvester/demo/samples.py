"""The sample articles of samples.toml as records, shaped as OJS 2.4 and 3.x write oai_dc.

What is shaped: languages side by side in varying order, creators without a language (OJS 2.4) or
once for each language (3.4), one subject string or many, empty elements with xml:lang, volume and
number in the words of each language, bare DOIs, EDN codes and ISSNs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, NamedTuple

import msgspec
from lxml import etree

from harvester.record_xml import raw_record
from index.record import RawRecord, Tombstone

_DC = "http://purl.org/dc/elements/1.1/"
_OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SITE = "https://journals.example.org"
_LICENCE = "https://creativecommons.org/licenses/by/4.0"

# A language as samples.toml has it -> OJS's locale, and the ISO 639-2 code of dc:language.
_LOCALES = {
    "ru": ("ru-RU", "rus"),
    "en": ("en-US", "eng"),
    "uk": ("uk-UA", "ukr"),
    "de": ("de-DE", "deu"),
    "ja": ("ja-JP", "jpn"),
    "ar": ("ar-IQ", "ara"),
}


@dataclass(frozen=True, slots=True)
class _Journal:
    style: Literal["ojs2", "ojs3"]
    eissn: str
    publisher: dict[str, str]
    title: dict[str, str]
    issue: dict[str, str]
    issn: str | None = None


@dataclass(frozen=True, slots=True)
class _Text:
    title: str
    keywords: str | tuple[str, ...]
    abstract: str | None = None


class _Issue(NamedTuple):
    volume: int
    number: int
    date: str


@dataclass(frozen=True, slots=True)
class _Article:
    id: int
    journal: str
    order: tuple[str, ...]
    issue: _Issue
    pages: str
    creators: tuple[str | dict[str, str], ...]
    text: dict[str, _Text]
    holder: str | None = None
    edn: str | None = None

    @property
    def language(self) -> str:
        """Its own language: English is the second one wherever there are two."""
        return next((language for language in self.order if language != "en"), "en")

    @property
    def identifier(self) -> str:
        return f"oai:journals.example.org:article/{self.id}"

    @property
    def url(self) -> str:
        return f"{_SITE}/{self.journal}/article/view/{self.id}"

    @property
    def year(self) -> str:
        return self.issue.date[:4]


@dataclass(frozen=True, slots=True)
class _Samples:
    deleted: int
    journals: dict[str, _Journal]
    articles: tuple[_Article, ...]


class _Element(NamedTuple):
    """A Dublin Core element: its name, its text, and its language where OJS gives one."""

    name: str
    text: str
    language: str | None = None


def sample_records() -> list[RawRecord]:
    """The sample articles, in the order of their identifiers."""
    samples = _read()
    return [_record(article, samples.journals[article.journal]) for article in samples.articles]


def sample_deletion() -> Tombstone:
    """What a server says later of the one sample that is withdrawn."""
    samples = _read()
    article = next(article for article in samples.articles if article.id == samples.deleted)
    return Tombstone(article.identifier, "2025-02-03T09:00:00Z", _sets(article))


def _read() -> _Samples:
    held = files("harvester.demo").joinpath("samples.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(held), _Samples)


def _sets(article: _Article) -> tuple[str, ...]:
    return (f"{article.journal}:ART", "driver")


def _record(article: _Article, journal: _Journal) -> RawRecord:
    root = etree.Element(f"{{{_OAI_DC}}}dc", nsmap={"oai_dc": _OAI_DC, "dc": _DC, "xsi": _XSI})
    root.set(
        f"{{{_XSI}}}schemaLocation", f"{_OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
    )
    for name, text, language in _elements(article, journal):
        element = etree.SubElement(root, f"{{{_DC}}}{name}")
        element.text = text
        if language:
            element.set(_LANG, _LOCALES[language][0])
    etree.indent(root, "\t")
    datestamp = f"{article.issue.date}T09:{article.id % 60:02}:00Z"
    return raw_record(root, article.identifier, datestamp, _sets(article))


def _elements(article: _Article, journal: _Journal) -> Iterator[_Element]:
    """All elements, in the order of OJS's schema."""
    texts = [(language, article.text[language]) for language in article.order]
    yield from (_Element("title", text.title, language) for language, text in texts)
    yield from _creators(article)
    for language, text in texts:
        words = (text.keywords,) if isinstance(text.keywords, str) else text.keywords
        yield from (_Element("subject", word, language) for word in words)
    for language, text in texts:
        if text.abstract:
            yield _Element("description", text.abstract, language)
    for language in article.order:
        if language in journal.publisher:
            yield _Element("publisher", journal.publisher[language], language)
    yield _Element("date", article.issue.date)
    yield from _types(article, journal)
    yield _Element("format", "application/pdf")
    yield from _identifiers(article)
    yield from _sources(article, journal)
    yield _Element("language", _LOCALES[article.language][1])
    yield _Element("relation", f"{article.url}/{article.id + 5000}")
    yield from _rights(article)


def _creators(article: _Article) -> Iterator[_Element]:
    """Names alone (OJS 2.4), or all of one language and then all of the next (OJS 3.4)."""
    yield from (_Element("creator", name) for name in article.creators if isinstance(name, str))
    for language in article.order:
        for names in article.creators:
            if isinstance(names, dict) and language in names:
                yield _Element("creator", names[language], language)


def _types(article: _Article, journal: _Journal) -> Iterator[_Element]:
    yield _Element("type", "info:eu-repo/semantics/article")
    yield _Element("type", "info:eu-repo/semantics/publishedVersion")
    if journal.style == "ojs2":
        yield from (_Element("type", "", language) for language in article.order)


def _identifiers(article: _Article) -> Iterator[_Element]:
    yield _Element("identifier", article.url)
    yield _Element("identifier", f"10.5555/{article.journal}.{article.year}.{article.id}")
    if article.edn:
        yield _Element("identifier", article.edn)


def _sources(article: _Article, journal: _Journal) -> Iterator[_Element]:
    """Where the article stands in each language, then the bare ISSNs: online first."""
    volume, number, _ = article.issue
    for language in article.order:
        issue = journal.issue[language].format(volume=volume, number=number, year=article.year)
        yield _Element("source", f"{journal.title[language]}; {issue}; {article.pages}", language)
    yield from (_Element("source", issn) for issn in (journal.eissn, journal.issn) if issn)


def _rights(article: _Article) -> Iterator[_Element]:
    """OJS tags rights with the language of its own pages, whatever they are written in."""
    holder = article.holder or "; ".join(
        names[article.language] for names in article.creators if isinstance(names, dict)
    )
    yield _Element("rights", f"Copyright (c) {article.year} {holder}", "en")
    yield _Element("rights", _LICENCE, "en")
