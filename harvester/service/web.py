"""The web beside the harvests: the same pages and API as `harvester serve`, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvester.log import Log
from harvester.meter import UNMETERED, Meter
from harvester.open import Harvester
from harvester.watching.searches import Metered

if TYPE_CHECKING:
    from harvester.web_server import Beside

LAST = 5.0  # seconds that requests in hand have when the service ends


class Web:
    """Listens from `open` to `close`; a port that is taken is tried again."""

    def __init__(self, log: Log, meter: Meter = UNMETERED) -> None:
        """`meter` counts the searches that come."""
        self._log, self._meter = log, meter
        self._listening: Beside | None = None

    def open(self, harvester: Harvester) -> None:
        """Listen, unless it does. Raises `CannotListen`, `SettingsError`."""
        if self._listening is not None:
            return
        # Half a second of imports, which a service without a web does not pay.
        from harvester.web_ops.rooms import all_pages
        from harvester.web_server import Beside
        from index.web.app import create_app

        settings, index = harvester.settings, harvester.index
        app = create_app(index, settings.web, routers=[all_pages(index, settings)])
        app.add_middleware(Metered, meter=self._meter)
        self._listening = Beside(
            app, settings.web, lambda url: self._log.info("serving", url=f"{url}/")
        )

    def close(self) -> None:
        """Listen no more."""
        if self._listening is not None:
            self._listening.close(LAST)
