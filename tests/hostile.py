"""Servers that mean harm: `python -m tests.hostile [CASE …]`.

Each case is asked in a process of its own; what it came to, seconds and peak memory are printed.
Exit code 1 where one did not end with the error that it should, in time and within memory.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from harvester.answer import judge
from harvester.client import Client, Limits
from harvester.errors import HarvestError
from harvester.manners import HarvestSection

# What a case may take: seconds, and MB above a harvester that asks nothing.
MOST_SECONDS = 30.0
MOST_MB = 700.0

Send = Callable[[bytes], None]

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
OAI = b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>'
RECORD = (
    b"<record><header><identifier>oai:x:%d</identifier><datestamp>2026-01-01</datestamp></header>"
    b"<metadata>%s</metadata></record>"
)
END = b"</ListRecords></OAI-PMH>"


@dataclass(frozen=True, slots=True)
class Case:
    """What is sent (`send` raises when the client has left), and the code that it should end in.

    `url` where it is not the server's own; `quick` ones run with the tests.
    """

    serve: Callable[[Send, threading.Event], None]
    code: str
    url: str = "http://{host}/oai"
    quick: bool = True
    seconds: float = 20.0
    stays: bool = False


def whole(body: bytes, head: bytes = b"") -> bytes:
    """An answer with its length."""
    return HEAD + head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def one(metadata: bytes) -> bytes:
    """A page with one record of that metadata."""
    return OAI + RECORD % (1, metadata) + END


def sends(make: Callable[[], bytes]) -> Callable[[Send, threading.Event], None]:
    return lambda send, over: send(make())


def endless(first: bytes, piece: bytes) -> Callable[[Send, threading.Event], None]:
    """Goes on until the client leaves."""

    def serve(send: Send, over: threading.Event) -> None:
        send(first)
        while not over.is_set():
            send(piece)

    return serve


def drip(first: bytes, gap: float = 0.1) -> Callable[[Send, threading.Event], None]:
    """A byte now and then; never silence long enough for a time-out."""

    def serve(send: Send, over: threading.Event) -> None:
        send(first)
        while not over.wait(gap):
            send(b"x")

    return serve


def redirect(where: bytes) -> Callable[[Send, threading.Event], None]:
    return sends(lambda: b"HTTP/1.1 302 F\r\nContent-Length: 0\r\nLocation: %s\r\n\r\n" % where)


def zeros() -> bytes:
    """A gigabyte in a megabyte."""
    return gzip.compress(bytes(10**9), 1)


def entities() -> bytes:
    levels = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
    return b'<!DOCTYPE a [<!ENTITY e0 "ha">' + levels + b"]>" + one(b"<a>&e11;</a>")


def attributes() -> bytes:
    return one(b"<a " + b" ".join(b'a%d=""' % n for n in range(10**6)) + b"/>")


CASES: dict[str, Case] = {
    "a page that never ends": Case(
        endless(HEAD + b"\r\n" + OAI, b"<x/>" * 10_000), "body-too-large"
    ),
    "a gzip bomb": Case(
        sends(lambda: whole(zeros(), b"Content-Encoding: gzip\r\n")), "body-too-large", quick=False
    ),
    "a gzip bomb that nobody declared": Case(
        sends(lambda: whole(zeros())), "not-oai-pmh", quick=False
    ),
    "an entity bomb": Case(sends(lambda: whole(entities())), "declares-dtd"),
    "a redirect loop": Case(redirect(b"/oai"), "too-many-redirects", stays=True),
    "a redirect to a file": Case(redirect(b"file:///etc/passwd"), "redirect-refused"),
    "a byte now and then": Case(drip(HEAD + b"\r\n"), "timed-out", seconds=2.0),
    "a head, a byte now and then": Case(drip(HEAD), "timed-out", seconds=2.0),
    "closes in the middle": Case(sends(lambda: whole(one(b"<a/>"))[:-9]), "connection-cut"),
    "a header line that never ends": Case(endless(HEAD + b"X: ", b"x" * 10_000), "head-too-long"),
    "header lines that never end": Case(endless(HEAD, b"X: y\r\n" * 1000), "head-too-long"),
    "a million header lines": Case(
        sends(lambda: HEAD + b"X: y\r\n" * 10**6 + b"\r\n"), "head-too-long"
    ),
    "a name without an address": Case(sends(bytes), "host-not-found", "http://nowhere.invalid/oai"),
    "no TLS where it should be": Case(sends(lambda: whole(b"")), "tls-failed", "https://{host}/oai"),
    "a million levels": Case(
        sends(lambda: whole(one(b"<a>" * 10**6 + b"</a>" * 10**6))), "not-well-formed", quick=False
    ),
    "a thousand levels": Case(
        sends(lambda: whole(one(b"<a>" * 1000 + b"</a>" * 1000))), "beyond-limits"
    ),
    "a million attributes": Case(sends(lambda: whole(attributes())), "beyond-limits", quick=False),
    "ten million elements": Case(
        sends(lambda: whole(one(b"<a>" + b"<b/>" * 10**7 + b"</a>"))), "beyond-limits", quick=False
    ),
    "two hundred thousand records": Case(
        sends(lambda: whole(OAI + b"".join(RECORD % (n, b"<a/>") for n in range(200_000)) + END)),
        "beyond-limits",
        quick=False,
    ),
    "millions of faults": Case(
        sends(lambda: whole(one(b"<a>" + b"&x\x00" * 10**7 + b"</a>"))),
        "not-well-formed",
        quick=False,
    ),
    "comments that never end": Case(
        sends(lambda: whole(one(b"<a>" + b"<!--" * 10**5 + b"</a>"))), "not-well-formed"
    ),
    "nothing wrong": Case(sends(lambda: whole(one(b"<a/>"))), "read"),
}  # fmt: skip


class Hostile:
    """Serves one case on a free port, a thread a connection, until it is left."""

    def __init__(self, case: Case) -> None:
        self._case, self._over = case, threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = case.url.format(host=f"127.0.0.1:{self._socket.getsockname()[1]}")
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._socket.close()

    def _accept(self) -> None:
        with suppress(OSError):  # the end
            while True:
                connection, _ = self._socket.accept()
                thread = threading.Thread(target=self._talk, args=(connection,))
                self._threads.append(thread)
                thread.start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):  # the client has left
            connection.settimeout(20)
            while connection.recv(65536):
                self._case.serve(connection.sendall, self._over)
                if not self._case.stays:
                    return


def outcome(url: str, seconds: float) -> tuple[str, str]:
    """Ask once; gives a code and words: of the error, or of what went to quarantine."""
    values = HarvestSection()
    limits = Limits(10.0, 10.0, values.max_bytes, seconds)
    with Client(url, limits=limits, user_agent="t", now=lambda: datetime.now(UTC)) as client:
        try:
            page = judge(client.list_records(metadataPrefix="oai_dc"), values.max_bytes)
        except HarvestError as error:
            return error.code, error.message
    for item in page.quarantined:
        return item.code, item.reason
    return "read", f"{len(page.records)} records"


@contextmanager
def asked(case: Case) -> Iterator[dict[str, object]]:
    """What a process of its own says of the case."""
    with Hostile(case) as server:
        command = [sys.executable, "-m", "tests.hostile", "--ask", server.url]
        command += ["--seconds", str(case.seconds)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        yield json.loads(done.stdout)


def peak_mb() -> float:
    """The most memory that this process had. Not ru_maxrss, which a process has of its parent."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(re.findall(r"VmHWM:\s*(\d+) kB", status)[0]) / 1024


def ask(url: str, seconds: float) -> None:
    """The process of one case: asks, and prints what it came to and took."""
    began = monotonic()
    code, words = outcome(url, seconds)
    peak = peak_mb()
    print(json.dumps({"code": code, "words": words, "s": monotonic() - began, "mb": peak}))


def main() -> int:
    """Ask every case, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, default=20.0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        ask(options.ask, options.seconds)
        return 0
    bad = 0
    for name in options.cases or CASES:
        case = CASES[name]
        with asked(case) as said:
            seconds, peak = float(str(said["s"])), float(str(said["mb"]))
        right = said["code"] == case.code and seconds < MOST_SECONDS and peak < MOST_MB
        bad += not right
        mark = "" if right else f"   WRONG: {case.code} expected"
        print(f"{name:<34}{seconds:>7.1f} s{peak:>7.0f} MB  {said['code']}{mark}")
        print(f"    {str(said['words'])[:150]}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
