"""The few things that numpy does not have under a name: ragged arrays."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]


def starts(counts: Array) -> Array:
    """Where each piece begins when pieces of these lengths lie one after another."""
    ends: Array = np.cumsum(counts, dtype=np.int64)
    return ends - counts


def ranges(first: Array, counts: Array) -> Array:
    """first[0], first[0] + 1, … (counts[0] of them), then the same for first[1], …"""
    spread: Array = np.repeat(first - starts(counts), counts)
    spread += np.arange(len(spread))
    return spread


def changes(*keys: Array) -> Array:
    """The places where any of the keys differs from the place before; 0 is one."""
    differs = np.zeros(len(keys[0]), bool)
    differs[:1] = True
    for key in keys:
        differs[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(differs)


def lengths(first: Array, total: int) -> Array:
    """How long pieces are that begin at `first` and together are `total` long."""
    return np.diff(np.append(first, total))


def small(values: Array) -> Array:
    """The same numbers (none below 0) in the smallest type that holds them."""
    return values.astype(np.min_scalar_type(int(values.max(initial=0))), copy=False)


def joined(parts: list[Array], kind: type[np.generic]) -> Array:
    """The parts one after another, as numbers of this kind; none give an empty array."""
    return np.concatenate(parts, dtype=kind) if parts else np.zeros(0, kind)


def write_number(out: Array, at: Array, numbers: Array, order: tuple[int, ...]) -> None:
    """Write the bytes of numbers, the lowest at `order[0]`; `out` holds zeros there."""
    for power, place in enumerate(order):
        if power and not (numbers >> 8 * power).any():
            return
        out[at + place] = numbers >> 8 * power & 0xFF


def write_rows(out: Array, at: Array, rows: Array) -> None:
    """Write the bytes of rows, each at its place."""
    if len(rows):
        # An array that begins anew at each byte: 30 times as fast as the places of all bytes.
        kind = np.dtype(f"V{rows.itemsize}")
        anywhere = np.ndarray((len(out) - kind.itemsize + 1,), kind, out, strides=(1,))
        anywhere[at] = rows.view(kind)
