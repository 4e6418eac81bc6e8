"""packaging/prometheus: alerts and dashboard name metrics that the service has, and only those."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from prometheus_client import generate_latest

from harvester.cli import COMMANDS
from tests.harvester.watching.test_metrics import (
    counted,
    counted_registry,
    standing,
    standing_registry,
)
from tests.test_docs import check, harvester_calls

FOLDER = Path(__file__).parents[1] / "packaging" / "prometheus"
MANUAL = Path(__file__).parents[1] / "docs" / "watching.md"
_METRIC = re.compile(r"\bharvester_[a-z_]+\b")
_LABELS = re.compile(r"(harvester_[a-z_]+)\{([^}]*)\}")

# So that the page and the dashboard leave nothing out.
FAMILIES = {
    re.sub(r"_(total|bucket|sum|count)$", "", name) for name, _ in {**counted(), **standing()}
}


def metrics() -> set[str]:
    return {name for name, _ in {**counted(), **standing()}}


def expressions() -> Iterator[str]:
    """Every expression of the alerts and of the dashboard."""
    rules = yaml.safe_load((FOLDER / "alerts.yml").read_text("utf-8"))
    yield from (rule["expr"] for group in rules["groups"] for rule in group["rules"])
    board = json.loads((FOLDER / "dashboard.json").read_text("utf-8"))
    yield from (target["expr"] for panel in board["panels"] for target in panel["targets"])
    yield from (item["query"]["query"] for item in board["templating"]["list"][1:])


@pytest.mark.parametrize("name", ["alerts.yml", "alerts_test.yml", "dashboard.json"])
def test_every_metric_that_is_named_is_one_of_ours(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    named = set(_METRIC.findall(text))
    assert named
    assert named - metrics() == set()


def test_the_page_for_operators_names_each_metric_and_no_other() -> None:
    named = set(_METRIC.findall(MANUAL.read_text("utf-8")))
    families = {re.sub(r"_(total|bucket|sum|count)$", "", name) for name in named}
    assert families == FAMILIES


def test_the_dashboard_shows_each_metric_that_changes() -> None:
    shown = {
        re.sub(r"_(total|bucket)$", "", one) for e in expressions() for one in _METRIC.findall(e)
    }
    unseen = {
        "harvester_source_consecutive_failures",
        "harvester_source_last_attempt_timestamp_seconds",
        "harvester_source_next_run_timestamp_seconds",
        "harvester_index_last_commit_timestamp_seconds",
        "harvester_index_segments",
        "harvester_scheduler_jobs_missed",
    }
    assert FAMILIES - shown == unseen


def test_labels_that_are_asked_for_exist() -> None:
    own = {"instance", "job"}
    texts = [words for expression in expressions() for _, words in _LABELS.findall(expression)]
    asked = {label for words in texts for label in re.findall(r"(\w+)=~?", words)} - own
    assert asked == {"state", "status"}


def test_every_alert_says_what_to_do_with_commands_that_there_are() -> None:
    rules = yaml.safe_load((FOLDER / "alerts.yml").read_text("utf-8"))
    for rule in rules["groups"][0]["rules"]:
        calls = list(harvester_calls(rule["annotations"]["todo"].replace(" says it in words", "")))
        assert calls or "curl" in rule["annotations"]["todo"], rule["alert"]
        for words in calls:
            assert words[0] in COMMANDS
            check(words)


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool (Debian: prometheus)")
def test_promtool_takes_them_and_they_fire_when_they_have_to() -> None:
    for words in (("check", "config", "scrape.yml"), ("test", "rules", "alerts_test.yml")):
        done = subprocess.run(
            ["promtool", *words], cwd=FOLDER, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool (Debian: prometheus)")
def test_promtool_finds_nothing_to_say_of_our_metrics() -> None:
    pages = b"".join(generate_latest(one) for one in (counted_registry(), standing_registry()))
    done = subprocess.run(
        ["promtool", "check", "metrics"], input=pages, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
