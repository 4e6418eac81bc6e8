"""One endpoint, asked for one page at a time.

Sickle 0.7 gives the verbs and their arguments; its `harvest()` is replaced, because it has no
time-outs, opens a connection a page, judges the status before it looks at the body, and parses with
recovery, which loses records without a word (mloesch/sickle#43, #45, #48, #58).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from time import monotonic
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urljoin

import requests
from requests import exceptions as rx
from sickle import Sickle
from sickle.iterator import BaseOAIIterator

from harvester import errors
from harvester.access import OPEN, Access
from harvester.client.bodies import read
from harvester.client.failures import translated
from harvester.client.limits import Limits
from harvester.deadline import timed_pools
from harvester.redirects import is_same_site, refusal
from harvester.stages import Fetched


class _OnePage(BaseOAIIterator):  # type: ignore[misc]  # Sickle has no types
    """Sickle's iterator, held to one response: which page comes next is for `decide` to say."""

    def _next_response(self) -> None:
        self.oai_response = self.sickle.harvest(**self.params)


class Client(Sickle):  # type: ignore[misc]  # Sickle has no types
    """One endpoint. Connections are kept; not to be shared by threads.

    `now` gives the time of a request (aware UTC). Raises a kind of `TransportError` when no whole
    answer came; error statuses are answers, and `harvester.page.judge` reads them.
    """

    def __init__(
        self,
        url: str,
        *,
        limits: Limits,
        user_agent: str,
        now: Callable[[], datetime],
        access: Access = OPEN,
        turn: Callable[[], AbstractContextManager[None]] = nullcontext,
        plain_tokens: bool = False,
        answered: Callable[[str, float], None] = lambda code, seconds: None,
    ) -> None:
        """`access` is what the server asks of us; each request is sent within a `turn`.

        `plain_tokens`: resumption tokens stand in the URL as they came. `answered` is told of each
        request: the HTTP status or the code of the error, and the seconds that it took.
        """
        super().__init__(url, iterator=_OnePage)
        self._limits, self._now, self._access, self._turn = limits, now, access, turn
        self._plain_tokens, self._told = plain_tokens, answered
        self._deadline = 0.0
        self._session = requests.Session()
        for adapter in self._session.adapters.values():
            pools: Any = adapter
            pools.poolmanager.pool_classes_by_scheme = timed_pools(
                self._in_time, limits.max_header_lines
            )
        self._session.headers.update({"User-Agent": user_agent, "Accept": "text/xml, */*;q=0.5"})
        self._proxies = {"http": access.proxy, "https": access.proxy} if access.proxy else None
        self._session.verify = access.ca_file or True
        if access.proxy:
            self._session.proxies = {"http": access.proxy, "https": access.proxy}

    def harvest(self, **arguments: str) -> Fetched:
        """Send one OAI-PMH request: arguments by their protocol names, `verb` among them.

        Compression is asked for until the server's turns out to be broken; then once more without.
        """
        try:
            return self._polite(arguments)
        except errors.BadContentEncoding:
            if self._session.headers["Accept-Encoding"] == "identity":
                raise
            self._session.headers["Accept-Encoding"] = "identity"
            return self._polite(arguments)

    def _polite(self, arguments: dict[str, str]) -> Fetched:
        with self._turn():
            began = monotonic()
            try:
                fetched = self._asked(arguments)
            except errors.HarvestError as error:
                self._told(error.code, monotonic() - began)
                raise
            self._told(str(fetched.status), fetched.elapsed)
            return fetched

    def _asked(self, arguments: dict[str, str]) -> Fetched:
        limits = self._limits
        started, clock = self._now(), monotonic()
        self._deadline = clock + limits.max_seconds
        with (
            translated(self.endpoint, limits),
            self._answered(arguments) as response,
        ):
            body = read(response, limits, self.endpoint)
            headers = {name.lower(): value for name, value in response.headers.items()}
            moved = _bare(response.url) != _bare(self.endpoint)
        elapsed = monotonic() - clock
        return Fetched(body, response.status_code, headers, response.url, started, elapsed, moved)

    def _in_time(self) -> None:
        """Asked before each read, of a head too: a byte a second must not look like life."""
        if monotonic() > self._deadline:
            limits = self._limits
            raise errors.TimedOut(
                f"{self.endpoint}: the answer was not complete after {limits.max_seconds:g} s",
                "raise [harvest] max_seconds if the server is slow by nature",
            )

    def _answered(self, arguments: dict[str, str]) -> requests.Response:
        """The answer to a request, behind redirects that may be followed; its body is not read."""
        url, limits = self.endpoint, self._limits
        for _ in range(limits.max_redirects + 1):
            response = self._session.get(
                url,
                params=self._query(arguments) if url == self.endpoint else None,
                # Of the session they would lose against those of the environment.
                proxies=self._proxies,
                **self._credentials(url),
                timeout=(limits.timeout_connect, limits.timeout_read),
                stream=True,
                allow_redirects=False,
            )
            if not response.is_redirect:
                return response
            target = urljoin(response.url, response.headers["location"])
            response.close()
            why = refusal(response.url, target)
            if why is not None:
                raise errors.RedirectRefused(
                    f"{self.endpoint}: a redirect {why}: {target}",
                    "open the url in a browser; where the endpoint has moved, correct the source",
                )
            url = target
        raise rx.TooManyRedirects(f"more than {limits.max_redirects}")

    def _query(self, arguments: dict[str, str]) -> dict[str, str] | str:
        """The arguments as requests takes them: by name, or as the text that is to be sent."""
        token = arguments.get("resumptionToken")
        if token is None or not self._plain_tokens:
            return arguments
        rest = {name: value for name, value in arguments.items() if name != "resumptionToken"}
        # A # would end the query, and the server would see half a token.
        return f"{urlencode(rest)}&resumptionToken={token.replace('#', '%23')}"

    def _credentials(self, url: str) -> dict[str, Any]:
        """Password and headers of the source: for its own site only, wherever a redirect leads."""
        if not is_same_site(self.endpoint, url):
            return {}
        return {"auth": self._access.auth, "headers": self._access.headers}

    def identify(self) -> Fetched:
        """Ask who the server is."""
        return self.harvest(verb="Identify")

    def list_records(self, **arguments: str) -> Fetched:
        """Ask for one page of records: by `metadataPrefix`, `from`, …, or by `resumptionToken`."""
        page: Any = self.ListRecords(**arguments)
        fetched: Fetched = page.oai_response
        return fetched

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _bare(url: str) -> str:
    """A URL without its arguments."""
    return url.partition("?")[0]
