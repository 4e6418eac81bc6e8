"""Over the network: the address of each server, and one request; and a message to notifiers."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from harvester.answer import judge
from harvester.clock import Clock
from harvester.doctor.finding import Finding, failed, ok, warning
from harvester.errors import HostNotFound, NotTold
from harvester.hosts import Hosts, host_of
from harvester.open import client_of
from harvester.settings import Settings, SourceSettings
from harvester.watching.channels import Channel
from harvester.watching.notices import Message
from harvester.work import side_by_side
from index.errors import Error


def servers(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """One request (Identify) a source that is not at rest, many hosts side by side."""
    hosts = Hosts(clock, settings.harvest.per_host)
    awake = [source for source in settings.sources if source.enabled]
    yield from side_by_side(
        awake,
        lambda source: _asked(settings, source, clock, hosts),
        settings.harvest.workers,
        settings.harvest.per_host,
        clock.wake,
    )


def _asked(settings: Settings, source: SourceSettings, clock: Clock, hosts: Hosts) -> Finding:
    check = f"source {source.name}"
    try:
        if not source.access.proxy:
            _resolve(source.url)
        with client_of(settings, source, clock, hosts) as client:
            fetched = client.identify()
            values = settings.manners(source)
            page = judge(fetched, values.max_bytes, bounds=values.bounds)
            if page.error is not None:
                raise page.error
    except Error as error:
        return failed(check, error)[0]
    if page.verb != "Identify":
        return warning(check, f"{source.url}: asked for Identify, it answers {page.verb}",
                       "take ?verb=… out of the url")  # fmt: skip
    return ok(check, f"{source.url} says who it is, in {fetched.elapsed:.1f} s")


def _resolve(url: str) -> None:
    """Raise `HostNotFound` where the host's name has no address."""
    host = host_of(url)
    try:
        socket.getaddrinfo(host, urlsplit(url).port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise HostNotFound(
            f"{url}: {host} has no address: {error}",
            "check the url, and that this machine can resolve names (/etc/resolv.conf)",
        ) from error


def notifiers(channels: Sequence[Channel]) -> Iterator[Finding]:
    """A message to each, to try it."""
    message = Message("harvester doctor: a message to try this", "Nothing has happened.")
    for channel in channels:
        try:
            channel.send(message)
            yield ok("notify", f"{channel.name}: handed over")
        except NotTold as error:
            yield from failed("notify", error)
    if not channels:
        yield warning("notify", "nobody is told of anything", "see [notify] in config.toml")
