"""When a source is harvested, beside every, cron and manual: keys of [[source]]."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field

from harvester.quiet import parse_quiet
from harvester.setting_types import Duration
from index.mistakes import Expected
from index.settings import Section


def zone_of(name: str) -> ZoneInfo:
    """The timezone of that name. Raises `ValueError` where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise ValueError("no timezone") from error


def _quiet(value: str) -> str:
    parse_quiet(value)
    return value


def _zone(value: str) -> str:
    zone_of(value)
    return value


def _tags(value: object) -> object:
    if isinstance(value, list | tuple) and len(set(map(str, value))) == len(value):
        return tuple(value)
    raise ValueError("not a list of tags")


Hours: TypeAlias = Annotated[
    str,
    AfterValidator(_quiet),
    Expected(
        '"" or hours such as "22:00-06:00" (several with commas between), that do not overlap and '
        "leave some of the day"
    ),
]
Zone: TypeAlias = Annotated[
    str,
    AfterValidator(_zone),
    Expected('a timezone of the IANA list such as "UTC", "Europe/Berlin", "Asia/Vladivostok"'),
]
Tags: TypeAlias = Annotated[
    tuple[Annotated[str, Field(pattern=r"^[\w.:-]{1,64}$")], ...],
    BeforeValidator(_tags),
    Expected('a list of words, each once, such as ["journals", "de"]'),
]


class Timing(Section):
    """Keys of a [[source]] that say more of when it is harvested."""

    enabled: Annotated[bool, Expected("true or false")] = Field(
        default=True, description="false: it rests, and what it has stays; see also sources pause"
    )
    jitter: Duration = Field(
        default=timedelta(0), description="each time is put off by up to this, by chance"
    )
    quiet: Hours = Field(
        default="", description='no harvest of it begins in these hours: quiet = "22:00-06:00"'
    )
    timezone: Zone = Field(default="UTC", description="the timezone that cron and quiet mean")
    priority: Annotated[
        int, Field(ge=-100, le=100), Expected("a whole number from -100 to 100")
    ] = Field(default=0, description="each step goes before what is due up to an hour earlier")
    tags: Tags = Field(default=(), description="words to name several sources by: --tag")
