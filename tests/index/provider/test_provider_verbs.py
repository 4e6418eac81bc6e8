"""Identify, formats, sets and single records, as a harvester sees them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from index.errors import StoreDamaged
from index.record import RawRecord
from index.store.base import Store
from tests.index.provider.asking import NOW, NS, URL, ask, code, fill, provider, texts
from tests.records import article, gone, identifier


def test_identify_says_who_we_are_and_since_when(store: Store) -> None:
    fill(store, article(1), days=-40)
    fill(store, article(2))
    root = ask(provider(store), "Identify")
    said = {child.tag.rpartition("}")[2]: child.text for child in root[2]}
    assert said == {
        "repositoryName": "Test & Co",
        "baseURL": URL,
        "protocolVersion": "2.0",
        "adminEmail": "admin@example.org",
        "earliestDatestamp": "2024-03-22T12:00:00Z",
        "deletedRecord": "persistent",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
        "compression": "gzip",
    }


def test_identify_in_days_has_an_earliest_datestamp_in_days(store: Store) -> None:
    root = ask(provider(store, granularity="day"), "Identify")
    assert texts(root, "o:granularity") == ["YYYY-MM-DD"]
    assert texts(root, "o:earliestDatestamp") == ["2024-05-01"]


def test_every_response_has_its_date_its_request_and_the_schema(store: Store) -> None:
    fill(store, article(1))
    root = ask(provider(store), "GetRecord", identifier=identifier(1), metadataPrefix="oai_dc")
    request = root[1]
    assert texts(root, "o:responseDate") == ["2024-05-01T12:00:00Z"]
    assert request.text == URL
    assert dict(request.items()) == {
        "verb": "GetRecord",
        "identifier": identifier(1),
        "metadataPrefix": "oai_dc",
    }
    location = root.get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation")
    assert location == f"{NS['o']} {NS['o']}OAI-PMH.xsd"


@pytest.mark.parametrize(("args", "error"), [({}, "badVerb"), ({"x": "1"}, "badArgument")])
def test_requests_that_break_the_rules_are_not_repeated(
    store: Store, args: dict[str, Any], error: str
) -> None:
    root = ask(provider(store), "Identify" if args else "", **args)
    assert code(root) == error
    assert dict(root[1].items()) == {}


def test_arguments_are_escaped_where_they_are_repeated(store: Store) -> None:
    fill(store, article(1))
    root = ask(provider(store), "GetRecord", identifier='<a "&\n', metadataPrefix="oai_dc")
    assert root[1].get("identifier") == '<a "&\n'
    assert code(root) == "idDoesNotExist"


def test_get_record_gives_header_and_metadata(store: Store) -> None:
    fill(store, article(1, title="Лёд & снег", sets=("a:b", "S%26S")))
    root = ask(provider(store), "GetRecord", identifier=identifier(1), metadataPrefix="oai_dc")
    assert texts(root, "o:header/o:datestamp") == ["2024-05-01T12:00:00Z"]
    assert set(texts(root, "o:setSpec")) == {"a:b", "S%26S"}
    assert root.xpath("//o:metadata//text()", namespaces=NS) == ["Лёд & снег"]


def test_the_datestamp_is_the_time_we_changed_it_in_our_granularity(store: Store) -> None:
    fill(store, article(1, datestamp="1999-01-01T00:00:00Z"))
    day = provider(store, granularity="day")
    root = ask(day, "GetRecord", identifier=identifier(1), metadataPrefix="oai_dc")
    assert texts(root, "o:header/o:datestamp") == ["2024-05-01"]


def test_a_deleted_record_is_a_header_that_says_so(store: Store) -> None:
    fill(store, article(1))
    fill(store, gone(1), days=1)
    root = ask(provider(store), "GetRecord", identifier=identifier(1), metadataPrefix="oai_dc")
    assert root.xpath("//o:header/@status", namespaces=NS) == ["deleted"]
    assert root.find(".//o:metadata", NS) is None


def test_without_deletions_a_deleted_record_does_not_exist(store: Store) -> None:
    fill(store, article(1), gone(2))
    without = provider(store, deleted_record="no")
    args: dict[str, Any] = {"identifier": identifier(2), "metadataPrefix": "oai_dc"}
    assert code(ask(without, "GetRecord", **args)) == "idDoesNotExist"
    assert code(ask(provider(store), "GetRecord", **args)) is None


def test_another_format_cannot_be_given(store: Store) -> None:
    fill(store, article(1))
    asked: dict[str, Any] = {"identifier": identifier(1), "metadataPrefix": "marc21"}
    assert code(ask(provider(store), "GetRecord", **asked)) == "cannotDisseminateFormat"
    root = ask(provider(store), "ListRecords", metadataPrefix="marc21")
    assert code(root) == "cannotDisseminateFormat"


def test_a_record_that_lost_its_xml_is_never_served_without(store: Store, tmp_path: Path) -> None:
    fill(store, article(1))
    with closing(sqlite3.connect(tmp_path / "store.db")) as database, database:
        database.execute("DELETE FROM raws")
    with pytest.raises(StoreDamaged, match=identifier(1)):
        ask(provider(store), "GetRecord", identifier=identifier(1), metadataPrefix="oai_dc")


def test_formats_are_those_of_the_records_held(store: Store) -> None:
    fill(store, article(1))
    root = ask(provider(store), "ListMetadataFormats")
    assert texts(root, "o:metadataPrefix") == ["oai_dc"]
    assert texts(root, "o:schema") == ["http://www.openarchives.org/OAI/2.0/oai_dc.xsd"]
    assert texts(root, "o:metadataNamespace") == ["http://www.openarchives.org/OAI/2.0/oai_dc/"]


def test_an_empty_repository_still_offers_oai_dc(store: Store) -> None:
    assert texts(ask(provider(store), "ListMetadataFormats"), "o:metadataPrefix") == ["oai_dc"]
    root = ask(provider(store), "ListRecords", metadataPrefix="oai_dc")
    assert code(root) == "noRecordsMatch"


@pytest.mark.parametrize(
    ("start", "schema"),
    [
        (
            b'<m:r xmlns:m="urn:m" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            b'xsi:schemaLocation="urn:x x.xsd urn:m https://example.org/m.xsd"/>',
            "https://example.org/m.xsd",
        ),
        (b'<m:r xmlns:m="urn:m"/>', "urn:m"),
    ],
)
def test_another_format_says_its_schema_as_its_records_do(
    store: Store, start: bytes, schema: str
) -> None:
    record = article(1)
    raw = RawRecord(record.raw.identifier, "2024-01-01", (), "urn:m", start, "hash")
    fill(store, replace(record, raw=raw), prefix="marcish")
    root = ask(provider(store), "ListMetadataFormats")
    assert texts(root, "o:metadataPrefix") == ["marcish"]
    assert texts(root, "o:schema") == [schema]


def test_formats_of_one_record(store: Store) -> None:
    fill(store, article(1))
    served = provider(store)
    one = ask(served, "ListMetadataFormats", identifier=identifier(1))
    assert texts(one, "o:metadataPrefix") == ["oai_dc"]
    none = ask(served, "ListMetadataFormats", identifier=identifier(2))
    assert code(none) == "idDoesNotExist"


def test_sets_are_listed_with_the_sets_above_them(store: Store) -> None:
    fill(store, article(1, sets=("a:b:c", "d")), article(2, sets=("a:x",)))
    root = ask(provider(store), "ListSets")
    assert texts(root, "o:setSpec") == ["a", "a:b", "a:b:c", "a:x", "d"]
    assert texts(root, "o:setName") == texts(root, "o:setSpec")


def test_without_sets_there_is_no_hierarchy(store: Store) -> None:
    fill(store, article(1))
    assert code(ask(provider(store), "ListSets")) == "noSetHierarchy"
    root = ask(provider(store), "ListRecords", metadataPrefix="oai_dc", set="a")
    assert code(root) == "noSetHierarchy"


def test_the_list_of_sets_has_no_tokens(store: Store) -> None:
    root = ask(provider(store), "ListSets", resumptionToken="t")
    assert code(root) == "badResumptionToken"


def test_times_of_other_zones_are_said_in_utc(store: Store) -> None:
    local = datetime.fromisoformat("2024-05-01T14:00:00+02:00")
    assert local == NOW.astimezone(UTC)
    root = ask(provider(store), "Identify", now=local)
    assert texts(root, "o:responseDate") == ["2024-05-01T12:00:00Z"]


def test_a_format_is_described_by_a_live_record_where_there_is_one(store: Store) -> None:
    record = article(1)
    start = (
        b'<m:r xmlns:m="urn:m" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        b'xsi:schemaLocation="urn:m m.xsd"/>'
    )
    raw = RawRecord(record.raw.identifier, "2024-01-01", (), "urn:m", start, "hash")
    fill(store, replace(record, raw=raw), prefix="marcish")
    fill(store, gone(2), prefix="marcish", days=1)
    assert texts(ask(provider(store), "ListMetadataFormats"), "o:schema") == ["m.xsd"]
