"""Lists that go round, clocks that are ahead, answers to another question cost no record."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from harvester.circle import MOST_ALIKE
from tests import faults
from tests.faults import Fault
from tests.world import START, World, error_code

DAY = timedelta(days=1)


def list_page(body: str, token: str) -> faults.Reply:
    """A page of a list, as small as it can be."""
    return faults.Reply(
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>'
        f"{body}<resumptionToken>{token}</resumptionToken></ListRecords></OAI-PMH>".encode()
    )


def tombstone(number: int) -> str:
    return (
        f'<record><header status="deleted"><identifier>oai:x:{number}</identifier>'
        "<datestamp>2026-01-01</datestamp></header></record>"
    )


@pytest.mark.parametrize("body", ["", "<record><header/></record>", tombstone(1)])
def test_a_page_that_only_leads_to_itself_stops(w: World, body: str) -> None:
    run = w.harvest(Fault.always(lambda reply, exchange: list_page(body, "T")))
    assert (run.status, error_code(run), run.pages) == ("partial", "list-stuck", 3)


def test_tokens_that_go_round_stop(w: World) -> None:
    def round_and_round(reply: faults.Reply, exchange: faults.Exchange) -> faults.Reply:
        asked = exchange.args.get("resumptionToken", ["B"])[0]
        return list_page(tombstone(1 if asked == "B" else 2), "A" if asked == "B" else "B")

    run = w.harvest(Fault.always(round_and_round))
    assert (run.status, error_code(run)) == ("partial", "list-stuck")
    assert run.pages < 10


def test_the_same_page_under_ever_new_tokens_stops(w: World) -> None:
    run = w.harvest(
        Fault.always(lambda reply, exchange: list_page(tombstone(1), f"T{exchange.number}"))
    )
    assert (run.status, error_code(run), run.pages) == ("partial", "list-stuck", MOST_ALIKE)


def test_pages_of_the_same_records_under_new_tokens_are_no_circle(w: World) -> None:
    """A few pages may be alike, and empty ones are common: what is withheld is left out."""
    w.put(range(10))

    def some(reply: faults.Reply, exchange: faults.Exchange) -> faults.Reply:
        return list_page(tombstone(1) if exchange.number < 5 else "", f"T{exchange.number}")

    alike = Fault("alike", lambda number, args: number < 20, some)
    ends = Fault.once(lambda reply, exchange: list_page("", ""), at=20)
    assert w.harvest(alike, ends).status == "unchanged"


def test_the_answer_to_another_verb_is_never_the_end_of_a_list(w: World) -> None:
    w.put(range(10))
    identify = (
        b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        b"<Identify><repositoryName>x</repositoryName></Identify></OAI-PMH>"
    )
    run = w.harvest(Fault.once(lambda reply, exchange: replace(reply, body=identify), at=2))
    assert (run.status, error_code(run)) == ("partial", "not-oai-pmh")
    assert w.ours.cursor("s", "") is None
    assert w.harvest().status == "ok"
    assert w.same()


def said_at(date: bytes) -> Fault:
    """The server's clock says this."""
    return Fault.always(
        lambda reply, exchange: replace(
            reply,
            body=re.sub(rb"(<responseDate>)[^<]*", lambda found: found[1] + date, reply.body),
        )
    )


def test_a_server_whose_clock_was_ahead_for_a_while_costs_no_record(w: World) -> None:
    w.put(range(3))
    w.harvest(said_at(b"2027-01-01T00:00:00Z"))
    w.put([9], at=START + 3 * DAY)
    w.clock.at = START + 20 * DAY
    w.harvest()
    w.harvest()
    assert w.same()


@pytest.mark.parametrize(
    "date", [b"0001-01-01T00:00:00Z", b"9999-12-31T23:59:59-05:00", b"0001-01-01T00:00:00+05:00"]
)
def test_a_clock_at_the_end_of_time_stops_nothing(w: World, date: bytes) -> None:
    w.put(range(3))
    assert w.harvest(said_at(date)).status == "ok"
    assert w.harvest(said_at(date)).status == "unchanged"
    asked = w.requests[-1].get("from")
    assert asked is None or re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", asked)


def test_a_size_that_no_list_has_stops_nothing(w: World) -> None:
    w.put(range(10))
    absurd = Fault.always(
        lambda reply, exchange: replace(
            reply, body=reply.body.replace(b'ListSize="10"', b'ListSize="%d"' % 10**30)
        )
    )
    run = w.harvest(absurd)
    assert (run.status, run.promised) == ("ok", None)


def test_what_is_promised_counts_every_set_once(w: World) -> None:
    w.put(range(4), sets=("a",))  # type: ignore[arg-type]
    w.put(range(4, 10), sets=("b",))  # type: ignore[arg-type]
    assert w.harvest(sets=["a", "b"]).promised == 10
