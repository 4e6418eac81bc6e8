"""The rows of docs/quirks.md that are scripted faults: records kept of records offered."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from harvester.harvest import Plan, SweepRules
from index.provider import Provider
from index.record import Run
from tests import faults
from tests.faults import Args, Effect, Exchange, Fault, Reply
from tests.field_rows import ROWS, Kept
from tests.harvester.lists import hidden_from_lists, without
from tests.harvester.test_splits import bad, big, lists
from tests.provider import ScriptedServer
from tests.records import identifier
from tests.world import START, World, said

DAY = timedelta(days=1)
Play = Callable[[World], None]
PLAYS: dict[int, Play] = {}


def row(number: int) -> Callable[[Play], Play]:
    """A play of a row, by its number."""

    def note(play: Play) -> Play:
        PLAYS[number] = play
        return play

    return note


@pytest.mark.parametrize("number", [n for n, row in enumerate(ROWS, 1) if row.kept])
def test_records_kept_of_records_offered(w: World, number: int) -> None:
    PLAYS[number](w)
    right, found = said(w.theirs), said(w.ours)
    named = {entry.identifier for entry in w.ours.quarantine_list("s")}
    assert [name for name in found if name in right and found[name] != right[name]] == []
    assert not named & found.keys()
    living = sum(not facts[1] for facts in right.values())
    stored = sum(not found[name][1] for name in found)
    assert Kept(stored, len(named), living) == ROWS[number - 1].kept


def test_every_figure_has_its_play() -> None:
    assert sorted(PLAYS) == [number for number, row in enumerate(ROWS, 1) if row.kept]


def done(run: Run, *repairs: str) -> None:
    assert run.status == "ok"
    assert {name for name, _ in run.repairs} == set(repairs)


def nine(w: World, *scripted: Fault, repairs: tuple[str, ...] = ()) -> Run:
    """Nine records in three pages, harvested to the end."""
    w.put(range(9))
    run = w.harvest(*scripted)
    done(run, *repairs)
    return run


def forty(w: World, fault: Fault, *, page_size: int) -> None:
    """Forty records, one a day, from a server with a lasting fault."""
    for n in range(40):
        w.put([n], at=START + n * DAY)
    w.clock.at, w.page_size = START + 50 * DAY, page_size
    assert w.harvest(fault).status == "ok"


def edited(pattern: bytes, new: bytes) -> Effect:
    return lambda reply, exchange: replace(reply, body=re.sub(pattern, new, reply.body))


@row(1)
def a_web_page(w: World) -> None:
    w.put(range(9))
    run = w.harvest(Fault("html", lambda number, args: number >= 2, faults.html()))
    assert (run.status, run.error and run.error.code) == ("partial", "not-oai-pmh")
    assert w.ours.cursor("s", "") is None
    done(w.harvest())


@row(2)
def a_page_that_breaks_off(w: World) -> None:
    forty(w, big(6, faults.shortened(-700)), page_size=100)


@row(3)
def forbidden_characters(w: World) -> None:
    dirty = edited(rb"(?<=>)Article", b"Ar\x00ti&#x1;cl\x0be")
    nine(w, Fault.always(dirty), repairs=("forbidden-characters",))


@row(4)
def php_notices(w: World) -> None:
    noisy = faults.junk(before=b"<br />\nNotice: Undefined index in oai.php\n", after=b"\n0.2 s")
    nine(w, Fault.always(noisy), repairs=("surrounding-text",))


@row(5)
def entities(w: World) -> None:
    w.put(range(9), title="Été & \xa0été")
    loose = edited("Été &amp; \xa0été".encode(), b"&Eacute;t&eacute; & &nbsp;&eacute;t&eacute;")
    done(w.harvest(Fault.always(loose)), "html-entities", "bare-ampersand")


@row(6)
def no_metadata(w: World) -> None:
    lost = re.escape(identifier(4).encode()) + rb"(<.*?)<metadata>.*?</metadata>"

    def without_it(reply: Reply, exchange: Exchange) -> Reply:
        return replace(
            reply,
            body=re.sub(
                lost, identifier(4).encode() + rb"\1", reply.body, count=1, flags=re.DOTALL
            ),
        )

    nine(w, Fault.always(without_it))


@row(7)
def a_blank_token(w: World) -> None:
    blank = edited(rb"</ListRecords>", b"<resumptionToken>\n  </resumptionToken></ListRecords>")

    def at_the_end(reply: Reply, exchange: Exchange) -> Reply:
        bare = replace(reply, body=re.sub(rb"<resumptionToken[^>]*/>", b"", reply.body))
        return bare if b"<resumptionToken" in bare.body else blank(bare, exchange)

    assert nine(w, Fault.always(at_the_end)).requests == 3


@row(8)
def a_list_without_an_end(w: World) -> None:
    def back_to_itself(reply: Reply, exchange: Exchange) -> Reply:
        given = exchange.args.get("resumptionToken", [""])[0]
        if not given or re.search(rb"<resumptionToken[^>]*>[^<]", reply.body):
            return reply
        bare = re.sub(rb"<resumptionToken[^>]*/>", b"", reply.body)
        again = f"<resumptionToken>{given}</resumptionToken></ListRecords>".encode()
        return replace(reply, body=bare.replace(b"</ListRecords>", again))

    forty(w, lists(back_to_itself), page_size=7)


@row(9)
def tokens_that_die(w: World) -> None:
    forgotten = faults.oai_error("badResumptionToken")
    forty(w, Fault("forgets", lambda n, args: "resumptionToken" in args, forgotten), page_size=4)


@row(11)
def one_bad_record(w: World) -> None:
    forty(w, bad(7, faults.status(500)), page_size=100)


@row(12)
def deep_pages_die(w: World) -> None:
    pages = [0]

    def deep(reply: Reply, exchange: Exchange) -> Reply:
        pages[0] = pages[0] + 1 if "resumptionToken" in exchange.args else 1
        return faults.status(504)(reply, exchange) if pages[0] > 3 else reply

    forty(w, lists(deep), page_size=3)


@row(13)
def an_error_in_a_422(w: World) -> None:
    nine(w)
    nothing = faults.oai_error("noRecordsMatch")
    w.clock.at += 9 * DAY
    refused = Fault.always(
        lambda reply, exchange: replace(nothing(reply, exchange), status=422), verb="ListRecords"
    )
    run = w.harvest(refused)
    assert (run.status, run.requests) == ("unchanged", 2)  # Identify says how dates are written


def in_two_harvests(w: World, *scripted: Fault, late: timedelta = timedelta(0)) -> Run:
    """Nine records, and three that come (`late`) before the second harvest."""
    w.put(range(9))
    w.clock.at = START + 10 * DAY
    w.harvest(*scripted)
    w.put(range(20, 23), at=START + 10 * DAY - late)
    w.clock.at = START + 20 * DAY
    return w.harvest(*scripted)


@row(14)
def a_server_of_days(w: World) -> None:
    w.granularity = "day"
    assert in_two_harvests(w).window == ("2026-01-09", None)


@row(15)
def dates_that_are_not_heeded(w: World) -> None:
    w.page_size = 100
    w.put([*range(9), *range(20, 23)])
    bodies: list[bytes] = []

    def everything(reply: Reply, exchange: Exchange) -> Reply:
        bodies.append(reply.body)
        return replace(reply, body=bodies[0])

    w.clock.at = START + 10 * DAY
    w.harvest(lists(everything))
    run = w.harvest(lists(everything), plan=Plan(since="2026-01-09"))
    assert dict(run.remarks)["outside-dates"] == 12


@row(16)
def a_clock_that_is_ahead(w: World) -> None:
    ahead = edited(rb"(?<=<responseDate>)2026", b"2031")
    run = in_two_harvests(w, Fault.always(ahead))
    assert run.window == ("2026-01-09T00:00:00Z", None)


@row(17)
def a_late_index(w: World) -> None:
    assert in_two_harvests(w, late=timedelta(hours=40)).counts.new == 3


@row(18)
def a_load_dated_long_ago(w: World) -> None:
    assert in_two_harvests(w, late=9 * DAY).counts.new == 0
    assert w.sweep().fetched == 3


@row(19)
def datestamps_that_are_always_now(w: World) -> None:
    def now(reply: Reply, exchange: Exchange) -> Reply:
        stamp = w.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ").encode()
        return edited(rb"(?<=<datestamp>)[^<]*", stamp)(reply, exchange)

    assert in_two_harvests(w, Fault.always(now)).counts.changed == 0


@row(20)
def the_first_page_only(w: World) -> None:
    w.page_size, w.rules = 100, replace(w.rules, sweep=SweepRules())
    w.put(range(130))
    assert w.harvest(Fault.always(faults.token(""), verb="ListRecords")).status == "ok"


@row(21)
def rows_that_vanish(w: World) -> None:
    w.page_size, w.rules = 7, replace(w.rules, sweep=SweepRules())
    w.put(range(20))
    done(w.harvest(hidden_from_lists(3, 11)))


@row(22)
def tombstones_of_others(w: World) -> None:
    w.put(range(9))
    w.delete(range(50, 54))
    sizes = edited(rb'completeListSize="\d+"', b'completeListSize="3"')
    run = w.harvest(Fault.always(sizes))
    assert (run.counts.new, run.counts.unknown) == (9, 4)


@row(23)
def records_that_vanish(w: World) -> None:
    w.page_size = 100
    w.put(range(20))
    w.harvest()
    gone = without(7)
    assert [w.sweep(gone).deleted, w.sweep(gone).deleted] == [0, 1]
    w.delete([7])


@row(24)
def odd_sets(w: World) -> None:
    odd = "0869-5873:S%26S"
    w.put(range(9), sets=(odd,))  # type: ignore[arg-type]
    done(w.harvest(sets=[odd]))
    assert w.requests[0]["set"] == odd


@row(25)
def a_wall(w: World) -> None:
    w.put(range(9))
    assert w.harvest(Fault.always(faults.status(403))).status == "blocked"
    assert w.requests == w.requests[:1]
    done(w.harvest())


@row(26)
def retry_after(w: World) -> None:
    nine(w, Fault.once(faults.status(429, retry_after="Thu, 01 Jan 2026 00:00:40 GMT"), at=2))
    assert w.clock.slept == [40.0]


@row(27)
def records_twice(w: World) -> None:
    def with_those_before(reply: Reply, exchange: Exchange) -> Reply:
        records = b"".join(re.findall(rb"<record>.*?</record>", exchange.before, re.DOTALL))
        return replace(reply, body=reply.body.replace(b"<record>", records + b"<record>", 1))

    run = nine(w, Fault.always(with_those_before))
    assert run.counts.unchanged > 0


def every_other(number: int, args: Args) -> bool:
    return number % 2 == 1


@row(28)
def connections_that_are_closed(w: World) -> None:
    assert nine(w, Fault("drops", every_other, faults.dropped())).retries == 3


@row(29)
def an_endpoint_that_moved(w: World) -> None:
    w.put(range(9))
    there = Provider(
        w.theirs, "s", name="There", base_url="", admin_email="a@b.example", page_size=3
    )
    with ScriptedServer(there, host="127.0.0.2", now=w.clock.now) as new:

        def moved(reply: Reply, exchange: Exchange) -> Reply:
            query = urlencode(exchange.args, doseq=True)
            return faults.redirect(f"{new.url}?{query}", 301)(reply, exchange)

        run = w.harvest(Fault.always(moved))
        done(run)
        [words] = run.warnings
        assert f"sends us on to {new.url} " in words


@row(31)
def ojs(w: World) -> None:
    plain = edited(rb"</ListRecords>", b'<resumptionToken completeListSize="9"/></ListRecords>')

    def last(reply: Reply, exchange: Exchange) -> Reply:
        return reply if b"<resumptionToken" in reply.body else plain(reply, exchange)

    nine(w, Fault.always(last))
