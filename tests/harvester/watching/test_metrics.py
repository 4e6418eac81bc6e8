"""Metrics, read by a real parser; and that what packaging/ names is there."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families as parsed

from harvester.advice import Advice
from harvester.monitor import State
from harvester.watching.counts import Counts
from harvester.watching.look import Look
from harvester.watching.standing import Standing
from harvester.watching.teller import Report
from index.engines.health import Size
from index.record import Counts as Received
from index.record import Run
from tests.harvester.cli.test_screen import NOW, sight
from tests.world import START

RUN = Run(
    1, "a", "ok", (None, None), START, START + timedelta(seconds=40),
    counts=Received(new=3, deleted=1), repairs=(("control", 2),),
)  # fmt: skip
LOOK = Look(NOW, [(one, Advice()) for one in sight()], 7, Size(100, 3, 5000, START))
Samples = dict[tuple[str, tuple[str, ...]], float]


def read(*registries: CollectorRegistry) -> Samples:
    """The samples by name and values of their labels."""
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for registry in registries
        for family in parsed(generate_latest(registry).decode())
        for sample in family.samples
    }


def standing_registry(look: Look | None = LOOK, *, each: bool = True) -> CollectorRegistry:
    registry = CollectorRegistry()
    reports = [Report("env:A", sent=4, failures=2, failed=3)]
    registry.register(
        Standing(lambda: look, lambda: {"disk": "no room"}, lambda: reports, lambda: each)
    )
    return registry


def standing(look: Look | None = LOOK, *, each: bool = True) -> Samples:
    return read(standing_registry(look, each=each))


def counted(*, most: int = 10) -> Samples:
    return read(counted_registry(most=most))


def counted_registry(*, most: int = 10) -> CollectorRegistry:
    counts = Counts()
    counts.heed({"a", "b"}, most)
    counts.harvested(RUN)
    counts.answered("a", "200", 0.2)
    counts.answered("b", "timed-out", 30.0)
    counts.retried("timed-out")
    counts.refused("a", "badResumptionToken")
    counts.missed(3)
    counts.committed(0.7)
    counts.searched("api", 200, 0.03)
    return counts.registry


def test_what_happened_is_counted_by_source() -> None:
    said = counted()
    expected = {
        ("harvester_harvest_runs_total", ("a", "ok")): 1,
        ("harvester_records_total", ("new", "a")): 3,
        ("harvester_records_total", ("deleted", "a")): 1,
        ("harvester_xml_repairs_total", ("a",)): 2,
        ("harvester_http_requests_total", ("200", "a")): 1,
        ("harvester_http_requests_total", ("timed-out", "b")): 1,
        ("harvester_http_retries_total", ("timed-out",)): 1,
        ("harvester_oai_errors_total", ("badResumptionToken", "a")): 1,
        ("harvester_scheduler_jobs_missed_total", ()): 3,
        ("harvester_harvest_duration_seconds_sum", ()): 40,
        ("harvester_harvest_duration_seconds_bucket", ("60.0",)): 1,
        ("harvester_http_request_duration_seconds_count", ()): 2,
        ("harvester_index_commit_duration_seconds_count", ()): 1,
        ("harvester_search_requests_total", ("api", "200")): 1,
        ("harvester_search_duration_seconds_bucket", ("0.05",)): 1,
    }
    lenient = {(name, tuple(sorted(labels))): value for (name, labels), value in said.items()}
    for (name, labels), value in expected.items():
        assert lenient[name, tuple(sorted(labels))] == value, name


def test_with_very_many_sources_they_are_counted_together() -> None:
    said = counted(most=1)
    assert sum(v for (name, _), v in said.items() if name == "harvester_http_requests_total") == 2
    assert not any({"a", "b"} & set(labels) for _, labels in said)
    assert not any(name.startswith("harvester_source_") for name, _ in standing(each=False))


def test_series_of_a_source_that_is_gone_go() -> None:
    counts = Counts()
    counts.heed({"a", "b"}, 10)
    counts.harvested(RUN)
    counts.answered("b", "200", 1.0)
    counts.heed({"b"}, 10)
    said = read(counts.registry)
    assert not any("a" in labels for _, labels in said)
    assert any("b" in labels for _, labels in said)


def test_how_things_stand_is_told_from_the_last_look() -> None:
    said = standing()
    for state in get_args(State):
        assert ("harvester_sources", (state,)) in said
    expected = {
        ("harvester_sources", ("healthy",)): 5,
        ("harvester_sources", ("blocked",)): 1,
        ("harvester_source_sick", ("walled",)): 1,
        ("harvester_source_sick", ("fine-1",)): 0,
        ("harvester_source_consecutive_failures", ("walled",)): 4,
        ("harvester_source_last_success_timestamp_seconds", ("fine-1",)): START.timestamp(),
        ("harvester_source_next_run_timestamp_seconds", ("new",)): NOW.timestamp(),
        ("harvester_store_records", ("unread", "quarantined")): 2,
        ("harvester_index_documents", ()): 100,
        ("harvester_index_segments", ()): 3,
        ("harvester_index_size_bytes", ()): 5000,
        ("harvester_index_pending_documents", ()): 7,
        ("harvester_index_last_commit_timestamp_seconds", ()): START.timestamp(),
        ("harvester_last_look_timestamp_seconds", ()): NOW.timestamp(),
        ("harvester_service_trouble", ("disk",)): 1,
        ("harvester_notifications_total", ("env:A", "sent")): 4,
        ("harvester_notifications_total", ("env:A", "failed")): 3,
        ("harvester_notifier_consecutive_failures", ("env:A",)): 2,
    }
    assert {key: said.get(key) for key in expected} == expected
    # What never was has no time: an alert on it would fire from 1970 on.
    assert ("harvester_source_last_success_timestamp_seconds", ("new",)) not in said


@pytest.mark.parametrize("look", [None, Look(NOW, [], 0)])
def test_before_the_first_look_and_without_an_index_it_is_told_what_is_known(
    look: Look | None,
) -> None:
    said = standing(look)
    assert any(name == "harvester_build_info" for name, _ in said)
    assert not any(name == "harvester_index_documents" for name, _ in said)
