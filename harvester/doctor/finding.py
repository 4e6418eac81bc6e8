"""What a look at one thing gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from index.errors import Error, SettingsError

Level: TypeAlias = Literal["ok", "warning", "error"]
_LEVELS: tuple[Level, ...] = ("ok", "warning", "error")


@dataclass(frozen=True, slots=True)
class Finding:
    """`says`: what was found; `todo`: what to do, None where there is nothing to do."""

    check: str
    level: Level
    says: str
    todo: str | None = None


def ok(check: str, says: str) -> Finding:
    """All is well."""
    return Finding(check, "ok", says)


def warning(check: str, says: str, todo: str | None = None) -> Finding:
    """It works, but somebody should look."""
    return Finding(check, "warning", says, todo)


def failed(check: str, error: Error) -> list[Finding]:
    """What an error says; of wrong settings each mistake by itself."""
    said = error.problems if isinstance(error, SettingsError) else (error.message,)
    return [Finding(check, "error", words, error.hint) for words in said]


def worst(findings: Iterable[Finding]) -> Level:
    """The worst level of them."""
    return max((one.level for one in findings), key=_LEVELS.index, default="ok")


def exit_code(findings: Iterable[Finding]) -> int:
    """0: nothing but warnings; 1: an error; 2: the settings are wrong."""
    wrong = {one.check for one in findings if one.level == "error"}
    return 2 if "settings" in wrong else int(bool(wrong))


def findings_shape(findings: list[Finding]) -> dict[str, Any]:
    """What `doctor --json` prints."""
    return {"worst": worst(findings), "checks": findings}
