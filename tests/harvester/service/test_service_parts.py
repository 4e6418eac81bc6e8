"""The parts of the service: lock, bell, clock, log, pool, troubles."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.contextvars import bound_contextvars

from harvester.claims import this_process
from harvester.cli import run
from harvester.errors import NoService, ServiceHeld
from harvester.log import Forwarded, log_to
from harvester.service.bell import Bell
from harvester.service.clockwork import Clockwork, Drift
from harvester.service.guard import Guarded
from harvester.service.lock import Holder, ask_reload, holder_of, service_lock
from harvester.service.trouble import Troubles
from harvester.service_settings import LogSection
from harvester.tick import Going, Turn
from harvester.work import LocalPool
from index.errors import StoreFull, StoreReadOnly
from tests.door import Door
from tests.doors import door
from tests.serving import until
from tests.world import START

__all__ = ["door"]

OURS = Holder(this_process(), "2026-01-01T00:00:00Z")


def test_a_second_service_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with service_lock(tmp_path, OURS):
        assert holder_of(tmp_path) == OURS
        assert (OURS.pid, OURS.here) == (os.getpid(), True)
        with (
            pytest.raises(ServiceHeld, match=f"process {os.getpid()} on .* since 2026-01-01T"),
            service_lock(tmp_path, OURS),
        ):
            pass
        assert holder_of(tmp_path) == OURS
    assert holder_of(tmp_path) is None
    with service_lock(tmp_path, OURS):
        pass


def test_a_holder_that_died_holds_nothing(tmp_path: Path) -> None:
    owner = this_process().rpartition(" ")[0] + " 1.00"
    with service_lock(tmp_path, Holder(owner, "2026-01-01T00:00:00Z")):
        assert holder_of(tmp_path) is None
        with (
            pytest.raises(ServiceHeld, match="already: another process"),
            service_lock(tmp_path, OURS),
        ):
            pass


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"owner": 1}', '{"owner": "x", "trouble": 1}'])
def test_a_file_that_says_nothing_names_nobody(tmp_path: Path, text: str) -> None:
    (tmp_path / "service.json").write_text(text)
    assert holder_of(tmp_path) is None


def test_only_a_service_here_can_be_asked(tmp_path: Path) -> None:
    with pytest.raises(NoService, match="no service runs"):
        ask_reload(tmp_path)
    with (
        service_lock(tmp_path, Holder("elsewhere 7 1.00", "2026-01-01T00:00:00Z")),
        pytest.raises(NoService, match="process 7 on elsewhere"),
    ):
        ask_reload(tmp_path)


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(StoreReadOnly, match="cannot be written"),
        service_lock(tmp_path / "file" / "data", OURS),
    ):
        pass


def test_a_bell_is_heard_once_however_often_it_was_rung() -> None:
    bell = Bell()
    bell.ring()
    bell.ring()
    bell.wait()
    bell.wait(0.001)


def test_the_clock_rings_until_it_is_stopped() -> None:
    rung = threading.Event()
    clock = Clockwork({"tick": (timedelta(milliseconds=20), rung.set)})
    with clock.running():
        assert rung.wait(10)
        other = threading.Event()
        clock.hang({"tick": (timedelta(milliseconds=20), other.set)})
        assert other.wait(10)


def test_a_clock_that_was_set_is_noticed_and_one_that_goes_is_not() -> None:
    wall, passed = [START], [0.0]
    drift = Drift(lambda: wall[0], lambda: passed[0])
    wall[0] += timedelta(hours=1)
    passed[0] += 3600
    assert drift.jump() is None
    wall[0] -= timedelta(hours=2)
    assert drift.jump() == timedelta(hours=-2)
    assert drift.jump() is None
    wall[0] += timedelta(hours=8)  # a laptop that slept: no time passed for it
    assert drift.jump() == timedelta(hours=8)


class Turns:
    """Hosts whose turns are counted."""

    def __init__(self) -> None:
        self.given = 0

    @contextmanager
    def turn(self, url: str, gap: float) -> Iterator[None]:
        self.given += 1
        yield


def test_who_has_to_stop_sends_no_request_more() -> None:
    inner, stop = Turns(), [False]
    guarded = Guarded(inner, lambda: stop[0])  # type: ignore[arg-type]
    with guarded.turn("http://x/", 0):
        stop[0] = True
    with pytest.raises(KeyboardInterrupt), guarded.turn("http://x/", 0):
        pass
    assert inner.given == 1


def test_who_has_to_stop_while_it_waits_for_its_turn_sends_none() -> None:
    said = iter([False, True])
    with (
        pytest.raises(KeyboardInterrupt),
        Guarded(
            Turns(),  # type: ignore[arg-type]
            lambda: next(said),
        ).turn("http://x/", 0),
    ):
        raise AssertionError("not asked")


def test_the_pool_gives_each_work_once_until_it_is_finished() -> None:
    pool = LocalPool()
    turn = Turn("a", "h", START, slow=True)
    pool.offer([turn], START)
    pool.offer([turn], START)
    assert pool.going() == [Going("a", "h", START, True)]
    assert pool.take() == turn
    pool.offer([turn], START)
    pool.finish(turn)
    assert pool.going() == []
    pool.offer([turn], START)
    assert pool.take() == turn
    pool.offer([Turn("b", "h", START)], START)
    pool.close()
    assert pool.take() is None
    assert [one.source for one in pool.going()] == ["a"]
    pool.offer([Turn("c", "h", START)], START)
    assert pool.take() is None


def log(stream: io.StringIO, **settings: str):  # type: ignore[no-untyped-def]
    return log_to(LogSection.model_validate({"format": "json", **settings}), stream)


def test_a_line_of_json_names_time_source_and_run_and_no_password() -> None:
    stream = io.StringIO()
    with bound_contextvars(source="s", run=3):
        log(stream).warning("asked http://me:secret@x.example/ \x1b[2J", status="ok", pages=2)
    line = json.loads(stream.getvalue())
    assert list(line) == ["timestamp", "level", "event", "source", "run", "status", "pages"]
    assert line["timestamp"].endswith("Z")
    assert line["event"] == "asked http://…@x.example/ �[2J"


def test_the_level_is_the_least_that_is_said() -> None:
    stream = io.StringIO()
    quiet = log(stream, level="warning")
    quiet.info("no")
    quiet.warning("yes")
    assert stream.getvalue().count("\n") == 1


def test_lines_for_people_are_no_json() -> None:
    stream = io.StringIO()
    log(stream, format="console").info("harvested", source="s")
    assert "harvested" in stream.getvalue()
    assert "source=s" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


def test_a_log_that_cannot_be_written_ends_nothing() -> None:
    stream = io.StringIO()
    made = log(stream)
    stream.close()
    made.error("nobody hears it")


def test_what_libraries_say_comes_into_the_log() -> None:
    stream = io.StringIO()
    handler = Forwarded(log(stream))
    handler.handle(logging.LogRecord("apscheduler", 30, "", 0, "%s was missed", ("a job",), None))
    line = json.loads(stream.getvalue())
    assert (line["event"], line["logger"]) == ("a job was missed", "apscheduler")


def test_a_trouble_is_said_when_it_begins_and_when_it_is_over() -> None:
    stream, told = io.StringIO(), []
    troubles = Troubles(log(stream), told.append)
    troubles.tell("disk", "no room", StoreFull("no room", "make some"))
    troubles.tell("disk", "no room")
    troubles.over("disk")
    troubles.over("disk")
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(line["level"], line["event"], line.get("hint")) for line in lines] == [
        ("error", "no room", "make some"),
        ("info", "over: no room", None),
    ]
    assert told == [("no room",), ()]


def test_a_trouble_that_cannot_be_written_down_is_said_all_the_same() -> None:
    def full(troubles: tuple[str, ...]) -> None:
        raise StoreFull("no room")

    stream = io.StringIO()
    Troubles(log(stream, level="debug"), full).tell("disk", "no room")
    assert "not written down" in stream.getvalue()


@pytest.fixture
def handlers() -> Iterator[None]:
    """The signals of this process as they were."""
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("handlers")
def test_the_command_serves_until_a_signal(door: Door) -> None:
    """In this process: what signals mean is the same."""
    door.config("[log]\nformat = 'json'\nlevel = 'debug'\n")
    data = door.folder / "data"

    def outside() -> None:
        until(lambda: holder_of(data))
        ask_reload(data)
        until(lambda: "settings read" in (data / "seen").read_text())
        os.kill(os.getpid(), signal.SIGTERM)

    seen = _Seen(data / "seen")
    thread = threading.Thread(target=outside)
    with contextlib.redirect_stderr(seen):
        data.mkdir()
        (data / "seen").touch()
        thread.start()
        code = run(["run"])
        thread.join()
    assert code == 0
    lines = [json.loads(line)["event"] for line in (data / "seen").read_text().splitlines()]
    assert lines[0] == "service begins"
    assert lines[-1] == "service ends"


class _Seen(io.StringIO):
    """A log that another thread may read."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def write(self, text: str) -> int:
        with self._path.open("a") as file:
            return file.write(text)
