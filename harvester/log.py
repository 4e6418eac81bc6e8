"""What the service says: structlog, a line of JSON or for people, in UTC, without secrets."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, MutableMapping
from threading import Lock
from typing import Any, TextIO, cast

import structlog

from harvester.service_settings import LogSection
from index.cli.console import printable
from index.mistakes import without_passwords

Log = structlog.typing.FilteringBoundLogger
_FIRST = ("timestamp", "level", "event", "source", "run", "status", "why", "hint")
_Event = MutableMapping[str, Any]


def log_to(settings: LogSection, stream: TextIO | None = None) -> Log:
    """A logger of those settings; by default on stderr. May be shared by threads.

    What is bound with `structlog.contextvars` (run, source) stands on each line of its thread.
    """
    stream = stream or sys.stderr
    people = settings.format == "console" or (settings.format == "auto" and stream.isatty())
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=stream.isatty())
        if people
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    made = structlog.wrap_logger(
        _Lines(stream),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _harmless,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[settings.level.upper()]
        ),
    )
    return cast(Log, made)


def _harmless(_logger: object, _method: str, event: _Event) -> _Event:
    """No passwords of URLs, and nothing that steers a terminal; what names the line comes first."""
    return {
        key: printable(without_passwords(value)) if isinstance(value, str) else value
        for key in (
            *(name for name in _FIRST if name in event),
            *(name for name in event if name not in _FIRST),
        )
        for value in (event[key],)
    }


class _Lines:
    """Writes lines, whole ones, from any thread."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._lock = stream, Lock()

    def msg(self, line: str) -> None:
        try:
            with self._lock:
                self._stream.write(line + "\n")
                self._stream.flush()
        except (OSError, ValueError):
            # The reader of the log has gone, or its disk is full: there is nobody to tell, and a
            # harvest must not end for it.
            return

    debug = info = warning = error = critical = msg


class Forwarded(logging.Handler):
    """Lets what libraries say by `logging` come out in our log."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._say: Callable[..., Any] = log.warning

    def emit(self, record: logging.LogRecord) -> None:
        self._say(record.getMessage(), logger=record.name)
