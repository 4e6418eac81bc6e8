"""What a run tells beside its counts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from harvester.harvest import Plan
from harvester.review import everything_came
from index.record import Counts, Run
from tests import faults
from tests.faults import Exchange, Fault, Reply
from tests.records import identifier
from tests.world import START, World, key, keys

DAY = timedelta(days=1)


def rewritten(pattern: bytes, new: bytes) -> Fault:
    """The server writes something else wherever the pattern matches."""
    return Fault.always(
        lambda reply, exchange: replace(reply, body=re.sub(pattern, new, reply.body))
    )


@pytest.mark.parametrize(
    ("date", "skew", "words"),
    [
        ("2026-01-01T02:00:00Z", 7200, "7200 seconds ahead of ours"),
        ("2025-12-31T23:00:00Z", -3600, "3600 seconds behind ours"),
        ("2026-01-01T00:01:00Z", 60, None),
        ("yesterday", None, None),
    ],
)
def test_the_servers_clock_is_measured(
    w: World, date: str, skew: int | None, words: str | None
) -> None:
    w.put(range(4))
    said = rewritten(rb"(?<=<responseDate>)[^<]*", date.encode())
    run = w.harvest(said)
    assert run.skew == skew
    assert [words in warning for warning in run.warnings] == ([True] if words else [])
    assert w.ours.runs("s")[0] == run


def test_a_source_that_never_gave_a_record_is_told(w: World) -> None:
    w.put([1])
    nothing = Fault.always(faults.oai_error("noRecordsMatch"), verb="ListRecords")
    run = w.harvest(nothing)
    assert run.status == "unchanged"
    assert "no records: check url, prefix and sets" in run.warnings[0]
    w.harvest()
    w.clock.at += 30 * DAY
    assert w.harvest(nothing).warnings == ()


def test_a_set_that_is_gone_is_told(w: World) -> None:
    w.put(range(4), sets=("a",))  # type: ignore[arg-type]
    w.harvest(sets=["a"])
    w.clock.at += 30 * DAY
    assert w.harvest(sets=["a"]).warnings == ()  # nothing new, and the set is there
    w.put(range(4), sets=("b",))  # type: ignore[arg-type]
    run = w.harvest(sets=["a"])
    assert run.status == "unchanged"
    assert "has no set 'a' any more" in run.warnings[0]
    assert len(keys(w.ours)) == 4


def test_what_was_not_asked_for_is_kept_and_counted(w: World) -> None:
    w.put(range(3), sets=("a",))  # type: ignore[arg-type]
    w.put(range(3, 5), at=START + 5 * DAY, sets=("b",))  # type: ignore[arg-type]
    w.clock.at = START + 9 * DAY

    def everything(reply: Reply, exchange: Exchange) -> Reply:
        return reply

    w.page_size = 100
    asked = Plan(since="2026-01-04", until="2026-01-05")
    provider = Fault.always(everything)
    run = w.harvest(provider, plan=asked)
    assert run.remarks == ()
    bodies: list[bytes] = []

    def keep(reply: Reply, exchange: Exchange) -> Reply:
        bodies.append(reply.body)
        return reply

    w.harvest(Fault.always(keep), plan=Plan(since="2025-12-01"))
    edited = bodies[0].replace(b"Article", b"Essay")
    again = Fault.always(lambda reply, exchange: replace(reply, body=edited))
    run = w.harvest(again, plan=asked, sets=["a"])
    assert dict(run.remarks) == {"outside-dates": 5, "outside-set": 2}
    assert run.counts.changed == 5


def test_deletions_of_what_we_never_had_are_counted_apart(w: World) -> None:
    w.put(range(4))
    w.harvest()
    w.delete([50, 51])
    run = w.harvest()
    assert (run.status, run.counts.deleted, run.counts.unknown) == ("unchanged", 2, 2)


def test_a_datestamp_in_the_future_does_not_freeze_a_record(w: World) -> None:
    w.put(range(3))
    w.harvest(rewritten(rb"(?<=<datestamp>)[^<]*", b"2031-01-01T00:00:00Z"))
    w.clock.at += DAY
    w.put([1], at=w.clock.at, title="Mended")
    w.clock.at += DAY
    assert w.harvest().counts.changed == 1
    assert w.same()


def test_full_wins_over_a_datestamp_that_is_newer(w: World) -> None:
    """The server was set back to an older state."""
    w.clock.at = START + 9 * DAY
    w.put([1], at=START + 5 * DAY, title="Newer")
    w.harvest()
    w.clock.at += DAY
    older = rewritten(rb"(?<=<datestamp>)[^<]*", b"2026-01-02T00:00:00Z")
    w.put([1], at=w.clock.at, title="Set back")
    assert w.harvest(older).counts.changed == 0
    w.clock.at += DAY
    assert w.harvest(older, plan=Plan(full=True)).counts.changed == 1
    record = w.ours.get(key(1))
    assert record
    assert record.datestamp == "2026-01-02T00:00:00Z"


RUN = Run(1, "s", "ok", ("2026-01-01", None), START)


@pytest.mark.parametrize(
    ("counts", "remarks", "incremental", "words"),
    [
        (Counts(changed=95, unchanged=5), (), True, "a bulk edit"),
        (Counts(changed=95, unchanged=5), (), False, "a bulk edit"),
        (Counts(unchanged=100), (("stamped-today", 100),), True, "pkp-lib#5135"),
        (Counts(unchanged=100), (("outside-dates", 100),), True, "does not heed the dates"),
        (Counts(unchanged=100), (), True, "a bulk load"),
        (Counts(unchanged=100), (), False, None),
        (Counts(unchanged=50), (), True, None),
        (Counts(new=100), (), True, None),
    ],
)
def test_a_run_in_which_nearly_everything_came_is_told_with_its_likely_reason(
    counts: Counts, remarks: tuple[tuple[str, int], ...], incremental: bool, words: str | None
) -> None:
    run = replace(RUN, counts=counts, remarks=remarks)
    said = everything_came(run, 100, incremental=incremental)
    assert (words in said) if words and said else said is words


def test_a_handful_is_never_nearly_everything() -> None:
    assert everything_came(replace(RUN, counts=Counts(changed=19)), 19, incremental=True) is None


def test_everything_again_is_told(w: World) -> None:
    w.put(range(30))
    w.harvest()
    w.clock.at += DAY
    w.put(range(30), at=w.clock.at, title="All new")
    assert "nearly everything has changed (30 of 30" in w.harvest().warnings[0]
    assert identifier(1) in keys(w.ours)
