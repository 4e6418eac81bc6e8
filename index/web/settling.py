"""What a process that answers for long asks of Python and of the C library, once, at its start."""

from __future__ import annotations

import ctypes
import gc

# Answers leave no cycles, and each makes thousands of objects: at Python's 700 the search for them
# takes a tenth of the time of a search, and four tenths of an export of 500 records.
_BETWEEN = 20_000
# glibc gives threads a heap each, up to eight a processor, and each keeps holes of its own: with
# 50 clients 107 MB of 377 were free and not given back; with two heaps 29 of 289, as fast.
_HEAPS = 2
_M_ARENA_MAX = -8  # malloc.h of glibc


def settle() -> None:
    """Few heaps, where the C library is glibc, and a garbage collector that comes rarely."""
    gc.set_threshold(_BETWEEN, *gc.get_threshold()[1:])
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _HEAPS)
