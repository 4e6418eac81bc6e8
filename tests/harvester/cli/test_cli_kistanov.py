"""The article that this system was first asked for: harvested from a server, shown whole, found by
what it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.door import Door, Said, source_lines
from tests.faults import Args
from tests.provider import ScriptedServer

ARTICLE = Path(__file__).parents[2] / "golden" / "kistanov.xml"
IDENTIFIER = "oai:journals.example.org:article/690001"


class Journal:
    """A server that has this one article."""

    def __init__(self) -> None:
        self._whole = ARTICLE.read_text("utf-8")
        start, end = self._whole.index("<record>"), self._whole.index("<metadata>")
        self._header = self._whole[start:end].replace("<record>", "").strip()

    def answer(self, args: Args, now: datetime) -> bytes:
        verb = args["verb"][0]
        before, _, rest = self._whole.partition("<GetRecord>")
        record, _, after = rest.partition("</GetRecord>")
        held = {
            "Identify": "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity>",
            "ListIdentifiers": self._header,
            "ListRecords": record,
        }[verb]
        told = before.replace("2026-01-15T10:00:00Z", f"{now:%Y-%m-%dT%H:%M:%SZ}")
        return f"{told}<{verb}>{held}</{verb}>{after}".encode()


@pytest.fixture
def harvested(door: Door) -> Iterator[Door]:
    with ScriptedServer(Journal()) as server:
        door.config(source_lines(server.url))
        (run,) = door.right("harvest", "--json").json
        assert (run["status"], run["new"], run["warnings"]) == ("ok", 1, [])
        yield door


def _lines(said: Said) -> list[str]:
    return [" ".join(line.split()) for line in said.out.splitlines()]


@pytest.mark.parametrize(
    "line",
    [
        "titles «Украинский тупик» в российско-японских отношениях [ru]",
        "“Ukrainian Deadlock” in Russian-Japanese Relations [en]",
        "creators В. О Кистанов 0000-0003-2377-0000 V. O Kistanov"
        " Институт Китая и современной Азии РАН",
        "date 2025-10-15",
        "doi 10.5555/s0131281225050014",
        "edn KSTNVO",
        "journal titles Far Eastern Studies [en] / Проблемы Дальнего Востока [ru]; issn 0131-2812;"
        " issns 0131-2812; volume 69; issue 5; pages 7-22; first_page 7; last_page 22",
        "rights Copyright (c) 2025 Russian Academy of Sciences [en]",
        "Copyright (c) 2025 Российская академия наук [ru]",
    ],
)
def test_show_prints_each_field_of_the_article(harvested: Door, line: str) -> None:
    assert line in _lines(harvested.right("show", IDENTIFIER))


def test_the_affiliation_in_the_other_language_stays_in_a_flag(harvested: Door) -> None:
    said = harvested.right("show", IDENTIFIER).out
    assert "Institute of China and Contemporary Asia of the Russian Academy of Sciences" in said


@pytest.mark.parametrize(
    "words",
    [
        "“Ukrainian Deadlock” in Russian-Japanese Relations",
        "deadlock",
        "«Украинский тупик» в российско-японских отношениях",
        "тупик",
        "V. O Kistanov",
        "Kistanov V.O.",
        "author:Kistanov",
        "В. О Кистанов",
        "Кистанов",
        "0000-0003-2377-0000",
        "0000–0003–2377–0000",
        "orcid:0000-0003-2377-0000",
        "https://orcid.org/0000-0003-2377-0000",
        "Far Eastern Studies",
        'journal:"Far Eastern Studies"',
        "Проблемы Дальнего Востока",
        "issn:0131-2812",
        "year:2025",
        "10.5555/S0131281225050014",
        "https://doi.org/10.5555/s0131281225050014",
        "edn:KSTNVO",
        "https://elibrary.ru/KSTNVO",
        "sanctions",
        "санкции",
        "Russian Academy of Sciences",
        "Институт Китая и современной Азии РАН",
        "Institute of China and Contemporary Asia",
        "69",
        '"7-22"',
        "7-22 kistanov",
        "69 5 7-22 Far Eastern Studies",
        "Copyright 2025",
        "российская академия наук",
    ],
)
def test_search_finds_the_article(harvested: Door, words: str) -> None:
    hits = harvested.right("search", words, "--json").json["hits"]
    assert [hit["identifier"] for hit in hits] == [IDENTIFIER]
