"""Many sources side by side."""

from __future__ import annotations

from collections import Counter
from threading import Barrier, Event, Lock, get_ident

import pytest

from harvester.settings import SourceSettings
from harvester.work import next_of, side_by_side


def source(name: str, host: str = "") -> SourceSettings:
    return SourceSettings(name=name, url=f"http://{host or name}.example/oai")


def never() -> None:
    raise AssertionError("nobody has to stop")


def test_they_are_really_done_at_the_same_time() -> None:
    met = Barrier(4)  # passed only where four are there together

    def work(one: SourceSettings) -> str:
        met.wait(10)
        return one.name

    sources = [source(f"s{n}") for n in range(8)]
    done = list(side_by_side(sources, work, 4, 1, never))
    assert sorted(done) == [f"s{n}" for n in range(8)]


def test_one_host_is_asked_by_one_source_at_a_time_and_keeps_no_thread_from_others() -> None:
    lock, other = Lock(), Event()
    busy: Counter[str] = Counter()
    most: Counter[str] = Counter()

    def work(one: SourceSettings) -> None:
        host = str(one.url).split("/")[2]
        with lock:
            busy[host] += 1
            most[host] = max(most[host], busy[host])
        if one.name == "last":
            other.set()
        else:
            assert other.wait(10), "the last one had to wait for those of another host"
        with lock:
            busy[host] -= 1

    sources = [*(source(f"a{n}", "a") for n in range(5)), source("last")]
    list(side_by_side(sources, work, 2, 1, never))
    assert most == {"a.example": 1, "last.example": 1}


def test_one_worker_works_in_this_thread_and_in_order() -> None:
    sources = [source("a"), source("b")]
    done = list(side_by_side(sources, lambda one: (one.name, get_ident()), 1, 1, never))
    assert done == [("a", get_ident()), ("b", get_ident())]


def test_what_one_raises_stops_the_others_and_is_raised() -> None:
    stopped, begun = Event(), Event()

    def work(one: SourceSettings) -> None:
        if one.name == "bad":
            assert begun.wait(10)
            raise KeyError(one.name)
        begun.set()
        assert stopped.wait(10)

    with pytest.raises(KeyError):
        list(side_by_side([source("bad"), source("good")], work, 2, 1, stopped.set))
    assert stopped.is_set()


def test_the_first_whose_host_is_free_is_next() -> None:
    waiting = [source("a1", "a"), source("a2", "a"), source("b")]
    assert next_of(waiting, Counter({"a.example": 1}), 1) == waiting[2]
    assert next_of(waiting, Counter({"a.example": 1}), 2) == waiting[0]
    assert next_of(waiting, Counter({"a.example": 1, "b.example": 1}), 1) is None
