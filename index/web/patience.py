"""Clients that neither read nor write: uvicorn waits for them for ever, we do not.

A connection that sends no whole request in time, or takes nothing of its answer, is given up. Who
does nothing costs a socket and no thread meanwhile. Addresses are taken as they were typed.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from index.web.as_typed import encoded
from index.web.problems import MEDIA_TYPE, Problem


@dataclass(frozen=True, slots=True)
class Look:
    """What a connection is like: whether it is being answered, after how many requests.

    `unsent`: bytes that the client has not taken yet; `since`: when it came to this, in seconds.
    """

    answering: bool
    request: int
    unsent: int
    since: float


def given_up(before: Look, now: Look, patience: float) -> tuple[bool, Look]:
    """Whether nothing has moved for so many seconds, and the look to compare the next one with."""
    waits_for_us = now.answering and not now.unsent
    moved = (
        now.request != before.request
        or now.answering != before.answering
        or now.unsent != before.unsent
    )
    if waits_for_us or moved:
        return False, now
    kept = Look(now.answering, now.request, now.unsent, before.since)
    return now.since - before.since >= patience, kept


class Patient(H11Protocol):
    """uvicorn's protocol with an end to its patience, in seconds."""

    patience = 30.0
    _timer: asyncio.TimerHandle | None = None
    _before: Look
    _answered = 0

    def connection_made(self, transport: Any) -> None:
        """A client has come."""
        super().connection_made(transport)
        self._before = self._look()
        self._again()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has gone."""
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """The client has sent something."""
        if self.conn.their_state is h11.IDLE:
            data = encoded(self.conn.trailing_data[0], data)
        super().data_received(data)

    def on_response_complete(self) -> None:
        """An answer has been given."""
        self._answered += 1
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, or has a head without an end: with a problem, as everything."""
        hint = (
            "blanks in an address are percent-encoded (curl -G --data-urlencode); a request line "
            "and its headers have up to 64 KiB together, longer lists go by POST"
        )
        body = Problem("request", msg, hint).body()
        headers = [
            ("content-type", MEDIA_TYPE),
            ("content-length", str(len(body))),
            ("connection", "close"),
        ]
        for event in (
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _should_upgrade(self) -> bool:
        # Nothing is spoken here but HTTP, and uvicorn logs two warnings of each who asks for more.
        return False

    def _again(self) -> None:
        self._timer = self.loop.call_later(self.patience / 4, self._check)

    def _check(self) -> None:
        over, self._before = given_up(self._before, self._look(), self.patience)
        if over:
            # Not `close`, which waits until a client that reads nothing has read everything.
            self.transport.abort()
        else:
            self._again()

    def _look(self) -> Look:
        cycle = self.cycle
        answering = cycle is not None and not cycle.response_complete
        unsent = self.transport.get_write_buffer_size()
        return Look(answering, self._answered, unsent, self.loop.time())


def patient(seconds: float) -> type[Patient]:
    """The protocol with this patience, as `uvicorn.Config(http=…)` takes it."""
    return type("PatientFor", (Patient,), {"patience": float(seconds)})
