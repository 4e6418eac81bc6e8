"""What is counted while servers are asked, and while we are: answers, retries, errors, searches."""

from __future__ import annotations


class Meter:
    """Told by harvests, by many threads at once. This one counts nothing."""

    def answered(self, source: str, code: str, seconds: float) -> None:
        """A request ended: `code` is the HTTP status, or the code of our error."""

    def retried(self, reason: str) -> None:
        """The same will be asked for again; `reason` is the code of an error."""

    def refused(self, source: str, code: str) -> None:
        """An OAI-PMH error came."""

    def searched(self, mode: str, status: int, seconds: float) -> None:
        """A search over HTTP was answered; `mode` says by which door."""


UNMETERED = Meter()
