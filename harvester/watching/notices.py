"""What is worth telling: how things are now, against what was told before. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from harvester.advice import Advice, away
from harvester.cron import next_fire
from harvester.monitor import Health
from harvester.timing import zone_of
from index.shapes import moment

Condition: TypeAlias = Literal["well", "failing", "blocked", "stale", "drift", "trouble"]
Told: TypeAlias = Mapping[str, str]

# A message with more than this is not read; `harvester status` has them all.
MOST = 25
_ORDER: tuple[Condition, ...] = ("trouble", "blocked", "failing", "stale", "drift", "well")
_TITLES: dict[Condition, str] = {"well": "recovered", "trouble": "trouble of the service"}


@dataclass(frozen=True, slots=True)
class Fact:
    """How a source, or a part of the service, is now.

    `condition` None: nothing can be said now (it rests, it is being tried), what was told holds.
    """

    subject: str
    condition: Condition | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel is to hand over."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What a channel was told: condition by subject (those that are well left out), and when."""

    at: datetime
    told: Told = field(default_factory=dict)


def source_facts(
    seen: Iterable[tuple[Health, Advice]], names: Iterable[str], now: datetime
) -> list[Fact]:
    """What there is to say of those sources that the settings name."""
    ours = set(names)
    return [
        Fact(f"source {health.source.name}", condition_of(health), _words(health, advice, now))
        for health, advice in seen
        if health.source.name in ours
    ]


def condition_of(health: Health) -> Condition | None:
    """What a message calls the state of a source."""
    run = health.last_run
    trying = run is not None and run.status == "running"
    match health.state:
        case "failing" | "blocked" | "stale" if not trying:
            return health.state
        case "degraded" if run is not None and run.status not in ("ok", "unchanged"):
            return None  # a part came: neither recovered nor failing
        case "degraded":
            return "drift" if health.drifts else "well"
        case "healthy" if not trying:
            return "well"
    return None


def service_facts(troubles: Mapping[str, str], kinds: Iterable[str]) -> list[Fact]:
    """What there is to say of the service; `kinds`: those of trouble that are over too."""
    now = [Fact(f"service {kind}", "trouble", words) for kind, words in troubles.items()]
    over = [Fact(f"service {kind}", "well", f"over: {kind}") for kind in kinds]
    return now + [fact for fact in over if fact.subject.partition(" ")[2] not in troubles]


def changed(told: Told, facts: Iterable[Fact]) -> list[Fact]:
    """Those that are not as they were told, the worst first."""
    news = [
        fact
        for fact in facts
        if fact.condition is not None and fact.condition != told.get(fact.subject, "well")
    ]
    return sorted(news, key=lambda fact: (_ORDER.index(fact.condition or "well"), fact.subject))


def remembered(told: Told, facts: Iterable[Fact]) -> dict[str, str]:
    """What was told, once these facts are: subjects that are gone are forgotten."""
    now = {fact.subject: fact.condition or told.get(fact.subject, "well") for fact in facts}
    return {subject: condition for subject, condition in now.items() if condition != "well"}


def is_due(digest: str, timezone: str, last: datetime, now: datetime) -> bool:
    """Whether a message may go out; `digest` as in [notify]: empty is always."""
    if not digest:
        return True
    return next_fire(digest, last + timedelta(seconds=1), zone_of(timezone)) <= now


def message_of(news: Sequence[Fact], where: str) -> Message:
    """The message about these changes; `where` names the service: a machine has several."""
    counts = Counter(fact.condition or "well" for fact in news)
    parts = [f"{counts[one]} {_TITLES.get(one, one)}" for one in _ORDER if counts[one]]
    blocks = [_block(fact) for fact in news[:MOST]]
    if len(news) > MOST:
        blocks.append(f"and {len(news) - MOST} more: harvester status")
    return Message(f"harvester {where}: {', '.join(parts)}", "\n\n".join(blocks))


def _block(fact: Fact) -> str:
    kind, _, name = fact.subject.partition(" ")
    if kind == "service":
        return f"SERVICE {fact.words}"
    state = _TITLES.get(fact.condition or "well", fact.condition or "").upper()
    return f"{state} {name}{fact.words}"


def _words(health: Health, advice: Advice, now: datetime) -> str:
    """Since when, why, and what to do: what stands behind the name."""
    success = health.source.last_success
    if health.state in ("healthy", "degraded") and not health.drifts:
        return f", last success {moment(success)}" if success else ""
    since = f", since {moment(advice.since)} ({away(advice.since, now)})" if advice.since else ""
    lines = [*(advice.reason or "").splitlines()]
    return "".join(
        [since, *(f"\n  {line}" for line in lines), f"\n  -> {advice.todo}" if advice.todo else ""]
    )
