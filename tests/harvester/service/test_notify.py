"""What the service manager is told, over a real socket."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harvester.service.notify import notifier, reloading, silent
from tests.serving import started, until


@contextmanager
def manager(address: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as made:
        made.bind(address)
        made.settimeout(30)
        yield made


def test_words_arrive(tmp_path: Path) -> None:
    where = str(tmp_path / "notify")
    with manager(where) as listening:
        notifier({"NOTIFY_SOCKET": where})("READY=1")
        assert listening.recv(100) == b"READY=1"


def test_a_socket_without_a_file(tmp_path: Path) -> None:
    name = f"harvester-test-{tmp_path.name}"
    with manager("\0" + name) as listening:
        notifier({"NOTIFY_SOCKET": "@" + name})("WATCHDOG=1")
        assert listening.recv(100) == b"WATCHDOG=1"


@pytest.mark.parametrize("address", [None, "", "vsock:2:1", "/nowhere/at/all"])
def test_where_nobody_listens_nothing_happens(address: str | None) -> None:
    environ = {} if address is None else {"NOTIFY_SOCKET": address}
    notifier(environ)("READY=1")
    silent("READY=1")


def test_a_reload_has_its_time() -> None:
    first, second = reloading(), reloading()
    assert first.startswith("RELOADING=1\nMONOTONIC_USEC=")
    assert int(second.rpartition("=")[2]) >= int(first.rpartition("=")[2])


def test_a_service_tells_from_its_start_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = str(tmp_path / "notify")
    monkeypatch.setenv("NOTIFY_SOCKET", where)
    (tmp_path / "config.toml").write_text("")
    with manager(where) as listening, started(tmp_path) as process:

        def told(word: bytes) -> bytes:
            return until(lambda: (said := listening.recv(1000)).startswith(word) and said)

        assert listening.recv(1000) == b"READY=1"
        assert listening.recv(1000) == b"WATCHDOG=1\nSTATUS=0 of 0 sources are harvested now"
        process.signal(1)
        assert b"MONOTONIC_USEC=" in told(b"RELOADING=1")
        assert listening.recv(1000) == b"READY=1"
        told(b"WATCHDOG=1")
        process.signal(15)
        told(b"STOPPING=1")
        assert process.ended() == 0
