"""The types of values in [harvest] and [[source]]: each says in words what it has to be."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from harvester.cron import check_cron
from index.mistakes import Expected

_ZERO = timedelta(0)
_LONGEST = timedelta(days=3650)  # so that no date that is computed with one leaves the calendar
_DURATION = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?) ?([smhd]?)")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
_SIZE = re.compile(r"([0-9]{1,15}) ?(b|kb|mb|gb|kib|mib|gib|)", re.IGNORECASE)
_BYTES = {
    "gib": 2**30, "gb": 10**9, "mib": 2**20, "mb": 10**6, "kib": 2**10, "kb": 10**3,
    "b": 1, "": 1,
}  # fmt: skip
_BASE_URL = re.compile(r"[^\s#\x00-\x20\x7f]+")


def parse_duration(value: object) -> timedelta:
    """Seconds, or text such as "90s", "5m", "48h", "7d". Raises `ValueError`."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _seconds(value)
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("not a duration")
    return _seconds(float(found[1]) * _SECONDS[found[2]])


def _seconds(number: float) -> timedelta:
    if abs(number) > _LONGEST.total_seconds():
        raise ValueError("too long")
    return timedelta(seconds=number)


def short_duration(value: timedelta) -> str:
    """The shortest usual way to write it: 90s, 5m, 48h, 7d."""
    if value % timedelta(seconds=1):
        return f"{value.total_seconds():.6f}".rstrip("0") + "s"
    seconds = int(value.total_seconds())
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
        usual = unit != "d" or seconds != 2 * length  # two days are written 48h
        if seconds and seconds % length == 0 and usual:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"


def parse_size(value: object) -> int:
    """Bytes, or text such as "64MB" (10^6) or "64MiB" (2^20). Raises `ValueError`."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    found = _SIZE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("not a size")
    return int(found[1]) * _BYTES[found[2].lower()]


def short_size(value: int) -> str | int:
    """The shortest way to write it: 64MB, 1GiB, 12345."""
    names = {"gib": "GiB", "gb": "GB", "mib": "MiB", "mb": "MB", "kib": "KiB", "kb": "kB"}
    fits = (unit for unit in names if value % _BYTES[unit] == 0)
    unit = next(fits, None)
    return f"{value // _BYTES[unit]}{names[unit]}" if unit else value


def _base_url(value: str) -> str:
    parts = urlsplit(value)  # ValueError: brackets without an IPv6 address
    port_is_number = parts.port is None or parts.port > 0  # ValueError: no number
    # A password there would stand in every message, run and quarantined page.
    plain = parts.username is None and parts.password is None
    complete = parts.scheme in ("http", "https") and parts.hostname and port_is_number and plain
    if not complete or not _BASE_URL.fullmatch(value) or "verb=" in parts.query:
        raise ValueError("not a base URL")
    return value


def _set_specs(value: object) -> tuple[object, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError("not a list")
    texts = [each for each in value if isinstance(each, str)]
    if len(set(texts)) < len(texts):
        raise ValueError("a set stands twice")
    return tuple(value)


Count: TypeAlias = Annotated[int, Field(ge=0, le=100), Expected("a whole number from 0 to 100")]
Many: TypeAlias = Annotated[int, Field(ge=1, le=256), Expected("a whole number from 1 to 256")]
Most: TypeAlias = Annotated[
    int, Field(ge=1, le=10**9), Expected("a whole number from 1 to 1000000000")
]
Levels: TypeAlias = Annotated[int, Field(ge=1, le=2000), Expected("a whole number from 1 to 2000")]
Duration: TypeAlias = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    Field(ge=_ZERO, le=_LONGEST),
    PlainSerializer(short_duration, when_used="json-unless-none"),
    Expected('seconds, or a duration such as "90s", "5m", "48h", "7d" (at most 3650d)'),
]
Span: TypeAlias = Annotated[
    Duration,
    Field(gt=_ZERO),
    Expected('seconds above 0, or a duration such as "90s", "5m", "48h", "7d" (at most 3650d)'),
]
Size: TypeAlias = Annotated[
    int,
    BeforeValidator(parse_size),
    Field(ge=1, le=10**12),
    PlainSerializer(short_size, when_used="json"),
    Expected('bytes above 0, or a size such as "64MB" (at most 1000GB)'),
]
Agent: TypeAlias = Annotated[
    str,
    Field(pattern=r"^([!-~][ -~]{0,199})?$"),
    Expected('"" or one line of plain (ASCII) text'),
]
Contact: TypeAlias = Annotated[
    str,
    Field(pattern=r"^([!-?A-~]+@[!-?A-~]+|https?://[!-~]+|)$", max_length=200),
    Expected('"" or a mail address or URL (ASCII), such as "you@example.org"'),
]
Name: TypeAlias = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9_-]{1,64}$"),
    Expected("1 to 64 letters (a-z), digits, - and _"),
]
BaseUrl: TypeAlias = Annotated[
    str,
    AfterValidator(_base_url),
    Expected("an OAI-PMH base URL: http:// or https://, a host, no password, no # and no verb="),
]
Prefix: TypeAlias = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9_.!~*'()-]{1,128}$"),  # OAI-PMH 2.0, metadataPrefixType
    Expected('a metadataPrefix such as "oai_dc" (letters, digits and - _ . ! ~ * \' ( ) only)'),
]
# Not held to setSpecType: servers have sets with spaces and slashes, and want them asked for so.
SetSpecs: TypeAlias = Annotated[
    tuple[Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]+$")], ...],
    BeforeValidator(_set_specs),
    Expected('a list of setSpecs, each once, such as ["journal:art"]'),
]
Every: TypeAlias = Annotated[
    Span | None,
    Expected('a duration above 0, such as "12h", "1d", "7d" (at most 3650d)'),
]
Cron: TypeAlias = Annotated[
    Annotated[str, AfterValidator(check_cron)] | None,
    Expected('five crontab fields that fire some day, such as "0 3 * * *"'),
]
