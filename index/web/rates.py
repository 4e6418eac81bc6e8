"""What one client may cost: a token bucket for each, and the headers that say how it stands.

Pure but for `Allowances`, which remembers the buckets.
"""

from __future__ import annotations

import ipaddress
import math
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

_MOST_CLIENTS = 50_000  # remembered; who comes from more addresses than that is not one client
_ROUNDING = 1e-6  # of points: who waited as long as we said is not refused for a nanosecond


@dataclass(frozen=True, slots=True)
class Bucket:
    """Points left, at a time in seconds."""

    level: float
    at: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request may be answered, and what the client has left; `wait` in seconds."""

    allowed: bool
    left: int
    full_in: int
    wait: int


def spend(bucket: Bucket, cost: int, now: float, rate: int, burst: int) -> tuple[Bucket, Verdict]:
    """Take `cost` points, where there are so many; `rate` come back each second, up to `burst`.

    What costs more than a full bucket takes all of it.
    """
    level = min(float(burst), bucket.level + max(0.0, now - bucket.at) * rate)
    wanted = min(cost, burst)
    allowed = level + _ROUNDING >= wanted
    rest = max(0.0, level - wanted) if allowed else level
    wait = 0 if allowed else max(1, math.ceil((wanted - level) / rate))
    verdict = Verdict(allowed, int(rest), math.ceil((burst - rest) / rate), wait)
    return Bucket(rest, now), verdict


def client_of(address: str) -> str:
    """Who an address stands for: IPv6 networks are given to clients by 64 bits."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:100]
    if found.version == 6 and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


class Allowances:
    """The buckets of all clients; the ones not seen for longest are forgotten."""

    def __init__(self, rate: int, burst: int, most: int = _MOST_CLIENTS) -> None:
        self._rate, self._burst, self._most = rate, burst, most
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def spend(self, address: str, cost: int, now: float) -> Verdict:
        """Take points of a client at a time in seconds."""
        client = client_of(address)
        before = self._buckets.get(client, Bucket(self._burst, now))
        bucket, verdict = spend(before, cost, now, self._rate, self._burst)
        self._buckets[client] = bucket
        self._buckets.move_to_end(client)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return verdict

    def headers(self, verdict: Verdict) -> Mapping[str, str]:
        """The draft of the IETF (RateLimit header fields), and what clients knew before it."""
        window = math.ceil(self._burst / self._rate)
        return {
            "RateLimit-Policy": f'"client";q={self._burst};w={window}',
            "RateLimit": f'"client";r={verdict.left};t={verdict.full_in}',
            "X-RateLimit-Limit": str(self._burst),
            "X-RateLimit-Remaining": str(verdict.left),
            "X-RateLimit-Reset": str(verdict.full_in),
        }
