"""What one set's list calls deleted, while the record may live in another set of the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests import faults
from tests.faults import Exchange, Fault, Reply
from tests.records import identifier
from tests.world import START, World, key, keys, world

LATER = START + timedelta(days=5)
HEADER = (
    '<record><header status="deleted"><identifier>{}</identifier>'
    "<datestamp>2026-01-06T00:00:00Z</datestamp>{}</header></record>"
)
LIST = (
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-01-06T00:00:00Z'
    "</responseDate><request/><ListRecords>{}</ListRecords></OAI-PMH>"
)


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        made.page_size = 100
        made.put(range(3), sets=("a", "b"))  # type: ignore[arg-type]
        made.put(range(3, 5), sets=("b",))  # type: ignore[arg-type]
        assert made.harvest(sets=["a", "b"]).counts.new == 5
        made.clock.at = LATER
        yield made


def left(set_spec: str, *numbers: int, names: tuple[str, ...] = ()) -> Fault:
    """The list of the set says that these records are deleted."""
    specs = "".join(f"<setSpec>{name}</setSpec>" for name in names)
    body = LIST.format("".join(HEADER.format(identifier(n), specs) for n in numbers)).encode()

    def say(reply: Reply, exchange: Exchange) -> Reply:
        return replace(reply, body=body)

    return Fault.asked(say, verb="ListRecords", set=set_spec)


def singles(w: World) -> int:
    return sum(one["verb"] == "GetRecord" for one in w.requests)


def alive(w: World) -> set[str]:
    return set(keys(w.ours))


@pytest.mark.parametrize("names", [(), ("b",)])
def test_what_left_one_set_lives_on_in_the_other(w: World, names: tuple[str, ...]) -> None:
    w.put([1], at=LATER, sets=("a",))  # type: ignore[arg-type]
    run = w.harvest(left("b", 1, names=names), sets=["a", "b"])
    assert run.counts.deleted == 0
    assert identifier(1) in alive(w)
    record = w.ours.get(key(1))
    assert record
    assert record.sets == ("a",)


def test_what_is_deleted_altogether_is_buried(w: World) -> None:
    w.delete([1], at=LATER)
    run = w.harvest(left("b", 1), sets=["a", "b"])
    assert run.counts.deleted == 1
    assert identifier(1) not in alive(w)


@pytest.mark.parametrize(
    ("numbers", "names"), [((3, 4), ("b",)), ((3, 4), ()), ((0, 1, 2), ("b", "a"))]
)
def test_nobody_asks_where_there_is_no_doubt(
    w: World, numbers: tuple[int, ...], names: tuple[str, ...]
) -> None:
    """Of one of the sets alone, or its header names all of them."""
    run = w.harvest(left("b", *numbers, names=names), sets=["a", "b"])
    assert run.counts.deleted == len(numbers)
    assert singles(w) == 0


def test_what_the_server_does_not_know_any_more_is_buried(w: World) -> None:
    unknown = Fault.always(faults.oai_error("idDoesNotExist"), verb="GetRecord")
    run = w.harvest(left("b", 1), unknown, sets=["a", "b"])
    assert run.counts.deleted == 1


def test_a_doubt_that_stays_deletes_nothing_and_is_counted(w: World) -> None:
    broken = Fault.always(faults.status(404), verb="GetRecord")
    run = w.harvest(left("b", 1), broken, sets=["a", "b"])
    assert run.counts.deleted == 0
    assert dict(run.remarks)["deletions-in-doubt"] == 1
    assert identifier(1) in alive(w)


def test_a_source_of_one_set_believes_its_list(w: World) -> None:
    run = w.harvest(left("b", 1), sets=["b"])
    assert run.counts.deleted == 1
    assert singles(w) == 0
