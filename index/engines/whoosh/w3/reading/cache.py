"""What was read and decoded lately, up to so many bytes; shared by threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any

# Bytes that a key, its place in the table and the objects around a value take, about: 47,644
# entries whose arrays have 96 MB take 131 (`sys.getsizeof` of everything that is reached).
_ENTRY = 700


class Cache:
    """Holds the values that were used last; keys that begin with a segment's id outlive commits."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = 0
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Any:
        """What is held under the key, or None."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: Any, size: int) -> None:
        """Hold a value of so many bytes; what was not used for longest makes room."""
        cost = size + _ENTRY
        with self._lock:
            _, before = self._held.pop(key, (None, 0))
            self._held[key] = value, cost
            self._bytes += cost - before
            while self._bytes > self._limit:
                _, (_, freed) = self._held.popitem(last=False)
                self._bytes -= freed

    def spare(self, key: Hashable) -> None:
        """Let a value go before all others when room is wanted; it stays as long as there is."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key, last=False)

    @property
    def size(self) -> int:
        """How many bytes are held."""
        return self._bytes

    def clear(self) -> None:
        """Hold nothing."""
        with self._lock:
            self._held.clear()
            self._bytes = 0
