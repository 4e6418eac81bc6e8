"""What the service tells whoever watches it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from harvester.meter import UNMETERED, Meter
from harvester.open import Harvester
from harvester.service.trouble import Troubles
from index.record import Run


class Watched:
    """Told by the service, by several of its threads. This one does not want to know.

    `meter` counts the requests of its harvests.
    """

    meter: Meter = UNMETERED

    def watching(self, harvester: Harvester, troubles: Troubles) -> AbstractContextManager[None]:
        """Watch for as long as the block lasts; `troubles` also takes what watching meets."""
        return nullcontext()

    def beat(self) -> None:
        """The clock goes."""

    def harvested(self, run: Run) -> None:
        """A run has ended."""

    def missed(self, count: int) -> None:
        """So many harvests were due while nobody was there."""

    def committed(self, seconds: float) -> None:
        """Changes were brought into the index."""

    def adopted(self, harvester: Harvester) -> None:
        """Other settings hold from now on."""


UNWATCHED = Watched()
