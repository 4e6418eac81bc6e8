"""The server's lists beside records, page by page to their ends: identifiers, sets."""

from __future__ import annotations

from collections.abc import Iterator

from harvester.circle import Circle
from harvester.errors import ListStuck, NoRecordsMatch, OaiError
from harvester.stages import Page
from harvester.talk import Talk

MAX_RESTARTS = 2


def pages(talk: Talk, verb: str, **arguments: str) -> Iterator[Page]:
    """Every page of a list of headers or sets. An empty list has none.

    A token that the server forgot begins the list again, so that pages may come twice. Raises
    `HarvestError` where the list did not come to its end.
    """
    circle, restarts = Circle(), 0
    token: str | None = None
    while True:
        try:
            page = talk.page(verb, {"resumptionToken": token} if token else arguments)
        except OaiError as error:
            if token is None and isinstance(error, NoRecordsMatch):
                return
            # In place of a later page an error is never the end of the list.
            if token is None or restarts == MAX_RESTARTS:
                raise
            talk.tell(f"{error.message}; the list begins again")
            circle, token, restarts = Circle(), None, restarts + 1
            continue
        yield page
        if page.token is None:
            return
        if circle.closes(token, page):
            raise ListStuck(
                f"{verb} gives pages again that it gave before", "tell the server's operators"
            )
        token = page.token
