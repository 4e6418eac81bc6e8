"""When a source is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.caps import Caps
from harvester.schedule import FIRST_RETRY, backed_off, chance_of, interval_of, next_due
from harvester.settings import SourceSettings
from index.record import RunStatus, Standing

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)  # a Sunday
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def source(**schedule: Any) -> SourceSettings:
    return SourceSettings(name="a", url="https://example.org/oai", **schedule)


def past(last: datetime | None, status: RunStatus | None = "ok", **more: Any) -> Standing:
    return Standing("a", last_attempt=last, status=status if last else None, **more)


def due(
    one: SourceSettings, last: datetime | None, now: datetime = NOW, **more: Any
) -> datetime | None:
    return next_due(one, past(last, **more), now)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}Z")


def test_what_is_manual_or_not_enabled_is_never_due() -> None:
    for resting in (source(manual=True), source(enabled=False)):
        assert due(resting, None) is None
        assert due(resting, NOW - DAY, status="interrupted") is None


def test_a_source_that_was_never_tried_is_due_now() -> None:
    assert due(source(), None) == NOW


def test_every_counts_from_the_last_attempt() -> None:
    assert due(source(every="12h"), NOW - DAY) == NOW - DAY / 2


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
def test_cron_is_read_as_crontab_reads_it(cron: str, last: str | None, expected: str) -> None:
    assert due(source(cron=cron), utc(last) if last else None) == utc(expected)


@pytest.mark.parametrize(
    ("weekdays", "days"),
    [("0", [22]), ("2-6/2", [24, 26, 28]), ("6-7", [22, 28]), ("mon-tue,5", [23, 24, 27])],
)
def test_weekdays_are_those_of_crontab(weekdays: str, days: list[int]) -> None:
    hours = (NOW + timedelta(days=day, hours=-10) for day in range(7))
    each = source(cron=f"0 0 * * {weekdays}")
    assert [hour.day for hour in hours if due(each, None, hour) == hour] == days


@pytest.mark.parametrize(
    ("cron", "after", "expected"),
    [
        # 2026-03-29: the clocks of Berlin skip from 02:00 to 03:00 (01:00 UTC).
        ("30 2 * * *", "2026-03-28T12:00", ["2026-03-29T01:30", "2026-03-30T00:30"]),
        # 2026-10-25: 02:00 to 03:00 comes twice (00:00 and 01:00 UTC).
        ("30 2 * * *", "2026-10-24T12:00", ["2026-10-25T00:30", "2026-10-26T01:30"]),
        ("*/30 2 * * *", "2026-10-25T00:10", ["2026-10-25T00:30", "2026-10-26T01:00"]),
        ("0 3 * * *", "2026-07-01T00:00", ["2026-07-01T01:00", "2026-07-02T01:00"]),
    ],
)
def test_cron_in_a_timezone_is_not_led_astray_by_summer_time(
    cron: str, after: str, expected: list[str]
) -> None:
    """APScheduler alone runs 02:30 twice in autumn, and at an hour that there is not in spring."""
    berlin = source(cron=cron, timezone="Europe/Berlin")
    moment, found = utc(after), []
    for _ in expected:
        moment = due(berlin, moment, moment) or moment
        found.append(moment)
    assert found == [utc(text) for text in expected]


TIMES = st.integers(0, 600_000_000).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
SCHEDULES = st.sampled_from(
    [
        {"every": "90s"},
        {"every": "7d"},
        {"cron": "*/5 * * * *"},
        {"cron": "0 3 * * 1-5"},
        {"cron": "30 2 * * *", "timezone": "Europe/Berlin"},
        {"every": "1h", "quiet": "22:00-06:00", "timezone": "Pacific/Chatham"},
    ]
)


@given(SCHEDULES, st.none() | TIMES, TIMES)
@settings(deadline=None, max_examples=100)
def test_a_source_is_due_within_its_interval_and_after_its_last_attempt(
    schedule: dict[str, Any], last: datetime | None, now: datetime
) -> None:
    """Also where the clock was set back: no attempt in the future keeps a source from its turn."""
    found = due(source(**schedule), last, now)
    assert found is not None
    assert found <= now + timedelta(days=7)
    assert last is None or found > min(last, now)


@given(
    base=st.timedeltas(timedelta(seconds=1), timedelta(days=400)),
    cap=st.timedeltas(timedelta(seconds=1), timedelta(days=60)),
    failures=st.integers(0, 200),
    chance=st.floats(0, 1, exclude_max=True),
)
def test_back_off_grows_to_its_cap_and_never_gives_up(
    base: timedelta, cap: timedelta, failures: int, chance: float
) -> None:
    cap = max(base, cap)
    now, later = (backed_off(base, count, cap) for count in (failures, failures + 1))
    assert base <= now <= later <= cap
    assert base <= backed_off(base, failures, cap, chance) <= now
    assert backed_off(base, 0, cap) == backed_off(base, 1, cap) == base
    assert backed_off(base, 100, cap) == cap


def waits(status: RunStatus, count: int, caps: Caps, **schedule: Any) -> list[timedelta]:
    """The waits after one failure, two, … without what chance takes away."""
    found = []
    for number in range(1, count + 1):
        standing = past(NOW, status, failures=number, tries=number)
        when = next_due(source(**schedule), standing, NOW, caps)
        assert when is not None
        found.append(when - NOW)
    return found


def test_no_source_is_due_before_its_server_wants_to_be_asked() -> None:
    rest = utc("2026-11-23T23:30")
    assert due(source(every="6h"), NOW, status="failed", not_before=rest) == rest
    assert due(source(every="6h"), NOW, status="interrupted", not_before=rest) == rest
    assert due(source(every="6h"), NOW, not_before=NOW) == NOW + 6 * HOUR
    quiet = source(every="6h", quiet="22:00-06:00", timezone="UTC")
    assert due(quiet, NOW, not_before=rest) == utc("2026-11-24T06:00")


def close(found: list[timedelta], hours: list[int]) -> bool:
    """Whether the waits are those, less at most an eighth."""
    return all(
        HOUR * each * 7 / 8 <= one <= HOUR * each for one, each in zip(found, hours, strict=True)
    )


def test_a_failure_is_tried_again_within_the_hour_then_later_and_later() -> None:
    found = waits("failed", 8, Caps(failing=48 * HOUR), every="1d")
    assert found[0] == FIRST_RETRY
    assert close(found, [1, 2, 4, 8, 16, 32, 48, 48])


def test_who_is_harvested_more_often_is_tried_again_sooner() -> None:
    assert waits("failed", 1, Caps(), every="5m") == [5 * MINUTE]


def test_who_refuses_us_is_left_alone_for_longer() -> None:
    found = waits("blocked", 5, Caps(blocked=7 * DAY), every="1d")
    assert found[0] == DAY
    assert close(found, [24, 48, 96, 168, 168])
    assert waits("blocked", 1, Caps(), every="10s") == [HOUR]


def test_where_a_part_came_the_rest_is_fetched_no_later_than_usual() -> None:
    assert close(waits("partial", 7, Caps(), every="1d"), [1, 2, 4, 8, 16, 24, 24])


def test_a_crontab_source_that_fails_is_put_off_to_one_of_its_times() -> None:
    found = [NOW + wait for wait in waits("failed", 9, Caps(), cron="0 3 * * *")]
    assert {when.hour for when in found} == {3}
    assert found[0] == utc("2026-11-23T03:00")
    assert found[-1] == utc("2026-11-25T03:00")


def test_what_was_interrupted_goes_on_at_once_but_not_for_ever() -> None:
    for status in ("interrupted", "running"):
        assert due(source(), NOW - MINUTE, status=status, cut=2) == NOW - MINUTE
        kept = due(source(), NOW - MINUTE, status=status, cut=1, next_at=NOW - HOUR)
        assert kept == NOW - HOUR
    pauses = [due(source(), NOW, status="interrupted", cut=cut) for cut in (3, 4, 20)]
    assert pauses == [NOW + MINUTE, NOW + 2 * MINUTE, NOW + HOUR]


def test_jitter_is_by_chance_and_the_same_for_the_same() -> None:
    with_jitter = source(every="1h", jitter="10m")
    when = {due(with_jitter, NOW + timedelta(hours=n), NOW + DAY * 9) for n in range(200)}
    late = [(one - NOW - HOUR) % HOUR for one in when if one]
    assert all(timedelta(0) <= one <= 10 * MINUTE for one in late)
    assert max(late) - min(late) > 8 * MINUTE
    assert due(with_jitter, NOW) == due(with_jitter, NOW)
    assert 0 <= chance_of("a", NOW) < 1


@pytest.mark.parametrize(
    ("quiet", "zone", "last", "expected"),
    [
        ("22:00-06:00", "UTC", "2026-11-22T20:30", "2026-11-22T21:30"),
        ("22:00-06:00", "UTC", "2026-11-22T21:00", "2026-11-23T06:00"),
        ("22:00-06:00", "UTC", "2026-11-23T04:59", "2026-11-23T06:00"),
        ("22:00-06:00", "UTC", "2026-11-23T05:00", "2026-11-23T06:00"),
        ("12:00-13:00, 13:00-14:00", "UTC", "2026-11-22T11:15", "2026-11-22T14:00"),
        ("22:00-06:00", "Asia/Vladivostok", "2026-11-22T11:30", "2026-11-22T20:00"),
        # In autumn 02:00 to 03:00 comes twice: quiet until the second 02:30 is over.
        ("00:00-02:30", "Europe/Berlin", "2026-10-24T23:10", "2026-10-25T00:30"),
        ("00:00-02:30", "Europe/Berlin", "2026-10-25T00:10", "2026-10-25T01:30"),
        # In spring there is no 02:30.
        ("00:00-02:30", "Europe/Berlin", "2026-03-28T23:10", "2026-03-29T01:30"),
    ],
)
def test_quiet_hours_put_off_to_their_end(quiet: str, zone: str, last: str, expected: str) -> None:
    quietly = source(every="1h", quiet=quiet, timezone=zone)
    assert due(quietly, utc(last), utc(last)) == utc(expected)


def test_the_interval_is_how_far_two_harvests_are_apart() -> None:
    assert interval_of(source(every="6h"), NOW) == 6 * HOUR
    assert interval_of(source(cron="0 3 * * 1"), NOW) == 7 * DAY
    assert interval_of(source(manual=True), NOW) is None
