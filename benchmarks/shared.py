"""The data and the servers that benchmarks use; they lie beside the project, not in it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CORPUS = "corpus/records-100k.jsonl.gz"
CORPUS_SIZE = 107_573
LARGE = "corpus/records-300k.jsonl.zst"


def shared() -> Path:
    """The folder with the data. Ends the program with a word where it is missing."""
    folder = Path(os.environ.get("HARVESTER_SHARED", "../shared")).resolve()
    if not (folder / CORPUS).exists():
        sys.exit(f"{folder} has no {CORPUS}: set HARVESTER_SHARED to the folder with the data")
    return folder


@contextmanager
def memory_server(records: int) -> Iterator[str]:
    """A fast OAI-PMH server without delay, with so many records; gives its base URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = shared()
    command = [
        sys.executable, str(folder / "lab/oai_mem_server.py"), str(folder / CORPUS),
        "--records", str(records), "--port", str(port),
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            found = re.search(r"http\S+", line)
            if found is None:
                raise RuntimeError(f"the server did not start: {line}")
            yield found[0]
        finally:
            server.terminate()
