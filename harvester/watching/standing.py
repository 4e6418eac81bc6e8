"""Gauges: how things stand now, told from the last look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import get_args

from prometheus_client.core import CounterMetricFamily as Counter
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from harvester.monitor import Health, State, counted_states
from harvester.watching.look import Look
from harvester.watching.teller import Report
from index import __version__


class Standing(Collector):
    """The gauges of one service. The arguments are asked at each scrape."""

    def __init__(
        self,
        look: Callable[[], Look | None],
        troubles: Callable[[], Mapping[str, str]],
        reports: Callable[[], Sequence[Report]],
        each: Callable[[], bool],
    ) -> None:
        self._look, self._troubles = look, troubles
        self._reports, self._each = reports, each

    def collect(self) -> Iterator[Metric]:
        yield _labelled("build_info", "The version that runs.", "version", [(__version__, 1)])
        troubles = [(kind, 1.0) for kind in self._troubles()]
        yield _labelled("service_trouble", "What is wrong with the service.", "kind", troubles)
        yield from _notifiers(self._reports())
        look = self._look()
        if look is None:
            return
        yield _single("last_look_timestamp_seconds", "When all sources were looked at.", look.at)
        yield _states(look)
        yield from _index(look)
        if self._each():
            yield from _sources(look.healths)


def _single(name: str, words: str, value: float | datetime | None) -> Gauge:
    family = Gauge(f"harvester_{name}", words)
    if value is not None:
        family.add_metric([], _number(value))
    return family


def _labelled(
    name: str, words: str, label: str, values: Iterable[tuple[str, float | datetime | None]]
) -> Gauge:
    """A gauge with one label; a value of None is left out."""
    family = Gauge(f"harvester_{name}", words, labels=[label])
    for key, value in values:
        if value is not None:
            family.add_metric([key], _number(value))
    return family


def _number(value: float | datetime) -> float:
    return value.timestamp() if isinstance(value, datetime) else value


def _states(look: Look) -> Gauge:
    """Every state, also those of no source: an alert needs the zero."""
    counts = counted_states(look.healths)
    values = [(state, counts.get(state, 0)) for state in get_args(State)]
    return _labelled("sources", "Sources by state.", "state", values)


def _index(look: Look) -> Iterator[Gauge]:
    yield _single("index_pending_documents", "Changes not in the index yet.", look.pending)
    index = look.index
    if index is None:
        return
    yield _single("index_documents", "Documents in the index.", index.documents)
    yield _single("index_segments", "Segments of the index.", index.segments)
    yield _single("index_size_bytes", "Bytes of the index on disk.", index.bytes)
    yield _single("index_last_commit_timestamp_seconds", "When it was written.", index.written)


def _notifiers(reports: Sequence[Report]) -> Iterator[Metric]:
    handed = Counter(
        "harvester_notifications", "Messages, by channel.", labels=["channel", "outcome"]
    )
    for report in reports:
        handed.add_metric([report.channel, "sent"], report.sent)
        handed.add_metric([report.channel, "failed"], report.failed)
    yield handed
    row = [(report.channel, report.failures) for report in reports]
    yield _labelled("notifier_consecutive_failures", "Failures in a row.", "channel", row)


def _sources(healths: Sequence[Health]) -> Iterator[Gauge]:
    def of(name: str, words: str, value: Callable[[Health], float | datetime | None]) -> Gauge:
        values = [(health.source.name, value(health)) for health in healths]
        return _labelled(f"source_{name}", words, "source", values)

    yield of(
        "last_success_timestamp_seconds",
        "When a harvest last was whole.",
        lambda health: health.source.last_success,
    )
    yield of(
        "last_attempt_timestamp_seconds",
        "When a harvest last began.",
        lambda health: health.source.last_attempt,
    )
    yield of(
        "next_run_timestamp_seconds",
        "When the next harvest is due.",
        lambda health: health.source.next_at,
    )
    yield of(
        "consecutive_failures",
        "Harvests in a row that brought nothing.",
        lambda health: health.past.failures,
    )
    yield of("sick", "1: look at it.", lambda health: health.sick)
    yield _held(healths)


def _held(healths: Sequence[Health]) -> Gauge:
    family = Gauge(
        "harvester_store_records", "What is held of each source.", labels=["source", "state"]
    )
    for health in healths:
        source = health.source
        family.add_metric([source.name, "live"], source.records)
        family.add_metric([source.name, "deleted"], source.deleted)
        family.add_metric([source.name, "quarantined"], source.quarantined)
    return family
