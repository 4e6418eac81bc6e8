"""Who is told what has changed: each channel by itself, so that one that fails costs the others
nothing.

A channel that fails is tried again, later and later; what has become well meanwhile is no news for
it any more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from harvester.errors import NotTold
from harvester.watch_settings import NotifySection
from harvester.watching.channels import Channel
from harvester.watching.memory import recall, remember
from harvester.watching.notices import (
    Fact,
    Memory,
    changed,
    is_due,
    message_of,
    remembered,
    service_facts,
)

FIRST, LONGEST = timedelta(seconds=30), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Report:
    """How a channel does: messages sent since the start, how often it failed in a row, and why."""

    channel: str
    sent: int = 0
    failures: int = 0
    failed: int = 0
    why: str | None = None
    since: datetime | None = None
    again: datetime | None = None


class Teller:
    """Tells channels what has changed; `folder` keeps what they were told."""

    def __init__(
        self,
        channels: Sequence[Channel],
        section: NotifySection,
        folder: Path,
        where: str,
        say: Callable[[str], None],
    ) -> None:
        """`where` names this service in messages; `say` gets what cannot be written down."""
        self.section = section
        self._channels = channels
        self._folder, self._where, self._say = folder, where, say
        self._memories = recall(folder)
        self._reports = {channel.name: Report(channel.name) for channel in channels}

    @property
    def reports(self) -> list[Report]:
        """How each channel does."""
        return list(self._reports.values())

    def tell(
        self, facts: Sequence[Fact] | None, troubles: Mapping[str, str], now: datetime
    ) -> None:
        """Tell each channel what it has not been told; `troubles` of the service, by kind.

        `facts` of the sources, None where nobody knows: the store cannot be read.
        """
        before = dict(self._memories)
        for channel in self._channels:
            own = f"notify {channel.name}"  # it cannot be told that it cannot be told
            others = {kind: words for kind, words in troubles.items() if kind != own}
            memory = self._memories.get(channel.name) or Memory(now)
            kinds = [one.partition(" ")[2] for one in memory.told if one.startswith("service ")]
            known = _unknown(memory) if facts is None else facts
            every = [*known, *service_facts(others, kinds)]
            self._memories[channel.name] = self._to(channel, memory, every, now)
        self._forget()
        if self._memories != before:
            self._write()

    def _to(self, channel: Channel, memory: Memory, facts: list[Fact], now: datetime) -> Memory:
        """Tell one channel; gives what it knows then."""
        report = self._reports[channel.name]
        section = self.section
        if memory.at > now:  # the clock was set back: the next digest is that of today
            memory = replace(memory, at=now)
        if not is_due(section.digest, section.timezone, memory.at, now):
            return memory
        news = changed(memory.told, facts)
        if not news:
            return Memory(now if section.digest else memory.at, remembered(memory.told, facts))
        if report.again is not None and timedelta(0) < report.again - now <= LONGEST:
            return memory  # a clock that was set back must not silence it for longer
        try:
            channel.send(message_of(news, self._where))
        except NotTold as error:
            self._reports[channel.name] = _failed(report, str(error.message), now)
            return memory
        self._reports[channel.name] = Report(channel.name, report.sent + 1, failed=report.failed)
        return Memory(now, remembered(memory.told, facts))

    def _forget(self) -> None:
        """What channels knew that the settings do not name any more."""
        self._memories = {
            name: self._memories[name] for name in self._reports if name in self._memories
        }

    def _write(self) -> None:
        try:
            remember(self._folder, self._memories)
        except OSError as error:
            self._say(f"what was told could not be written down: {error.strerror}")


def _unknown(memory: Memory) -> list[Fact]:
    """What was told of sources, of which nothing can be said now."""
    return [Fact(subject, None) for subject in memory.told if subject.startswith("source ")]


def _failed(report: Report, why: str, now: datetime) -> Report:
    wait = min(FIRST * 2 ** min(report.failures, 10), LONGEST)
    return replace(
        report,
        failures=report.failures + 1,
        failed=report.failed + 1,
        why=why,
        since=report.since or now,
        again=now + wait,
    )
