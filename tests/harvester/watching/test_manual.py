"""What docs/watching.md shows is what there is."""

from __future__ import annotations

import re
from pathlib import Path

from harvester.advice import advice_of
from harvester.settings import load_settings
from harvester.watching.channels import channels_of
from harvester.watching.notices import message_of, source_facts
from index.record import RunError
from tests.harvester.cli.test_screen import HOUR, NOW, START, health

PAGE = (Path(__file__).parents[3] / "docs" / "watching.md").read_text("utf-8")
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for kind, text in _FENCE.findall(PAGE) if kind == language]


def test_the_settings_shown_can_be_used(tmp_path: Path) -> None:
    (shown,) = blocks("toml")
    (tmp_path / "config.toml").write_text(shown, "utf-8")
    settings = load_settings(tmp_path / "config.toml", environ={})
    names = [one.name for one in channels_of(settings.notify, tmp_path, {})]
    assert names == ["file:secrets/notify", "env:OPS_HOOK", "json://127.0.0.1:8080/hook", "command"]


def test_the_message_shown_is_what_is_sent() -> None:
    silent = "https://annals.example/oai: nothing more came for 120 s"
    error = RunError("timed-out", silent, "nothing: it is tried again")
    ours = [
        health("annals", "failed", error=error, failures=1, since=START),
        health("letters", last_success=START + HOUR * 5 / 6),
    ]
    facts = source_facts(
        [(one, advice_of(one, NOW, served=True)) for one in ours], ["annals", "letters"], NOW
    )
    message = message_of(facts, "archive")
    assert f"{message.title}\n\n{message.body}\n" in blocks("text")


def test_the_address_shown_is_the_default(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("", "utf-8")
    listen = load_settings(tmp_path / "config.toml", environ={}).watch.listen
    assert f"by default `{listen}`" in PAGE
    assert all(f"http://{listen}/" in line for line in PAGE.splitlines() if line[:5] == "curl ")
