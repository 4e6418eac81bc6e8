"""The desk: so many at a time, so many in the queue, and a time for each."""

from __future__ import annotations

import asyncio
from threading import Event

import pytest

from index.web.desk import Desk
from index.web.problems import Problem
from index.web.streaming import Streams

PATIENCE = 30.0


def test_more_than_can_wait_are_told_to_come_back() -> None:
    async def asked() -> None:
        desk, gate = Desk(1, 1, PATIENCE), Event()
        first = asyncio.create_task(desk.ask(lambda: gate.wait(PATIENCE)))
        second = asyncio.create_task(desk.ask(lambda: 2))
        await asyncio.sleep(0)
        with pytest.raises(Problem) as caught:
            await desk.ask(lambda: 3)
        assert (caught.value.code, caught.value.headers) == ("busy", {"Retry-After": "5"})
        gate.set()
        assert (await first, await second) == (True, 2)
        assert await desk.ask(lambda: 4) == 4
        desk.close()

    asyncio.run(asked())


def test_what_takes_too_long_is_told_and_keeps_no_more_than_its_thread() -> None:
    async def asked() -> None:
        desk, gate = Desk(1, 5, 0.05), Event()
        for _ in range(3):  # the first holds the thread, the others wait behind it
            with pytest.raises(Problem) as caught:
                await desk.ask(lambda: gate.wait(PATIENCE))
            assert (caught.value.code, caught.value.status) == ("too-slow", 503)
        gate.set()
        desk.close()

    asyncio.run(asked())


def test_what_fails_comes_out_as_it_is() -> None:
    async def asked() -> None:
        desk = Desk(1, 1, PATIENCE)
        with pytest.raises(ZeroDivisionError):
            await desk.ask(lambda: 1 // 0)
        desk.close()

    asyncio.run(asked())


def test_an_export_ends_behind_its_time() -> None:
    async def asked() -> None:
        gate, streams = Event(), Streams(1, 0.05)

        def slow() -> Event:
            gate.wait(PATIENCE)
            return gate

        with pytest.raises(TimeoutError):
            async for _ in streams.chunks(b"x" for _ in iter(slow, gate)):
                pass
        gate.set()
        streams.close()

    asyncio.run(asked())


def test_places_among_exports_are_counted() -> None:
    streams = Streams(1, 1)
    streams.enter()
    with pytest.raises(Problem, match="1 exports"):
        streams.enter()
    streams.leave()
    streams.enter()
    streams.close()
