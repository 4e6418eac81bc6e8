"""`harvester run`, and `harvester reload`."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

import click

from harvester.claims import this_process
from harvester.cli.app import App
from harvester.clock import SystemClock
from harvester.log import Forwarded, Log, log_to
from harvester.service.bell import Asks
from harvester.service.lock import Holder, ask_reload, service_lock, tell
from harvester.service.notify import notifier
from harvester.service.service import Service
from harvester.service.web import Web
from harvester.watching.watcher import Watcher
from index import __version__
from index.cli.console import say
from index.errors import Interrupted
from index.shapes import moment
from index.web.settling import settle


@click.command()
@click.option("--web", is_flag=True, help="Serve pages and the API too, as harvester serve does.")
@click.pass_obj
def run(app: App, web: bool) -> None:
    """Harvest what is due, for as long as it runs.

    SIGTERM or Ctrl-C: ends within seconds, behind the page in hand; once more: at once. SIGHUP or
    `harvester reload`: reads the settings again. What is due, and what went wrong: `harvester
    status`.
    """
    if web:
        settle()
    settings = app.settings()
    log = log_to(settings.log)
    since = moment(SystemClock().now()) or ""
    holder = Holder(this_process(), since, str(settings.file) if settings.file else None)
    folder = settings.data.dir
    asks = Asks()
    _listen(asks)  # before the lock names this process: whoever reads it may send a signal
    with (
        service_lock(folder, holder),
        _forwarding(log),
        app.opened(settings, create=True) as harvester,
    ):
        # What a harvest tells of its waits begins with the source, which stands on the line anyway.
        harvester = replace(harvester, tell=lambda line: log.debug(line.partition(": ")[2]))
        watcher = Watcher(holder, log)
        service = Service(
            harvester,
            app.settings,
            log,
            lambda troubles: tell(folder, replace(holder, trouble=troubles)),
            asks,
            watched=watcher,
            web=Web(log, watcher.meter) if web else None,
            notify=notifier(),
        )
        log.info("service begins", version=__version__, pid=os.getpid(), data=str(folder),
                 sources=len(settings.sources))  # fmt: skip
        for name in service.run():
            log.warning(
                "left behind in the server's silence; its next harvest goes on", source=name
            )
        log.info("service ends")


def _listen(asks: Asks) -> None:
    """What signals mean to a service."""
    asked: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        if asked:  # what is stored is stored; runs are marked at the next start
            os._exit(Interrupted.exit_code)
        asked.append(number)
        asks.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGHUP, lambda _number, _frame: asks.reload())


@contextmanager
def _forwarding(log: Log) -> Iterator[None]:
    handler = Forwarded(log)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)


@click.command()
@click.pass_obj
def reload(app: App) -> None:
    """Let the running service read its settings again.

    Where they are wrong they are told here, and the service keeps those that it has.
    """
    holder = ask_reload(app.settings().data.dir)
    say(f"the service (process {holder.pid}) reads its settings again; its log says what changed")
