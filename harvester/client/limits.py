"""What one request may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take: seconds to connect, seconds without a byte, bytes of body,
    seconds for all of it, redirects, header lines.
    """

    timeout_connect: float
    timeout_read: float
    max_bytes: int
    max_seconds: float = 600.0
    max_redirects: int = 5
    max_header_lines: int = 100
