"""A process that answers for long keeps few heaps; asked of the C library itself."""

from __future__ import annotations

import ctypes
import gc
import subprocess
import sys

import pytest

from index.web.settling import settle

SCRIPT = """
import ctypes, gc, sys
from threading import Barrier, Thread
from index.web.settling import settle
if sys.argv[1] == "settled":
    settle()
barrier = Barrier(8)
def work():
    held = [bytes(5000) for _ in range(10)]
    barrier.wait()
threads = [Thread(target=work) for _ in range(8)]
for one in threads: one.start()
for one in threads: one.join()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
print(gc.get_threshold()[0], file=sys.stderr)
"""


def heaps(how: str) -> tuple[int, int]:
    """How many heaps eight threads have, and after how many objects garbage is looked for."""
    said = subprocess.run(
        [sys.executable, "-c", SCRIPT, how], capture_output=True, text=True, check=True
    )
    return said.stdout.count("<heap nr="), int(said.stderr)


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="only glibc has heaps")
def test_few_heaps_and_rare_looks_for_garbage() -> None:
    usual, often = heaps("as it comes")
    few, rarely = heaps("settled")
    assert few <= 2 < usual
    assert often < rarely == 20_000


def test_the_rare_looks_of_this_process() -> None:
    before = gc.get_threshold()
    try:
        settle()
        assert gc.get_threshold() == (20_000, *before[1:])
    finally:
        gc.set_threshold(*before)
