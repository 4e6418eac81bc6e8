"""The settings: what is wrong in them, what is not where they say, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harvester.access import access_of, secret_of
from harvester.doctor.finding import Finding, failed, ok, warning
from harvester.settings import Settings
from index.cli.console import counted
from index.errors import SettingsError


def settled(settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    """What settings that can be read say and lack."""
    where = str(settings.file) if settings.file else "no config.toml: defaults"
    yield ok("settings", f"{where}, {counted(len(settings.sources), 'source')}")
    if not settings.sources:
        yield warning("settings", "no source to harvest", "harvester sources add NAME URL")
    manners = settings.harvest
    if settings.sources and not (manners.contact or manners.user_agent):
        said = "no contact: servers are not told who asks, and some refuse that"
        yield warning("settings", said, 'set contact = "you@example.org" in [harvest]')
    yield from _secrets(settings, environ)


def _secrets(settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    todo = "put it there, readable for the user that runs the service"
    for source in settings.sources:
        try:
            access_of(source.access, source.name, settings.folder, environ)
        except SettingsError as error:
            yield from failed("secrets", SettingsError(error.problems, todo))
    for where in settings.notify.urls:
        try:
            secret_of(where, "[notify] urls", settings.folder, environ)
        except SettingsError as error:
            yield from failed("secrets", SettingsError(error.problems, todo))
