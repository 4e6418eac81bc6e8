"""The operators' pages over HTTP: what is wrong, and orders for who is signed in."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from lxml import html

from harvester.web_ops.signing import (
    LASTS,
)
from harvester.web_ops.sparks import HEIGHT, MOST, sparks
from index.record import Batch, Counts, Run, RunError, Unreadable
from tests.harvester.web_ops.conftest import NOW, TOKEN, Desk, ran, settings_in
from tests.visitor import HOST, text_of


def key_on(page: html.HtmlElement) -> str:
    return str(page.cssselect("input[name=key]")[0].get("value"))


def names(page: html.HtmlElement) -> list[str]:
    return [text_of(one) for one in page.cssselect(".sources h2 a")]


def test_the_sick_ones_first_with_reason_and_advice(desk: Desk) -> None:
    ran(desk, "alpha", timedelta(hours=2), "ok", counts=Counts(new=3))
    ran(desk, "gamma", timedelta(hours=3), "failed", error=RunError("x", "refused", "look at it"))
    page = desk.visitor().page("/sources")
    assert names(page)[0] == "gamma"
    gamma = page.cssselect("#gamma")[0]
    assert "failing" in text_of(gamma)
    assert "refused" in text_of(gamma)
    assert "look at it" in text_of(gamma)
    assert gamma.cssselect("svg.spark rect.failed")
    assert "No service runs" in text_of(page)
    only = desk.visitor().page("/sources?state=failing")
    assert names(only) == ["gamma"]


def test_nothing_can_be_done_without_signing_in(desk: Desk) -> None:
    ran(desk, "alpha", timedelta(hours=2), "ok")
    page = desk.visitor().page("/sources")
    assert not page.cssselect("main form")
    assert page.cssselect("a[href='/sign-in']")
    answer = desk.visitor().post("/sources/alpha/pause", {"key": "x"})
    assert answer.status_code == 403
    assert desk.index.store.orders() == {}


def test_without_a_token_nobody_can_sign_in(desk: Desk, demo_data: Path) -> None:
    closed = Desk(desk.index, settings_in(demo_data, ""))
    assert not closed.visitor().page("/sources").cssselect("a[href='/sign-in']")
    assert closed.visitor().get("/sign-in").status_code == 404
    assert closed.visitor().post("/sign-in", {"token": ""}).status_code == 404
    assert closed.visitor().post("/sources/alpha/pause", {"key": ""}).status_code == 404


def test_signing_in_and_out(desk: Desk) -> None:
    visitor = desk.visitor()
    wrong = visitor.post("/sign-in", {"token": "something else entirely"})
    assert wrong.status_code == 403
    assert not visitor.cookies
    good = visitor.post("/sign-in", {"token": TOKEN})
    cookie = good.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert visitor.get("/sources").headers["cache-control"] == "no-store"
    key = key_on(visitor.page("/sources"))
    assert visitor.post("/sign-out", {"key": key}).status_code == 303
    assert visitor.post("/sign-out", {"key": key}).status_code == 403


def test_orders(desk: Desk) -> None:
    ran(desk, "alpha", timedelta(hours=2), "ok")
    operator = desk.operator()
    key = key_on(operator.page("/sources"))
    store = desk.index.store
    assert operator.post("/sources/alpha/pause", {"key": key, "why": "moves"}).status_code == 303
    order = store.orders()["alpha"]
    assert (order.paused_at, order.paused_why) == (NOW, "moves")
    page = operator.page("/sources/alpha")
    assert "paused" in text_of(page)
    assert page.cssselect("form[action='/sources/alpha/resume']")
    operator.post("/sources/alpha/resume", {"key": key})
    operator.post("/sources/beta/run-now", {"key": key})
    orders = store.orders()
    assert "alpha" not in orders or orders["alpha"].paused_at is None
    assert orders["beta"].wanted_at == NOW
    for path in ("/sources/alpha/burn", "/sources/nobody/pause", "/sources/demo/pause"):
        assert operator.post(path, {"key": key}).status_code == 404, path


def test_forms_of_other_sites_and_sessions_are_refused(desk: Desk) -> None:
    ran(desk, "alpha", timedelta(hours=2), "ok")
    operator = desk.operator()
    key = key_on(operator.page("/sources"))
    path = "/sources/alpha/pause"
    assert operator.post(path, {}).status_code == 403
    assert operator.post(path, {"key": key[:-1]}).status_code == 403
    assert operator.post(path, {"key": key}, {"Origin": "https://evil.example"}).status_code == 403
    assert operator.post(path, {"key": key}, {"Origin": "null"}).status_code == 403
    assert desk.index.store.orders() == {}
    assert operator.post(path, {"key": key}, {"Origin": HOST}).status_code == 303
    evil = {"Origin": "https://evil.example"}
    assert desk.visitor().post("/sign-in", {"token": TOKEN}, evil).status_code == 403
    assert operator.get(path).status_code == 404, "a link orders nothing"


def test_a_session_ends(desk: Desk) -> None:
    operator = desk.operator()
    key = key_on(operator.page("/sources/alpha"))
    desk.at[0] = NOW + LASTS + timedelta(seconds=1)
    assert operator.post("/sources/alpha/pause", {"key": key}).status_code == 403


def test_forms_too_large_are_refused_here(desk: Desk) -> None:
    assert desk.visitor().post("/sign-in", {"token": "x" * 70_000}).status_code == 413


def test_one_source_with_runs_and_quarantine(desk: Desk) -> None:
    ran(desk, "alpha", timedelta(hours=2), "ok", counts=Counts(new=3, quarantined=1))
    unreadable = Unreadable("record", "xml", "line 3", b"<record", "http://x/", "oai:x:1")
    desk.index.store.apply("alpha", Batch(quarantined=(unreadable,)), None, NOW)
    page = desk.visitor().page("/sources/alpha")
    assert "line 3" in text_of(page)
    assert len(page.cssselect("section[aria-labelledby=runs] tbody tr")) == 1
    assert not page.cssselect("form[action$=retry]")
    demo = desk.visitor().page("/sources/demo")
    assert "/ 100" in text_of(demo)
    desk.visitor().page("/sources/nobody", 404)


def test_quarantine_is_read_again(desk: Desk) -> None:
    xml = (
        b'<record xmlns="http://www.openarchives.org/OAI/2.0/"><header><identifier>oai:x:1'
        b"</identifier><datestamp>2024-01-01</datestamp></header><metadata><oai_dc:dc "
        b'xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Mended</dc:title></oai_dc:dc>'
        b"</metadata></record>"
    )
    store = desk.index.store
    store.declare("alpha", "http://alpha.example.org/oai", "oai_dc", declared=True, now=NOW)
    bad = tuple(
        Unreadable("record", "xml", "why", body, "http://x/", f"oai:x:{n}")
        for n, body in enumerate((xml, b"<still broken"), 1)
    )
    store.apply("alpha", Batch(quarantined=bad), None, NOW)
    operator = desk.operator()
    page = operator.page("/sources/alpha")
    assert page.cssselect("form[action='/sources/alpha/retry']")
    assert operator.post("/sources/alpha/retry", {"key": key_on(page)}).status_code == 303
    assert len(store.quarantine_list("alpha")) == 1
    assert desk.index.search("Mended").total == 1


def test_more_sources_than_a_page(desk: Desk) -> None:
    for number in range(60):
        name = f"s{number:02}"
        desk.index.store.declare(name, "http://x.example/", "oai_dc", declared=True, now=NOW)
    first = desk.visitor().page("/sources?state=new")
    [behind] = first.cssselect(".turn a")
    second = desk.visitor().page(str(behind.get("href")))
    assert not set(names(first)) & set(names(second))
    assert len(names(first)) + len(names(second)) == 63
    assert names(desk.visitor().page("/sources?page=x"))


def test_operators_read_it_in_russian(desk: Desk) -> None:
    page = desk.visitor("ru").page("/sources")
    assert "источник" in text_of(page.cssselect("h1")[0])
    assert "Источники" in text_of(page.cssselect("header nav")[0])


def test_sparks_are_the_newest_runs_in_their_order() -> None:
    runs = [
        Run(n, "s", "ok", (None, None), NOW, counts=Counts(new=n)) for n in range(MOST + 5, 0, -1)
    ]
    drawn = sparks(runs)
    assert len(drawn) == MOST
    assert [bar.x for bar in drawn] == sorted(bar.x for bar in drawn)
    assert drawn[-1].height == HEIGHT
    assert drawn[-1].received == 35
    [empty] = sparks([Run(1, "s", "failed", (None, None), NOW)])
    assert 0 < empty.height < 5
    assert sparks([]) == []
