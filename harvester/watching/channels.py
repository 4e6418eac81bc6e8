"""Ways to hand a message over: Apprise, and a plain command."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from harvester.access import secret_of
from harvester.errors import NotTold
from harvester.watch_settings import NotifySection
from harvester.watching.notices import Message
from index.errors import SettingsError

# Seconds that a command may take; Apprise gives up after eight by itself.
PATIENCE = 30.0
_LONGEST = 300  # characters of what a command complains


class Channel(Protocol):
    """One way to somebody. `name` says which, without secrets."""

    @property
    def name(self) -> str: ...

    def send(self, message: Message) -> None:
        """Hand it over. Raises `NotTold`."""
        ...


@dataclass(frozen=True, slots=True)
class AppriseChannel:
    """The URLs that stand at one place: `env:NAME`, `file:PATH`, or a URL itself."""

    name: str
    base: Path
    environ: Mapping[str, str]

    def send(self, message: Message) -> None:
        import apprise

        # What it says of a URL that it cannot read is the URL, password and all.
        logging.getLogger("apprise").propagate = False
        sender = apprise.Apprise()
        for url in self._urls():
            if not sender.add(url):
                raise NotTold(
                    f"{self.name}: a URL there is none that Apprise can use",
                    "https://appriseit.com/services/ lists how they are written",
                )
        capture: Any = apprise.LogCapture
        with capture(level=logging.WARNING, fmt="%(message)s") as said:
            try:
                done = sender.notify(title=message.title, body=message.body)
            except Exception as error:  # plugins of a hundred services: whatever they raise
                raise NotTold(f"{self.name}: {type(error).__name__} in Apprise", _TEST) from error
            words = " ".join(said.getvalue().split())
        if not done:
            raise NotTold(f"{self.name}: not delivered: {words[:_LONGEST]}", _TEST)

    def _urls(self) -> list[str]:
        """Those that stand there, one a line. Raises `NotTold`."""
        try:
            found = secret_of(self.name, "[notify] urls", self.base, self.environ).splitlines()
        except SettingsError as error:
            raise NotTold(error.message, "put the URLs there, one a line") from error
        urls = [line.strip() for line in found if line.strip()]
        if not urls:
            raise NotTold(f"{self.name}: no URL stands there", "put the URLs there, one a line")
        return urls


_TEST = "harvester doctor --notify sends a message to try it"


@dataclass(frozen=True, slots=True)
class CommandChannel:
    """A program that gets the message on its standard input."""

    command: tuple[str, ...]
    patience: float = PATIENCE

    @property
    def name(self) -> str:
        return "command"

    def send(self, message: Message) -> None:
        words = [word.replace("{title}", message.title) for word in self.command]
        try:
            done = subprocess.run(
                words,
                input=f"{message.title}\n\n{message.body}\n",
                text=True,
                capture_output=True,
                timeout=self.patience,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise self._failed(f"did not end within {self.patience:g} s") from error
        except OSError as error:
            raise self._failed(f"cannot be run: {error.strerror}") from error
        if done.returncode:
            raise self._failed(f"ended with {done.returncode}: {done.stderr.strip()[-_LONGEST:]}")

    def _failed(self, how: str) -> NotTold:
        return NotTold(f"the command {self.command[0]} {how}", "see [notify] command")


def channels_of(section: NotifySection, base: Path, environ: Mapping[str, str]) -> list[Channel]:
    """All that the settings name; paths are seen from the folder `base`."""
    found: list[Channel] = [AppriseChannel(where, base, environ) for where in section.urls]
    return [*found, CommandChannel(section.command)] if section.command else found
