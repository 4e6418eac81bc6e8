"""The border to the network: bytes as they came, every failure by its own name."""

from __future__ import annotations

import gzip
import inspect
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import requests.exceptions as rx
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NameResolutionError, ReadTimeoutError

from harvester import errors
from harvester.client import Client, Limits, explain
from harvester.redirects import refusal
from index.errors import Error
from tests import faults
from tests.faults import Args, Fault
from tests.provider import ScriptedServer

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LIMITS = Limits(timeout_connect=5.0, timeout_read=5.0, max_bytes=1_000_000)
BODY = b'<?xml version="1.0"?><OAI-PMH>\xd0\xaf</OAI-PMH>'


class Fixed:
    """Answers everything with the same bytes."""

    def answer(self, args: Args, now: datetime) -> bytes:
        return BODY


@contextmanager
def asked(*scripted: Fault, limits: Limits = LIMITS) -> Iterator[tuple[Client, ScriptedServer]]:
    with (
        ScriptedServer(Fixed(), scripted) as server,
        Client(
            server.url, limits=limits, user_agent="test/1 (a@b.example)", now=lambda: NOW
        ) as client,
    ):
        yield client, server


def test_bytes_come_as_they_were_sent() -> None:
    with asked() as (client, server):
        fetched = client.list_records(metadataPrefix="oai_dc", set="a b&c")
    assert fetched.body == BODY
    assert fetched.status == 200
    assert fetched.headers["content-type"].startswith("text/xml")
    assert fetched.url.startswith(server.url)
    assert fetched.started == NOW
    assert fetched.elapsed > 0
    (seen,) = server.seen
    assert seen.args == {"verb": ["ListRecords"], "metadataPrefix": ["oai_dc"], "set": ["a b&c"]}
    assert seen.headers["user-agent"] == "test/1 (a@b.example)"


def test_a_token_is_percent_encoded_exactly_once() -> None:
    token = "a+b/c=!%20&d"
    with asked() as (client, server):
        client.list_records(resumptionToken=token)
    assert server.seen[0].args == {"verb": ["ListRecords"], "resumptionToken": [token]}


def test_a_source_may_have_its_tokens_sent_as_they_came() -> None:
    """dash.harvard.edu refuses encoded tokens, Rosetta a + that is none (miku/metha#23)."""
    token = "!!MTIz+/=:a;b,c%2B#d e"
    with (
        ScriptedServer(Fixed(), ()) as server,
        Client(
            server.url, limits=LIMITS, user_agent="t", now=lambda: NOW, plain_tokens=True
        ) as client,
    ):
        url = client.list_records(resumptionToken=token).url
    assert url.endswith("?verb=ListRecords&resumptionToken=!!MTIz+/=:a;b,c%2B%23d%20e")


def test_identify_asks_for_nothing_else() -> None:
    with asked() as (client, server):
        client.identify()
    assert server.seen[0].args == {"verb": ["Identify"]}


def test_one_connection_serves_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    connect = HTTPConnection.connect
    monkeypatch.setattr(
        HTTPConnection, "connect", lambda self: (opened.append(1), connect(self))[1]
    )
    with asked() as (client, _):
        for _ in range(5):
            client.identify()
    assert len(opened) == 1


def test_an_error_status_is_an_answer() -> None:
    with asked(Fault.always(faults.status(503, retry_after=7, body=b"later"))) as (client, _):
        fetched = client.identify()
    assert (fetched.status, fetched.body, fetched.headers["retry-after"]) == (503, b"later", "7")


@pytest.mark.parametrize(
    ("effect", "kind"),
    [
        (faults.broken_off(10), errors.ConnectionCut),
        (faults.dropped(), errors.Unreachable),
        (faults.wrong_gzip(), errors.BadContentEncoding),
        (faults.redirect("/oai"), errors.TooManyRedirects),
        (faults.redirect("file:///etc/passwd"), errors.RedirectRefused),
        (faults.redirect("ftp://127.0.0.1/"), errors.RedirectRefused),
        (faults.endless(), errors.BodyTooLarge),
    ],
)
def test_a_failure_on_the_wire_has_its_name(
    effect: faults.Effect, kind: type[errors.TransportError]
) -> None:
    with asked(Fault.always(effect)) as (client, server), pytest.raises(kind) as caught:
        client.identify()
    assert type(caught.value) is kind
    assert server.url in caught.value.message
    assert caught.value.hint


def test_a_redirect_is_followed_and_recorded() -> None:
    with (
        asked() as (_, there),
        asked(Fault.once(faults.redirect(there.url), at=1)) as (client, _),
    ):
        fetched = client.identify()
        assert (fetched.url, fetched.body) == (there.url, BODY)


@pytest.mark.parametrize(
    ("before", "after", "followed"),
    [
        ("http://a.example/oai", "https://a.example/oai", True),
        ("https://a.example/oai", "https://b.example/oai", True),
        ("https://a.example/oai", "http://a.example/oai", False),
        ("http://a.example/oai", "file:///etc/passwd", False),
        ("http://a.example/oai", "http://10.0.0.7/oai", False),
        ("http://a.example/oai", "http://inside.example/oai", False),
        ("http://a.example/oai", "http://[::1]/oai", False),
        ("http://10.0.0.7/oai", "http://127.0.0.1/oai", True),
        ("http://a.example/oai", "http://nowhere.example/", True),
    ],
)
def test_where_a_redirect_may_lead(before: str, after: str, followed: bool) -> None:
    known = {
        "a.example": ["93.184.215.14"],
        "b.example": ["93.184.215.15"],
        "inside.example": ["93.184.215.16", "192.168.1.1"],
        "nowhere.example": [],
    }
    assert (refusal(before, after, lambda host: known.get(host, [host])) is None) == followed


def test_a_drip_of_bytes_ends_at_the_limit_of_time() -> None:
    """Bytes that keep coming are no reason to wait for ever."""
    hasty = Limits(5.0, 5.0, 10**9, max_seconds=0.05)
    with (
        asked(Fault.always(faults.endless(b"x" * 10)), limits=hasty) as (client, _),
        pytest.raises(errors.TimedOut, match=r"not complete after 0\.05 s"),
    ):
        client.identify()


def test_gzip_is_asked_for_and_undone() -> None:
    zipped = replace_body(gzip.compress(BODY), ("Content-Encoding", "gzip"))
    with asked(Fault.always(zipped)) as (client, server):
        assert client.identify().body == BODY
    assert "gzip" in server.seen[0].headers["accept-encoding"]


def replace_body(body: bytes, header: tuple[str, str]) -> faults.Effect:
    return lambda reply, exchange: replace(reply, body=body, headers=(*reply.headers, header))


def test_a_gzip_bomb_is_stopped_at_the_limit() -> None:
    bomb = replace_body(gzip.compress(b"x" * 50_000_000), ("Content-Encoding", "gzip"))
    with asked(Fault.always(bomb)) as (client, _), pytest.raises(errors.BodyTooLarge):
        client.identify()


@pytest.mark.parametrize("at", [0, 10])
def test_silence_ends_at_the_time_out(at: int) -> None:
    """Before the first byte and in the middle of a body."""
    hasty = Limits(5.0, 0.05, 1_000_000)
    with (
        asked(Fault.always(faults.held(at)), limits=hasty) as (client, _),
        pytest.raises(errors.TimedOut, match=r"nothing came for 0\.05 s"),
    ):
        client.identify()


def test_a_closed_port_is_unreachable() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # bound, and not listening
        url = f"http://127.0.0.1:{bound.getsockname()[1]}/oai"
        with client_of(url) as client, pytest.raises(errors.Unreachable):
            client.identify()


@pytest.mark.parametrize("url", ["http:///oai", "ftp://127.0.0.1/oai", "http://[::1/oai"])
def test_a_url_that_cannot_be_asked_is_a_bad_address(url: str) -> None:
    with client_of(url) as client, pytest.raises(errors.BadAddress):
        client.identify()


def test_a_line_break_in_the_user_agent_is_refused() -> None:
    with (
        Client("http://127.0.0.1:9/", limits=LIMITS, user_agent="a\nb", now=lambda: NOW) as client,
        pytest.raises(errors.BadAddress, match="header"),
    ):
        client.identify()


def client_of(url: str) -> Client:
    return Client(url, limits=LIMITS, user_agent="test", now=lambda: NOW)


def every_exception() -> list[type[rx.RequestException]]:
    return [
        kind
        for _, kind in inspect.getmembers(rx, inspect.isclass)
        if issubclass(kind, rx.RequestException)
    ]


# Those that no request of ours can meet keep the general name.
GENERAL = {
    "RequestException", "HTTPError", "InvalidJSONError", "JSONDecodeError", "RetryError",
    "StreamConsumedError", "UnrewindableBodyError",
}  # fmt: skip


@pytest.mark.parametrize("kind", every_exception())
def test_no_exception_of_requests_is_missed(kind: type[rx.RequestException]) -> None:
    error = kind("x", "x", 0) if kind.__name__ == "JSONDecodeError" else kind("x")
    found, what, hint = explain(error, LIMITS)
    assert issubclass(found, errors.TransportError)
    assert (found is errors.TransportError) == (kind.__name__ in GENERAL)
    assert what
    assert hint


def test_a_name_without_an_address_is_told_apart() -> None:
    inner = NameResolutionError("h", HTTPConnection("h"), socket.gaierror("no name"))
    error = rx.ConnectionError(MaxRetryError(None, "/", inner))  # type: ignore[arg-type]
    assert explain(error, LIMITS)[0] is errors.HostNotFound


def test_a_time_out_while_reading_is_a_time_out() -> None:
    error = rx.ConnectionError(ReadTimeoutError(None, "/", "slow"))  # type: ignore[arg-type]
    assert explain(error, LIMITS)[0] is errors.TimedOut


def test_every_oai_pmh_error_code_has_a_class() -> None:
    """OAI-PMH 2.0, section 3.6."""
    assert set(errors.OAI_ERRORS) == {
        "badArgument", "badResumptionToken", "badVerb", "cannotDisseminateFormat",
        "idDoesNotExist", "noRecordsMatch", "noMetadataFormats", "noSetHierarchy",
    }  # fmt: skip


def all_errors(root: type[Error] = Error) -> Iterator[type[Error]]:
    yield root
    for kind in root.__subclasses__():
        yield from all_errors(kind)


def test_every_error_has_a_code_of_its_own() -> None:
    kinds = [kind for kind in all_errors() if kind.__module__.startswith(("index", "harvester"))]
    codes = [kind.code for kind in kinds]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    "target", ["http://[::1", "http://a..b/", f"http://{'a' * 64}.example/", "http://.example.org/"]
)
def test_a_redirect_to_what_is_no_host_is_an_address_that_cannot_be_asked(target: str) -> None:
    with (
        asked(Fault.always(faults.redirect(target))) as (client, _),
        pytest.raises(errors.BadAddress, match="redirects to what cannot be"),
    ):
        client.identify()


def test_a_url_whose_host_is_no_name_cannot_be_asked() -> None:
    with (
        Client("http://a..b/oai", limits=LIMITS, user_agent="t", now=lambda: NOW) as client,
        pytest.raises(errors.BadAddress),
    ):
        client.identify()


def headed(lines: int) -> faults.Effect:
    """An answer with so many more header lines."""
    more = tuple((f"X-{n}", "y") for n in range(lines))
    return lambda reply, exchange: replace(reply, headers=(*reply.headers, *more))


def test_header_lines_are_read_up_to_the_limit_and_no_further() -> None:
    few, many = replace(LIMITS, max_header_lines=50), replace(LIMITS, max_header_lines=500)
    with asked(Fault.always(headed(200)), limits=many) as (client, _):
        fetched = client.identify()
        assert (fetched.body, fetched.headers["x-199"]) == (BODY, "y")
    with (
        asked(Fault.always(headed(200)), limits=few) as (client, _),
        pytest.raises(errors.HeadTooLong, match="more than 50 header lines") as caught,
    ):
        client.identify()
    assert "max_header_lines" in str(caught.value.hint)
