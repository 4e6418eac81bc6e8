"""`harvester serve` as a process: it listens where it says, and ends when it is told to."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

from tests.door import Door, command


def test_it_serves_the_data_folder_until_it_is_told_to_end(demo_data: Path) -> None:
    asked = command("--data", str(demo_data), "serve", "--port", "0")
    with subprocess.Popen(asked, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", line := process.stderr.readline())
        assert found, line + process.stderr.read()
        with urllib.request.urlopen(f"{found[0]}/api/v1/records?limit=0") as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(30) in (0, 130)


def test_an_address_that_is_taken_is_told(door: Door, demo_data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = door("--data", str(demo_data), "serve", "--port", str(port))
    assert ended.code == 1
    assert f"cannot listen at 127.0.0.1:{port}" in ended.err
    assert "--port" in ended.err
