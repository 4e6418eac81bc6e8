"""Does a list go round? Told from its pages, in a handful of bytes however long it is."""

from __future__ import annotations

from harvester.stages import Page

# So many pages in a row may bring just what the one before them brought, under new tokens. Empty
# pages are common (servers leave out what is withheld), so the number is generous.
MOST_ALIKE = 100


class Circle:
    """Notices that a page comes again to the same question and with the same token.

    Brent's way to find a cycle: each page is compared with one marked page; which one is marked
    moves on at the powers of two. A circle of n pages is noticed after at most some 3 n pages.
    """

    def __init__(self) -> None:
        self._marked: int | None = None
        self._before: int | None = None
        self._alike = self._steps = 0
        self._turn = 1

    def closes(self, asked: str | None, page: Page) -> bool:
        """Whether this page, asked for with that token, shows that the list does not go on."""
        content = hash(_content(page))
        state = hash((asked, content, page.token))
        self._alike = self._alike + 1 if content == self._before else 0
        self._before = content
        if state == self._marked or self._alike >= MOST_ALIKE:
            return True
        self._steps += 1
        if self._steps == self._turn:
            self._marked, self._steps, self._turn = state, 0, 2 * self._turn
        return False


def _content(page: Page) -> tuple[object, ...]:
    """What a page brings, by name; what has none, by its bytes."""
    return (
        tuple(raw.identifier for raw in page.records),
        tuple(grave.identifier for grave in page.tombstones),
        tuple(item.identifier or item.body for item in page.quarantined),
        tuple(name.identifier for name in page.headers),
        page.set_specs,
    )
