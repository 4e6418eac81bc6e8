"""Bytes become a Page, or one typed error; never a part of a page without a word."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester import errors
from harvester.answer import BLOCKED
from harvester.answer import judge as judge_answer
from harvester.page import read_page
from harvester.stages import Fetched, Page

URL = "http://127.0.0.1/oai"
DC = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title xml:lang="ru-RU">Физика</dc:title>'
    "</oai_dc:dc>"
)


def oai(body: str, request: str = '<request verb="ListRecords">http://x/oai</request>') -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        f"<responseDate>2026-01-02T03:04:05Z</responseDate>{request}{body}</OAI-PMH>"
    ).encode()


def record(
    identifier: str = "oai:x:1", metadata: str = DC, header: str = "", about: str = ""
) -> str:
    return (
        f"<record><header{header}><identifier>{identifier}</identifier>"
        "<datestamp>2025-01-01</datestamp><setSpec>a</setSpec><setSpec>b:c</setSpec></header>"
        + (f"<metadata>{metadata}</metadata>" if metadata else "")
        + about
        + "</record>"
    )


def listed(*records: str, token: str = "") -> bytes:
    return oai(f"<ListRecords>{''.join(records)}{token}</ListRecords>")


def test_a_record_comes_with_header_metadata_and_about() -> None:
    about = '<about><p xmlns="urn:p">who</p></about>'
    page = read_page(listed(record(about=about)), URL)
    (raw,) = page.records
    assert (raw.identifier, raw.datestamp, raw.sets) == ("oai:x:1", "2025-01-01", ("a", "b:c"))
    assert raw.namespace == "http://www.openarchives.org/OAI/2.0/oai_dc/"
    assert "Физика".encode() in raw.xml
    assert b"who" in raw.about[0]
    assert page.response_date == "2026-01-02T03:04:05Z"
    assert page.base_url == "http://x/oai"


def test_the_hash_ignores_the_header_and_inherited_declarations() -> None:
    one = read_page(listed(record("oai:x:1")), URL).records[0]
    body = listed(record("oai:x:2")).replace(b"<ListRecords>", b'<ListRecords xmlns:q="urn:q">')
    two = read_page(body, URL).records[0]
    other = read_page(listed(record(metadata=DC.replace("Физика", "Химия"))), URL).records[0]
    assert one.content_hash == two.content_hash
    assert one.content_hash != other.content_hash


def test_a_relative_namespace_is_hashed_all_the_same() -> None:
    """C14N refuses relative namespace URIs, XML does not."""
    (raw,) = read_page(listed(record(metadata='<dc xmlns="dc">x</dc>')), URL).records
    assert len(raw.content_hash) == 32


def test_a_deleted_header_is_a_tombstone() -> None:
    page = read_page(listed(record(header=' status="deleted"', metadata="")), URL)
    assert [gone.identifier for gone in page.tombstones] == ["oai:x:1"]
    assert not page.records


@pytest.mark.parametrize(
    ("broken", "code", "identifier"),
    [
        (record(metadata=""), "no-metadata", "oai:x:1"),
        (record(metadata=" "), "no-metadata", "oai:x:1"),
        (record(metadata=DC + DC), "several-metadata", "oai:x:1"),
        (record(identifier=" "), "no-identifier", None),
        (f"<record><metadata>{DC}</metadata></record>", "no-header", None),
    ],
)
def test_a_broken_record_goes_to_quarantine_alone(
    broken: str, code: str, identifier: str | None
) -> None:
    page = read_page(listed(record("oai:x:0"), broken, record("oai:x:2")), URL)
    assert [raw.identifier for raw in page.records] == ["oai:x:0", "oai:x:2"]
    (kept,) = page.quarantined
    assert (kept.code, kept.identifier, kept.kind) == (code, identifier, "record")
    assert kept.body.startswith(b"<record")


@pytest.mark.parametrize(
    ("token", "value"),
    [
        ("", None),
        ("<resumptionToken/>", None),
        ("<resumptionToken> \n </resumptionToken>", None),
        ("<resumptionToken>\n a b+c&amp;d \n</resumptionToken>", "a b+c&d"),
    ],
)
def test_an_empty_token_is_the_last_page(token: str, value: str | None) -> None:
    assert read_page(listed(record(), token=token), URL).token == value


def test_a_token_brings_expiry_and_sizes() -> None:
    token = (
        '<resumptionToken expirationDate="2026-01-03T00:00:00Z" cursor="100" '
        'completeListSize="250">t</resumptionToken>'
    )
    page = read_page(listed(record(), token=token), URL)
    assert page.token_expires == datetime(2026, 1, 3, tzinfo=UTC)
    assert (page.cursor, page.complete_size) == (100, 250)


def test_hints_that_cannot_be_read_stop_nothing() -> None:
    token = (
        '<resumptionToken expirationDate="soon" cursor="x" completeListSize="">t</resumptionToken>'
    )
    page = read_page(listed(record(), token=token), URL)
    assert (page.token, page.token_expires, page.cursor, page.complete_size) == (
        "t",
        None,
        None,
        None,
    )


@pytest.mark.parametrize(("code", "kind"), sorted(errors.OAI_ERRORS.items()))
def test_each_protocol_error_has_its_own_class(code: str, kind: type[errors.OaiError]) -> None:
    page = read_page(oai(f'<error code="{code}">why</error>'), URL)
    assert type(page.error) is kind
    assert "why" in str(page.error)


@pytest.mark.parametrize("code", ["", "undefinedError"])
def test_an_unknown_protocol_error_is_an_error_all_the_same(code: str) -> None:
    assert type(read_page(oai(f'<error code="{code}"/>'), URL).error) is errors.OaiError


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", errors.EmptyBody),
        (b" \n ", errors.EmptyBody),
        (listed(record())[:-40], errors.NotWellFormed),
        (listed(record("a & b")), errors.NotWellFormed),
        (listed(record("\x0b")), errors.NotWellFormed),
        (listed(record("&nbsp;")), errors.NotWellFormed),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', errors.NotWellFormed),
        (b"<html><head><title>Log in</title></head><body>", errors.NotOaiPmh),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'><head/></html>", errors.NotOaiPmh),
        (b"<!DOCTYPE html><html><body>Just a moment</body></html>", errors.NotOaiPmh),
        (b'{"error": 1}', errors.NotOaiPmh),
        (b"Service unavailable", errors.NotOaiPmh),
        (b"<rss/>", errors.NotOaiPmh),
        (oai("").replace(b"http://www", b"https://www"), errors.NotOaiPmh),
        (oai(""), errors.NotOaiPmh),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + listed().split(b"\n", 1)[1], errors.DeclaresDtd),
    ],
)  # fmt: skip
def test_what_is_no_page_is_a_typed_error(body: bytes, kind: type[errors.PayloadError]) -> None:
    with pytest.raises(errors.PayloadError) as caught:
        read_page(body, URL)
    assert type(caught.value) is kind
    assert caught.value.hint
    assert URL in caught.value.message


def test_an_entity_bomb_is_refused_and_costs_nothing() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    body = (
        f'<!DOCTYPE a [<!ENTITY e0 "ha">{bomb}]>'.encode()
        + listed(record("&e11;")).split(b"\n", 1)[1]
    )
    with pytest.raises(errors.PayloadError):
        read_page(body, URL)


def test_a_text_over_ten_megabytes_is_read_whole() -> None:
    """libxml2 stops at 10 MB a text node; the records behind it must not vanish (sickle PR 55)."""
    long = "я" * 6_000_000
    page = read_page(listed(record(metadata=DC.replace("Физика", long)), record("oai:x:2")), URL)
    assert len(page.records) == 2
    assert long.encode() in page.records[0].xml


@given(st.binary(max_size=300))
def test_any_bytes_give_a_page_or_one_typed_error(body: bytes) -> None:
    check(body)


@given(st.data())
def test_any_damage_to_a_page_gives_a_page_or_one_typed_error(data: st.DataObject) -> None:
    body = bytearray(
        listed(record(), record("oai:x:2"), token="<resumptionToken>t</resumptionToken>")
    )
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=6))
    check(bytes(body))


def check(body: bytes) -> None:
    with suppress(errors.PayloadError):
        assert isinstance(read_page(body, URL), Page)


def judge(fetched: Fetched) -> Page:
    return judge_answer(fetched, 1_000_000)


def answered(status: int, body: bytes, **headers: str) -> Fetched:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fetched(body, status, named, URL, datetime(2026, 1, 1, tzinfo=UTC), 0.1)


def test_a_protocol_error_is_read_before_the_status_is_judged() -> None:
    page = judge(answered(422, oai('<error code="noRecordsMatch"/>')))
    assert isinstance(page.error, errors.NoRecordsMatch)


def test_a_list_with_an_error_status_is_not_taken() -> None:
    with pytest.raises(errors.ServerFailed):
        judge(answered(500, listed(record())))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((status, errors.Blocked) for status in sorted(BLOCKED)),
        (429, errors.Busy),
        (503, errors.Busy),
        (500, errors.ServerFailed),
        (504, errors.ServerFailed),
        (404, errors.RequestRefused),
        (304, errors.RequestRefused),
    ],
)
def test_a_status_becomes_the_error_that_it_means(
    status: int, kind: type[errors.HttpError]
) -> None:
    with pytest.raises(errors.HttpError) as caught:
        judge(answered(status, b"<html><title>No</title></html>"))
    assert type(caught.value) is kind
    assert f"HTTP {status}" in caught.value.message
    assert "“No”" in caught.value.message


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("Thu, 01 Jan 2026 00:01:00 GMT", 60.0),
        ("Wed, 31 Dec 2025 00:00:00 GMT", 0.0),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_forms(header: str, seconds: float | None) -> None:
    with pytest.raises(errors.Busy) as caught:
        judge(answered(503, b"", retry_after=header))
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize(
    ("status", "headers", "body", "whose"),
    [
        (
            403,
            {"cf_mitigated": "challenge"},
            b"<html><title>Just a moment...</title>",
            "Cloudflare",
        ),
        (202, {"x_amzn_waf_action": "challenge"}, b"", "AWS WAF"),
        (200, {}, b"<html><script src='/cdn-cgi/challenge-platform/x.js'></html>", "Cloudflare"),
        (503, {}, b"<html><a href='/.well-known/ddos-guard/check'></html>", "DDoS-Guard"),
        (200, {}, b"<html><script>window.awsWafCookieDomainList=[]</script></html>", "AWS WAF"),
    ],
)
def test_a_wall_before_the_server_is_blocked(
    status: int, headers: dict[str, str], body: bytes, whose: str
) -> None:
    with pytest.raises(errors.Blocked) as caught:
        judge(answered(status, body, **headers))
    assert whose in caught.value.message
    assert "contact" in (caught.value.hint or "")


def test_a_page_behind_a_wall_that_let_us_in_is_read() -> None:
    about = "<about><p xmlns='u'>/cdn-cgi/challenge-platform/</p></about>"
    assert len(judge(answered(200, listed(record(about=about)), cf_mitigated="no")).records) == 1


def test_identify_gives_the_granularity() -> None:
    body = oai("<Identify><granularity> YYYY-MM-DD </granularity></Identify>")
    assert read_page(body, URL).granularity == "YYYY-MM-DD"


def test_an_error_beside_a_filled_list_does_not_hide_the_list() -> None:
    page = read_page(oai(f'<error code=""/><ListRecords>{record()}</ListRecords>'), URL)
    assert len(page.records) == 1
    assert page.error is None
