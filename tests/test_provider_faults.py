"""Each scripted fault, as it goes over the wire (http.client: no harvester in between)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse, IncompleteRead, RemoteDisconnected
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from lxml import etree

from index.provider import Provider
from index.record import Batch
from index.store import open_store
from tests import faults
from tests.faults import TRANSIENT, Effect, Fault, random_faults
from tests.provider import FolderAnswers, ScriptedServer
from tests.records import article

NOW = datetime(2024, 5, 1, tzinfo=UTC)
NS = {"o": "http://www.openarchives.org/OAI/2.0/"}
FIRST = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    store = open_store(tmp_path_factory.mktemp("faults") / "store.db", create=True)
    store.declare("s", "https://example.org/oai", "oai_dc", True, NOW)
    store.apply("s", Batch(tuple(article(n) for n in range(6))), None, NOW)
    with closing(store):
        yield Provider(
            store, "s", name="Test", base_url="", admin_email="a@example.org", page_size=2
        )


@pytest.fixture
def server(provider: Provider) -> Iterator[ScriptedServer]:
    with ScriptedServer(provider, now=lambda: NOW) as server:
        yield server


def ask(server: ScriptedServer, **args: str) -> tuple[HTTPResponse, bytes]:
    with closing(connect(server)) as connection:
        connection.request("GET", target(args))
        response = connection.getresponse()
        return response, response.read()


def connect(server: ScriptedServer) -> HTTPConnection:
    return HTTPConnection(urlsplit(server.url).netloc, timeout=20)


def target(args: dict[str, str]) -> str:
    return f"/oai?{urlencode(args)}"


def right(server: ScriptedServer) -> bytes:
    """The answer without faults."""
    kept, server.faults = server.faults, ()
    body = ask(server, **FIRST)[1]
    server.faults = kept
    return body


def with_fault(server: ScriptedServer, effect: Effect) -> tuple[HTTPResponse, bytes]:
    server.faults = (Fault.always(effect),)
    return ask(server, **FIRST)


def token_of(body: bytes) -> str | None:
    return etree.fromstring(body).findtext(".//o:resumptionToken", None, NS)


def test_without_faults_the_answer_is_the_providers(server: ScriptedServer) -> None:
    response, body = ask(server, **FIRST)
    assert response.status == 200
    assert len(etree.fromstring(body).findall(".//o:record", NS)) == 2


def test_every_request_is_recorded(server: ScriptedServer) -> None:
    with closing(connect(server)) as connection:
        connection.request("GET", target(FIRST), headers={"X-Test": "1"})
        connection.getresponse().read()
        connection.request("POST", "/oai", "verb=Identify")
        connection.getresponse().read()
    first, second = server.seen
    assert (first.number, first.method, first.path) == (1, "GET", target(FIRST))
    assert first.args == {name: [value] for name, value in FIRST.items()}
    assert first.headers["x-test"] == "1"
    assert (second.number, second.method, second.args) == (2, "POST", {"verb": ["Identify"]})
    assert first.at <= second.at
    assert first.fault is None


def test_each_host_of_loopback_can_be_served(provider: Provider) -> None:
    with ScriptedServer(provider, host="127.0.0.9") as server:
        assert server.url.startswith("http://127.0.0.9:")
        assert ask(server, verb="Identify")[0].status == 200


def test_once_is_one_request_and_its_name_is_recorded(server: ScriptedServer) -> None:
    server.faults = (Fault.once(faults.status(500), at=2),)
    found = [ask(server, **FIRST)[0].status for _ in range(3)]
    assert found == [200, 500, 200]
    assert [seen.fault for seen in server.seen] == [None, "once at 2", None]


def test_always_can_be_held_to_a_verb(server: ScriptedServer) -> None:
    server.faults = (Fault.always(faults.empty(), verb="Identify"),)
    assert ask(server, verb="Identify")[1] == b""
    assert ask(server, **FIRST)[1] != b""


def test_asked_picks_requests_by_their_arguments(server: ScriptedServer) -> None:
    server.faults = (Fault.asked(faults.status(422), from_="2024-01-01", verb="ListRecords"),)
    assert ask(server, **FIRST)[0].status == 200
    assert ask(server, **FIRST, **{"from": "2024-01-01"})[0].status == 422


def test_the_first_fault_that_matches_is_done(server: ScriptedServer) -> None:
    server.faults = (Fault.always(faults.status(503)), Fault.always(faults.status(500)))
    assert ask(server, **FIRST)[0].status == 503


@pytest.mark.parametrize("wait", [0, "Wed, 21 Oct 2026 07:28:00 GMT", None])
def test_status_with_retry_after(server: ScriptedServer, wait: int | str | None) -> None:
    response, _ = with_fault(server, faults.status(503, retry_after=wait))
    assert response.status == 503
    assert response.headers["Retry-After"] == (None if wait is None else str(wait))


def test_redirect(server: ScriptedServer) -> None:
    response, body = with_fault(server, faults.redirect("file:///etc/passwd", 301))
    assert (response.status, body) == (301, b"")
    assert response.headers["Location"] == "file:///etc/passwd"


@pytest.mark.parametrize(
    ("effect", "content_type", "start"),
    [
        (faults.html(), "text/html; charset=utf-8", b"<!DOCTYPE html>"),
        (faults.json(), "application/json", b'{"error"'),
        (faults.body(b"sorry", "text/plain"), "text/plain", b"sorry"),
    ],
)
def test_another_body(
    server: ScriptedServer, effect: Effect, content_type: str, start: bytes
) -> None:
    response, body = with_fault(server, effect)
    assert (response.status, response.headers["Content-Type"]) == (200, content_type)
    assert body.startswith(start)


def test_empty_body(server: ScriptedServer) -> None:
    response, body = with_fault(server, faults.empty())
    assert (response.status, response.headers["Content-Length"], body) == (200, "0", b"")


@pytest.mark.parametrize("at", [100, -30])
def test_a_shortened_body_has_the_length_that_it_says(server: ScriptedServer, at: int) -> None:
    response, body = with_fault(server, faults.shortened(at))
    assert body == right(server)[:at]
    assert response.headers["Content-Length"] == str(len(body))


def test_a_broken_off_body_is_shorter_than_it_says(server: ScriptedServer) -> None:
    with pytest.raises(IncompleteRead) as caught:
        with_fault(server, faults.broken_off(100))
    whole = right(server)
    assert caught.value.partial == whole[:100]
    assert caught.value.expected == len(whole) - 100


def test_a_dropped_connection_says_nothing(server: ScriptedServer) -> None:
    with pytest.raises(RemoteDisconnected):
        with_fault(server, faults.dropped())


def test_junk_around_the_document(server: ScriptedServer) -> None:
    _, body = with_fault(server, faults.junk(before=b"Notice\n", after=b"\n<!-- 3 ms"))
    assert body == b"Notice\n" + right(server) + b"\n<!-- 3 ms"


def test_an_oai_error_in_place_of_the_answer(server: ScriptedServer) -> None:
    _, body = with_fault(server, faults.oai_error("badResumptionToken", "gone <now>"))
    root = etree.fromstring(body)
    error = root.find("o:error", NS)
    assert error is not None
    assert (error.get("code"), error.text) == ("badResumptionToken", "gone <now>")
    assert root.find("o:ListRecords", NS) is None
    assert root.findtext("o:responseDate", None, NS) == "2024-05-01T00:00:00Z"


@pytest.mark.parametrize("value", ["a&b", ""])
def test_another_resumption_token(server: ScriptedServer, value: str) -> None:
    _, body = with_fault(server, faults.token(value))
    assert token_of(right(server)) not in (value, None)
    assert token_of(body) == value
    assert len(etree.fromstring(body).findall(".//o:record", NS)) == 2


def test_a_token_on_the_last_page(server: ScriptedServer) -> None:
    """Where the element is there but empty, it gets the token too."""
    server.faults = (Fault.once(faults.token("again"), at=3),)
    body = ask(server, **FIRST)[1]
    for _ in range(2):
        body = ask(server, verb="ListRecords", resumptionToken=token_of(body) or "")[1]
    assert token_of(body) == "again"


def test_a_repeated_page_is_the_one_before(server: ScriptedServer) -> None:
    server.faults = (Fault.once(faults.repeated(), at=2),)
    first = ask(server, **FIRST)[1]
    token = token_of(first) or ""
    assert ask(server, verb="ListRecords", resumptionToken=token)[1] == first
    assert ask(server, verb="ListRecords", resumptionToken=token)[1] != first


def test_an_endless_body_goes_on_until_the_client_leaves(
    server: ScriptedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.faults = (Fault.always(faults.endless(b"<again/>" * 5000)),)
    with closing(connect(server)) as connection:
        connection.request("GET", target(FIRST))
        response = connection.getresponse()
        assert response.headers["Content-Length"] is None
        assert len(response.read(3_000_000)) == 3_000_000
        response.close()
    server.faults = ()
    assert ask(server, **FIRST)[0].status == 200
    assert capsys.readouterr().err == ""


def test_a_server_stops_though_an_endless_body_is_being_read(provider: Provider) -> None:
    with ScriptedServer(provider, [Fault.always(faults.endless())]) as server:
        connection = connect(server)
        connection.request("GET", target(FIRST))
    connection.close()


def test_a_held_body_comes_when_the_server_lets_go(server: ScriptedServer) -> None:
    whole = right(server)
    server.faults = (Fault.always(faults.held(50)),)
    with closing(connect(server)) as connection:
        connection.request("GET", target(FIRST))
        response = connection.getresponse()
        assert response.read(50) == whole[:50]
        assert connection.sock is not None
        connection.sock.settimeout(0.05)
        with pytest.raises(TimeoutError):
            response.read(1)
    server.let_go()
    assert ask(server, **FIRST)[1] == whole


def test_a_held_body_does_not_hold_the_end_of_the_server(provider: Provider) -> None:
    with ScriptedServer(provider, [Fault.always(faults.held())]) as server:
        connection = connect(server)
        connection.request("GET", target(FIRST))
        response = connection.getresponse()
    with closing(connection), closing(response):
        assert response.status == 200


def test_wrong_gzip(server: ScriptedServer) -> None:
    response, body = with_fault(server, faults.wrong_gzip())
    assert response.headers["Content-Encoding"] == "gzip"
    assert body == right(server)


def test_random_faults_come_at_every_fourth_request_and_are_replayed_by_the_seed() -> None:
    def plan(seed: int) -> list[str | None]:
        made = random_faults(seed)
        return [
            next((fault.name for fault in made if fault.matches(number, FIRST)), None)
            for number in range(1, 401)
        ]

    names = plan(7)
    assert names == plan(7)
    assert names != plan(8)
    assert [n + 1 for n, name in enumerate(names) if name] == list(range(4, 401, 4))
    assert set(names) == {None, *TRANSIENT}


@pytest.mark.parametrize("name", TRANSIENT)
def test_every_transient_fault_can_be_noticed(server: ScriptedServer, name: str) -> None:
    """None of them looks like a whole, right page: a harvester could not but lose records."""
    server.faults = (Fault(name, lambda number, args: number == 1, TRANSIENT[name]),)
    try:
        response, body = ask(server, **FIRST)
    except (IncompleteRead, RemoteDisconnected):
        return
    assert response.status != 200 or response.headers["Content-Encoding"] or not _is_page(body)


def _is_page(body: bytes) -> bool:
    try:
        return etree.fromstring(body).find("o:ListRecords", NS) is not None
    except etree.XMLSyntaxError:
        return False


def write(folder: Path, name: str, content: str) -> None:
    (folder / name).write_text(f'<OAI-PMH xmlns="{NS["o"]}">{content}</OAI-PMH>', "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[ScriptedServer]:
    """Stored responses; the second page of the list is damaged."""
    list_ = "<ListRecords><record>{}</record><resumptionToken>{}</resumptionToken></ListRecords>"
    write(tmp_path, "0.xml", "<Identify><granularity>YYYY-MM-DD</granularity></Identify>")
    write(tmp_path, "1.xml", list_.format("one", " t=1&amp;x "))
    write(tmp_path, "2.xml", list_.format("two &nbsp;", "t2"))
    write(tmp_path, "3.xml", list_.format("three", ""))
    write(tmp_path, "4.xml", "<GetRecord><identifier>oai:x:1</identifier></GetRecord>")
    (tmp_path / "5.xml").write_text("no answer to any verb")
    with ScriptedServer(FolderAnswers(tmp_path)) as server:
        yield server


def test_a_folder_is_served_byte_for_byte_in_the_order_of_its_files(
    folder: ScriptedServer, tmp_path: Path
) -> None:
    def more(token: str) -> bytes:
        return ask(folder, verb="ListRecords", resumptionToken=token)[1]

    assert ask(folder, verb="Identify")[1] == (tmp_path / "0.xml").read_bytes()
    assert ask(folder, **FIRST)[1] == (tmp_path / "1.xml").read_bytes()
    assert more("t=1&x") == (tmp_path / "2.xml").read_bytes()
    assert more("t2") == (tmp_path / "3.xml").read_bytes()
    asked = {"verb": "GetRecord", "identifier": "oai:x:1"}
    assert ask(folder, **asked)[1] == (tmp_path / "4.xml").read_bytes()


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"verb": "ListSets"}, "badVerb"),
        ({}, "badVerb"),
        ({"verb": "ListRecords", "resumptionToken": "t9"}, "badResumptionToken"),
        ({"verb": "GetRecord", "identifier": "oai:x:2"}, "idDoesNotExist"),
    ],
)
def test_what_a_folder_does_not_hold_is_an_oai_error(
    folder: ScriptedServer, args: dict[str, str], code: str
) -> None:
    error = etree.fromstring(ask(folder, **args)[1]).find("o:error", NS)
    assert error is not None
    assert error.get("code") == code
