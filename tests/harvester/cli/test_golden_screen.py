"""The screen of `status` as a whole, with twelve sources in all seven states (issue 8, 4.5).

`UPDATE_GOLDEN=1 pytest tests/harvester/cli/test_golden_screen.py` writes it anew.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

from harvester.advice import advice_of
from harvester.cli.screen import screen
from harvester.monitor import SICK, Health, State
from harvester.service.lock import Holder
from index.record import Order, RunError, Sweep
from tests.harvester.cli.test_screen import DAY, HOUR, NOW, START, health

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "status.txt"
HOLDER = Holder(
    "archive 4711 1.0",
    "2025-12-24T18:00:00Z",
    "/etc/harvester/config.toml",
    ("a notifier fails: env:OPS_MAIL: not delivered: A Connection error occurred",),
)


def twelve() -> list[Health]:
    """A morning in a library."""
    refused = RunError(
        "blocked",
        "https://herald.example/oai: HTTP 403",
        "ask its operators; set contact in [harvest] first",
    )
    silent = RunError(
        "timed-out",
        "https://annals.example/oai: nothing more came for 120 s",
        "nothing: it is tried again; raise [harvest] timeout_read if it is slow by nature",
    )
    page = RunError("not-well-formed", "page 17 breaks off", "harvester quarantine list letters")
    made = [
        health("acta", records=1204),
        health("annals", "failed", error=silent, failures=3, tries=3, since=START - 9 * HOUR,
               records=88_310,
               next_at=NOW + 4 * HOUR, last_success=START - 33 * HOUR),
        health("bulletin", "unchanged", records=312, deleted=4),
        health("chronicle", "ok", records=5_120, last_success=START - 12 * DAY, next_at=NOW - HOUR),
        health("digest", None, last_success=None, last_attempt=None, next_at=NOW, records=0),
        health("essays", order=Order("essays", START - 30 * DAY, "they move to another server"),
               records=2_044, last_success=START - 30 * DAY),
        health("gazette", records=40_077, quarantined=12),
        health("herald", "blocked", error=refused, failures=6, tries=6, since=START - 41 * DAY,
               records=9_300,
               next_at=NOW + 6 * DAY, last_success=START - 42 * DAY),
        health("inquiry", records=702),
        health("journal", records=15_000,
               sweep=Sweep(7, "journal", "stopped", START, START, why="3,100 of 15,000 are gone")),
        health("letters", "partial", error=page, tries=2, since=START - DAY, records=2_210,
               last_success=START - 2 * DAY),
        health("museum", "running", records=3_000),
    ]  # fmt: skip
    return [
        replace(
            one,
            source=replace(
                one.source, url="", deleted=min(one.source.deleted, one.source.records // 1000)
            ),
        )
        for one in made
    ]


def shown() -> str:
    seen = [(one, advice_of(one, NOW, served=True)) for one in twelve()]
    return "\n".join(line.text for line in screen(seen, HOLDER, NOW, every=False)) + "\n"


def test_the_whole_screen_is_as_it_was_agreed() -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(shown(), "utf-8")
    assert shown() == GOLDEN.read_text("utf-8")


def test_twelve_sources_show_every_state() -> None:
    healths = twelve()
    assert len(healths) == 12
    assert {one.state for one in healths} == set(get_args(State))


def test_it_answers_what_is_broken_since_when_and_what_to_do() -> None:
    """Each sick source has a block of its own, the worst first, before the table."""
    blocks = shown().split("\n\n")[1:-1]
    heads = [block.split("\n")[0] for block in blocks]
    sick = sorted((one for one in twelve() if one.sick), key=lambda one: SICK.index(one.state))
    assert [head.split()[0].lower() for head in heads[: len(sick)]] == [one.state for one in sick]
    for one, head, block in zip(sick, heads, blocks, strict=False):
        told = next(b for b in blocks if b.split("\n")[0].split()[1].rstrip(",") == one.source.name)
        assert "\n  -> " in told, one.source.name
        assert "\n  -> " in block, head
        if one.state in ("blocked", "failing", "stale"):
            assert ", since 20" in told.split("\n")[0]


def test_nothing_on_it_needs_colour_or_more_than_ascii() -> None:
    assert shown().isascii()
    assert timedelta(0) < NOW - START  # the screen is of a moment, not of now
    assert "\x1b" not in shown()


def test_the_page_for_operators_shows_this_very_screen() -> None:
    page = (ROOT / "docs" / "watching.md").read_text("utf-8")
    assert f"```text\n{shown()}```" in page
