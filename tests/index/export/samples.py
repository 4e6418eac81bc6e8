"""Records to export: one with everything, one with nothing, and texts that break formats."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from index.record import (
    Agent,
    Coded,
    Date,
    Deleted,
    Document,
    Format,
    Identifier,
    Journal,
    Licence,
    Link,
    Record,
    Text,
)
from index.testing.samples import DC, NOW

# Each has been seen to break some program's export (issue 9, section 3.1).
AWKWARD = (
    "Кистанов: природа света",
    "طبيعة الضوء (دراسة)",
    "光の本質 — 光的本质",
    "sets {a} and }b{ and {c",
    "100 % of \\alpha, \\\\ and \\{",
    "she said \"no\", they said 'yes' and `maybe`",
    "a & b < c > d; e|f~g^h_i#j$k@l",
    "=1+1",
    "@SUM(A1:A9)",
    "AB  - no field",
    "<script>alert(1)</script> &amp; <b>bold</b>",
    "Smith and Jones, and others",
    "naïve café — 𝒜 𐍈",
)

ARTICLE = Document(
    "herald",
    "oai:herald.example.org:article/1",
    sets=("jrn", "jrn:ART"),
    titles=(Text("О природе света", "ru"), Text("On the nature of light", "en")),
    creators=(
        Agent("Кистанов, В. О.", "Кистанов", "В. О.", "person", orcid="0000-0002-1825-0097"),
        Agent("Institute of Oriental Studies", kind="organisation"),
    ),
    contributors=(Agent("Doe, Jane", "Doe", "Jane", "person"),),
    subjects=(Text("свет", "ru"), Text("light", "en")),
    abstracts=(Text("Первый абзац.\nВторой абзац.", "ru"),),
    publishers=(Text("Наука", "ru"),),
    date=Date("2023-05-17", "2023-05-17", 2023, "day"),
    type=Coded("article", "http://purl.org/coar/resource_type/c_6501", "journal article", "COAR"),
    languages=("ru", "en"),
    identifiers=(Identifier("doi", "10.31857/s0869587323110105", "doi"),),
    journal=Journal(
        titles=(Text("Вестник РАН", "ru"), Text("Herald", "en")),
        issn="0869-5873",
        eissn="3034-5200",
        issns=("0869-5873", "3034-5200"),
        volume="93",
        issue="11",
        pages="1095-1100",
        first_page="1095",
        last_page="1100",
    ),
    licence=Licence("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0", "CC BY 4.0"),
    links=(
        Link("https://herald.example.org/article/view/1", "landing"),
        Link("https://herald.example.org/article/view/1/2", "fulltext", "application/pdf"),
    ),
)


def record_of(
    document: Document | None, identifier: str = "oai:herald.example.org:article/1"
) -> Record:
    """A record that holds the document; without one a tombstone of what we never had."""
    return Record(
        source="herald",
        identifier=document.identifier if document else identifier,
        datestamp="2026-01-01T00:00:00Z",
        sets=document.sets if document else (),
        format=Format("oai_dc", DC),
        content_hash="0" * 64,
        about=(),
        response_date=None,
        base_url=None,
        first_seen=NOW,
        last_changed=NOW + timedelta(hours=1),
        last_seen=NOW + timedelta(hours=2),
        revision=3,
        deleted=None if document else Deleted(NOW, "header"),
        normaliser=1,
        document=document,
    )


BARE = Document("herald", "oai:herald.example.org:article/2")


def with_text(text: str) -> Document:
    """The article with this text wherever a text may stand."""
    return replace(
        ARTICLE,
        titles=(Text(text),),
        creators=(Agent(text, kind="organisation"), Agent(f"{text}, B", text, "B", "person")),
        subjects=(Text(text),),
        abstracts=(Text(f"{text}\n{text}"),),
        publishers=(Text(text),),
        journal=replace(ARTICLE.journal or Journal(), titles=(Text(text),)),
    )
