"""[watch] and [notify]: what `harvester run` lets others see of it, and whom it tells."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

from harvester.cron import check_cron
from harvester.setting_types import Most, Span
from harvester.timing import Zone
from index.mistakes import Expected
from index.settings import Section

# A plain address has no place for a password: whatever has one stands behind env: or file:.
_WHERE = r"^((env|file):[^\x00-\x20]+|(json|xml|form|ntfy)s?://[!-?A-~]+)$"


def _address(value: str) -> str:
    host, colon, port = value.rpartition(":")
    if value and not (host and colon and port.isascii() and port.isdecimal()):
        raise ValueError("not an address")
    if value and (int(port) > 65535 or not host.strip("[]") or not host.isprintable()):
        raise ValueError("not an address")
    return value


def _words(value: object) -> object:
    """A list; in an environment variable: words with blanks between."""
    return tuple(value.split()) if isinstance(value, str) else _once(value)


def _once(value: object) -> object:
    if not isinstance(value, list | tuple) or len(set(map(str, value))) != len(value):
        raise ValueError("not a list, or something twice")
    return tuple(value)


def _command(value: object) -> object:
    if isinstance(value, str):
        return tuple(value.split())
    if not isinstance(value, list | tuple):
        raise ValueError("not a list")
    return tuple(value)


def _cron(value: str) -> str:
    return check_cron(value) if value else value


Address: TypeAlias = Annotated[
    str,
    AfterValidator(_address),
    Expected('"" or an address and a port, such as "127.0.0.1:9737" or "[::1]:9737"'),
]


class WatchSection(Section):
    """[watch]: what others may see of the service."""

    listen: Address = Field(
        default="127.0.0.1:9737",
        description="/livez, /readyz, /metrics and /status.json are served here; empty: nowhere",
    )
    every: Span = Field(
        default=timedelta(seconds=30),
        description="how often the service looks at all sources, beside after each harvest",
    )
    most: Most = Field(
        default=1000, description="with more sources, metrics count them together, not each"
    )


class NotifySection(Section):
    """[notify]: whom the service tells when the state of a source, or its own, has changed."""

    urls: Annotated[
        tuple[Annotated[str, Field(pattern=_WHERE)], ...],
        BeforeValidator(_words),
        Expected(
            'a list of "env:NAME" or "file:PATH", where URLs of Apprise stand, or of URLs without '
            'a password, such as "json://127.0.0.1:8080/hook"',
            secret=True,
        ),
    ] = Field(default=(), description="where to: mail, chat, webhooks, as Apprise knows them")
    command: Annotated[
        tuple[Annotated[str, Field(min_length=1, pattern=r"^[^\x00]*$")], ...],
        BeforeValidator(_command),
        Expected('a list of a program and its arguments, such as ["mail", "-s", "{title}", "ops"]'),
    ] = Field(
        default=(), description="a program that gets each message on stdin; {title}: its first line"
    )
    digest: Annotated[
        str,
        AfterValidator(_cron),
        Expected('"" or five crontab fields that fire some day, such as "0 8 * * 1-5"'),
    ] = Field(default="", description="empty: at once; else all that has changed, at these times")
    timezone: Zone = Field(default="UTC", description="the timezone that digest means")
