"""[service] and [log]: what `harvester run` does beside harvesting, and what it says."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from harvester.setting_types import Size, Span
from index.mistakes import Expected
from index.settings import Section


def _folder(value: str) -> str:
    if value.startswith("~") or "\0" in value or (value and not value.strip()):
        raise ValueError("not the path of a folder")
    return value


class ServiceSection(Section):
    """[service]: the service, `harvester run`."""

    sync_every: Span = Field(
        default=timedelta(seconds=30),
        description="how often the index is brought up to date, beside after each harvest",
    )
    catch_up: Span = Field(
        default=timedelta(minutes=15),
        description="what fell due while the service was off is spread over up to this time",
    )
    min_free: Size = Field(
        default=200_000_000,
        description="with less room on the disk no harvest begins, until there is room again",
    )
    keep_runs: Annotated[
        int, Field(ge=20, le=10**9), Expected("a whole number from 20 to 1000000000")
    ] = Field(
        default=500, description="runs of each source that are remembered; older ones go daily"
    )
    keep_quarantine: Span = Field(
        default=timedelta(days=365),
        description="what could not be read, and did not come again since, goes after this",
    )
    keep_versions: Annotated[
        int, Field(ge=1, le=10**6), Expected("a whole number from 1 to 1000000")
    ] = Field(
        default=10, description="contents of each record that are kept, the present one among them"
    )
    backup: Annotated[
        str, AfterValidator(_folder), Expected('"" or the path of a folder (no "~")')
    ] = Field(default="", description='where backups are made; "": none; relative to this file')
    backup_every: Span = Field(
        default=timedelta(days=1), description="how old the newest backup may become"
    )
    backup_keep: Annotated[
        int, Field(ge=1, le=10**6), Expected("a whole number from 1 to 1000000")
    ] = Field(default=7, description="backups that are kept; older ones go behind a new one")


class LogSection(Section):
    """[log]: what the service says, on stderr."""

    format: Annotated[
        Literal["auto", "console", "json"], Expected('"auto", "console" or "json"')
    ] = Field(default="auto", description="auto: lines for people on a terminal, else JSON")
    level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Expected('"debug", "info", "warning" or "error"'),
    ] = Field(default="info", description="debug says why a harvest waits; info: a line a run")
