"""The server that all our tests harvest from: real HTTP on a free port, with scripted faults.

with ScriptedServer(provider, [Fault.once(status(503, retry_after=0), at=3)]) as server:
    ...harvest server.url...
    assert [seen.fault for seen in server.seen] == [...]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from threading import Event, Lock
from time import monotonic
from types import TracebackType
from typing import Any, Self
from xml.sax.saxutils import unescape

from index.provider.http import Answering, OaiHandler, OaiServer, addressed, utc_now
from tests.faults import Args, Exchange, Fault, Reply


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it came: `at` by the monotonic clock (seconds), header names in lower case.

    `fault` names what was done to its answer, None where nothing was.
    """

    number: int
    at: float
    method: str
    path: str
    args: Mapping[str, Sequence[str]]
    headers: Mapping[str, str]
    fault: str | None


class ScriptedServer:
    """Serves an `Answering` on `host` (any of 127.0.0.0/8), and does the first fault that matches.

    `seen` is every request, in order. `faults` may be set while it runs. `let_go` sends on every
    body that is held; stopping does so too. `now` is what the answering is told.
    """

    def __init__(
        self,
        answering: Answering,
        faults: Sequence[Fault] = (),
        *,
        host: str = "127.0.0.1",
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._server = OaiServer(host, 0)
        self.url = self._server.url
        self.faults = tuple(faults)
        self.seen: list[Seen] = []
        self.released = Event()
        self._answering = addressed(answering, self.url)
        self._now = now
        self._lock = Lock()
        self._sent = b""

    def __enter__(self) -> Self:
        self._server.start(partial(_Handler, self))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.let_go()
        self._server.stop()

    def let_go(self) -> None:
        """Send the rest of bodies that are held, now and from now on."""
        self.released.set()

    def reply(self, args: Args, method: str, path: str, headers: Mapping[str, str]) -> Reply:
        """Record a request, answer it, and do its fault."""
        with self._lock:
            number = len(self.seen) + 1
            fault = next((fault for fault in self.faults if fault.matches(number, args)), None)
            name = fault.name if fault else None
            self.seen.append(Seen(number, monotonic(), method, path, args, headers, name))
            before = self._sent
        right = Reply(self._answering.answer(args, self._now()))
        wrong = fault.effect(right, Exchange(number, args, before)) if fault else right
        with self._lock:
            self._sent = wrong.body
        return wrong


class _Handler(OaiHandler):
    def __init__(self, script: ScriptedServer, *rest: Any) -> None:
        self._script = script
        super().__init__(*rest)

    def reply(self, args: Args) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self._script.reply(args, self.command, self.path, headers)
        if reply.silent:
            self.close_connection = True
            return
        self._head(reply)
        for piece in self._pieces(reply):
            self.wfile.write(piece)
            self.wfile.flush()

    def _head(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.endless:
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()

    def _pieces(self, reply: Reply) -> Iterator[bytes]:
        """The body as it is to be sent; leaves the connection to be closed where it is broken."""
        if reply.cut is not None:
            self.close_connection = True
            yield reply.body[: reply.cut]
            return
        if reply.hold is not None:
            yield reply.body[: reply.hold]
            self._script.released.wait()
            yield reply.body[reply.hold :]
            return
        yield reply.body
        while reply.endless:
            yield reply.endless


_VERB = re.compile(
    rb"<(?:\w+:)?(Identify|ListMetadataFormats|ListSets|GetRecord|ListIdentifiers|ListRecords)[\s/>]"
)
_TOKEN = re.compile(rb"<(?:\w+:)?resumptionToken[^>]*>\s*([^<\s]+)\s*<")


class FolderAnswers:
    """Answers with the stored responses of a folder, byte for byte, damaged ones too.

    Lists go through the *.xml files of their verb by name: the first without a token, then the one
    behind the file that holds the token asked for. GetRecord takes the file that holds the
    identifier. What is not there is an OAI-PMH error.
    """

    def __init__(self, folder: Path) -> None:
        self._files: dict[str, list[bytes]] = {}
        for path in sorted(folder.glob("*.xml")):
            content = path.read_bytes()
            if found := _VERB.search(content):
                self._files.setdefault(found[1].decode(), []).append(content)

    def answer(self, args: Args, now: datetime, /) -> bytes:
        verb = args.get("verb", [""])[0]
        files = self._files.get(verb, [])
        if "resumptionToken" in args:
            return _after(files, args["resumptionToken"][0]) or _missing("badResumptionToken")
        if verb == "GetRecord":
            wanted = f">{args['identifier'][0]}<".encode()
            return next((file for file in files if wanted in file), _missing("idDoesNotExist"))
        return files[0] if files else _missing("badVerb")


def _after(files: Sequence[bytes], token: str) -> bytes | None:
    for file, following in pairwise(files):
        found = _TOKEN.search(file)
        if found and unescape(found[1].decode()) == token:
            return following
    return None


def _missing(code: str) -> bytes:
    return (
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        f'<error code="{code}">no such file is stored</error></OAI-PMH>'
    ).encode()
