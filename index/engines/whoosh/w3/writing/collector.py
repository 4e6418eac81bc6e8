"""Python's search for reference cycles, put off while a batch is worked on.

It looks at every container again and again while millions of words are taken in, finds nothing, and
costs a tenth of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """No search for cycles, in any thread, until the block is left."""
    wanted = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if wanted:
            gc.enable()
