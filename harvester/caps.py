"""How long a source that went wrong is left alone at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Caps:
    """The longest waits for a source that keeps failing, and for one whose server refuses us.

    No longer than the overlap (48h) for what fails: so that behind an outage nothing is older than
    its interval, the outage and one overlap.
    """

    failing: timedelta = timedelta(hours=48)
    blocked: timedelta = timedelta(days=7)


DEFAULT = Caps()
