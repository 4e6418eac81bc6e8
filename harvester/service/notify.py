"""A word to the service manager: systemd's protocol, one datagram (man sd_notify)."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from time import monotonic_ns

# Told in the words of the protocol: READY=1, WATCHDOG=1, STATUS=…
Notify = Callable[[str], None]


def notifier(environ: Mapping[str, str] = os.environ) -> Notify:
    """Tells whoever has started this process, where somebody wants to know."""
    address = environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return silent
    # An @ stands for the zero byte of a socket without a file (man 7 unix).
    where = "\0" + address[1:] if address.startswith("@") else address

    def notify(words: str) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
            try:
                out.sendto(words.encode(), where)
            except OSError:  # a manager that is restarted itself must not end its services
                return

    return notify


def silent(words: str) -> None:
    """For those whom nobody has started."""


def reloading() -> str:
    """What is said when settings are read anew; READY=1 ends it."""
    return f"RELOADING=1\nMONOTONIC_USEC={monotonic_ns() // 1000}"
