"""When a source is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.schedule import backed_off, failures_of, next_due
from harvester.settings import SourceSettings
from index.record import Run

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)  # a Sunday
DAY = timedelta(days=1)


def source(**schedule: Any) -> SourceSettings:
    return SourceSettings(name="a", url="https://example.org/oai", **schedule)


def test_a_manual_source_is_never_due() -> None:
    assert next_due(source(manual=True), None, NOW) is None
    assert next_due(source(manual=True), NOW - DAY, NOW) is None


def test_a_source_that_was_never_tried_is_due_now() -> None:
    assert next_due(source(), None, NOW) == NOW


def test_every_counts_from_the_last_attempt() -> None:
    assert next_due(source(every="12h"), NOW - DAY, NOW) == NOW - DAY / 2


@pytest.mark.parametrize(
    ("cron", "last", "expected"),
    [
        ("0 3 * * *", None, "2026-11-23T03:00"),
        ("0 10 * * *", None, "2026-11-22T10:00"),
        ("0 3 * * *", "2026-11-22T03:00", "2026-11-23T03:00"),
        ("0 3 * * *", "2026-11-20T05:00", "2026-11-21T03:00"),
        ("0 3 * * *", "2030-01-01T00:00", "2026-11-23T03:00"),
        ("0 3 * * 0", None, "2026-11-29T03:00"),
        ("0 3 * * 7", None, "2026-11-29T03:00"),
        ("0 3 * * 1", None, "2026-11-23T03:00"),
        ("0 3 * * sat,1-2", None, "2026-11-23T03:00"),
        ("0 3 * * 2-6/2", None, "2026-11-24T03:00"),
        ("0 3 * * */2", None, "2026-11-23T03:00"),
    ],
)
def test_cron_is_read_as_crontab_reads_it_in_utc(
    cron: str, last: str | None, expected: str
) -> None:
    attempt = datetime.fromisoformat(f"{last}Z") if last else None
    assert next_due(source(cron=cron), attempt, NOW) == datetime.fromisoformat(f"{expected}Z")


@pytest.mark.parametrize(
    ("weekdays", "days"),
    [("0", [22]), ("2-6/2", [24, 26, 28]), ("6-7", [22, 28]), ("mon-tue,5", [23, 24, 27])],
)
def test_weekdays_are_those_of_crontab(weekdays: str, days: list[int]) -> None:
    hours = (NOW + timedelta(days=day, hours=-10) for day in range(7))
    each = source(cron=f"0 0 * * {weekdays}")
    assert [hour.day for hour in hours if next_due(each, None, hour) == hour] == days


TIMES = st.integers(0, 600_000_000).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
SCHEDULES = st.sampled_from(
    [{"every": "90s"}, {"every": "7d"}, {"cron": "*/5 * * * *"}, {"cron": "0 3 * * 1-5"}]
)


@given(SCHEDULES, st.none() | TIMES, TIMES)
@settings(deadline=None, max_examples=100)
def test_a_source_is_due_within_its_interval_and_after_its_last_attempt(
    schedule: dict[str, Any], last: datetime | None, now: datetime
) -> None:
    """Also where the clock was set back: no attempt in the future keeps a source from its turn."""
    due = next_due(source(**schedule), last, now)
    assert due is not None
    assert due <= now + timedelta(days=7)
    assert last is None or due > min(last, now)


@given(
    interval=st.timedeltas(timedelta(seconds=1), timedelta(days=400)),
    cap=st.timedeltas(timedelta(seconds=1), timedelta(days=60)),
    failures=st.integers(0, 200),
)
def test_back_off_grows_to_its_cap_and_never_gives_up(
    interval: timedelta, cap: timedelta, failures: int
) -> None:
    now, later = (backed_off(interval, count, cap) for count in (failures, failures + 1))
    assert interval <= now <= later <= max(interval, cap)
    assert backed_off(interval, 0, cap) == backed_off(interval, 1, cap) == interval


def test_a_crontab_source_that_fails_is_put_off_too() -> None:
    nightly = source(cron="0 3 * * *")
    usual = next_due(nightly, NOW, NOW)
    assert usual is not None
    assert next_due(nightly, NOW, NOW, 1) == usual
    assert next_due(nightly, NOW, NOW, 3) == NOW + 4 * (usual - NOW)


def test_failures_are_counted_from_the_newest_run() -> None:
    runs = [Run(n, "s", status, (None, None), NOW, requests=1) for n, status in enumerate(
        ("failed", "blocked", "partial", "failed")
    )]  # fmt: skip
    assert failures_of(runs) == 2
    assert failures_of(runs[2:]) == failures_of([]) == 0
