"""A probe against a server that answers, and one that half does."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester import errors
from harvester.client import Client, Limits
from harvester.probe import Findings, probe
from tests import faults
from tests.door import site
from tests.faults import Args, Fault
from tests.world import START


def probed(folder: Path, *scripted: Fault, numbers: int = 10) -> Findings:
    with site(folder, scripted, range(numbers)) as server:
        limits = Limits(5.0, 5.0, 1_000_000)
        now = lambda: START  # noqa: E731
        with Client(server.url, limits=limits, user_agent="t", now=now) as client:
            return probe(server.url, "oai_dc", client, 1_000_000)


def failed(found: Findings) -> dict[str, type[object]]:
    return {step.name: type(step.error) for step in found.steps if step.error}


def verb(name: str) -> Fault:
    def asked(number: int, args: Args) -> bool:
        return args.get("verb") == [name] and "resumptionToken" not in args

    return Fault(name, asked, faults.status(404))


def token_asked(number: int, args: Args) -> bool:
    return "resumptionToken" in args


def test_a_server_that_works_is_known_after_six_questions(tmp_path: Path) -> None:
    found = probed(tmp_path)
    assert found.works
    assert failed(found) == {}
    assert found.identity is not None
    assert (found.identity.name, found.identity.deleted) == ("S", "persistent")
    assert found.identity.admins == ("a@b.example",)
    assert found.formats == ("oai_dc",)
    assert (found.records, found.promised) == (3, 11)
    assert (found.token_works, found.dates_work) == (True, True)
    assert found.token_life is not None
    assert [one.titles[0].value for one in found.samples] == [f"Article {n}" for n in range(3)]
    assert found.skew is not None


def test_nobody_is_asked_twice_who_is_not_there(tmp_path: Path) -> None:
    with site(tmp_path, (), range(1)) as server:
        url = server.url  # a port that nobody listens on, once the server is gone
    limits = Limits(5.0, 5.0, 1_000_000)
    with Client(url, limits=limits, user_agent="t", now=lambda: START) as client:
        found = probe(url, "oai_dc", client, 1_000_000)
    assert failed(found) == {"Identify": errors.Unreachable}
    assert not found.works


@pytest.mark.parametrize("name", ["Identify", "ListMetadataFormats", "ListSets", "ListRecords"])
def test_each_step_may_fail_alone(tmp_path: Path, name: str) -> None:
    found = probed(tmp_path, verb(name))
    assert failed(found) == {name: errors.RequestRefused}
    assert found.works is (name != "ListRecords")
    assert (found.identity is None) is (name == "Identify")


def test_a_clock_is_told_by_the_first_page_where_identify_fails(tmp_path: Path) -> None:
    assert probed(tmp_path, verb("Identify")).skew is not None


def test_a_token_that_does_not_work_is_told(tmp_path: Path) -> None:
    bad = Fault("expired", token_asked, faults.oai_error("badResumptionToken"))
    found = probed(tmp_path, bad)
    assert failed(found) == {"resumptionToken": errors.BadResumptionToken}
    assert found.token_works is False


def test_dates_that_do_not_work_are_told(tmp_path: Path) -> None:
    empty = Fault("dates", lambda number, args: "from" in args, faults.oai_error("noRecordsMatch"))
    found = probed(tmp_path, empty)
    assert (failed(found), found.dates_work) == ({}, False)


def test_one_page_needs_no_token(tmp_path: Path) -> None:
    found = probed(tmp_path, numbers=1)
    assert (found.token, found.token_works, found.token_style) == (None, None, None)


def test_repairs_are_named_and_what_was_repaired_is_read(tmp_path: Path) -> None:
    found = probed(tmp_path, Fault.always(faults.junk(before=b"\n\n<!-- x -->notice")))
    assert found.repairs == {"surrounding-text": 6}
    assert found.identity is not None
    assert found.identity.name == "S"


def test_a_server_that_is_no_oai_pmh_is_told_so_in_every_step(tmp_path: Path) -> None:
    found = probed(tmp_path, Fault.always(faults.html()))
    assert set(failed(found).values()) == {errors.NotOaiPmh}
    assert not found.works
