"""Which segments are written anew, and when. Pure.

Small segments make questions slow, rewriting makes commits slow. Segments are sorted into tiers of
eightfold size; eight of a tier become one of the next, so that a document is rewritten once for
each tier. Only what is small is done within a commit; the rest waits for somebody with time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FOREGROUND = 2000  # old documents written anew within a commit, at most
FAN = 8  # segments of a tier that become one
_DEAD = 0.3  # of a segment; with more, it is written anew whatever its size


@dataclass(frozen=True, slots=True)
class Size:
    """A segment: documents that are live, and deleted ones that still take room."""

    live: int
    dead: int

    @property
    def worn(self) -> bool:
        """Whether too much of it is dead."""
        return self.dead > _DEAD * (self.live + self.dead)


def tier(documents: int) -> int:
    """0 for 1 to 7 documents, 1 up to 63, 2 up to 511, …"""
    return (max(documents, 1).bit_length() - 1) // 3


def folded(sizes: Sequence[Size], new: int, cap: int) -> list[int]:
    """The segments (by their places) that go into the one of `new` documents, written now.

    At most `cap` documents of theirs.
    """
    chosen = _fitting([at for at, size in enumerate(sizes) if size.worn], sizes, cap)
    for level in range(tier(cap) + 1):
        taken = sum(sizes[at].live for at in chosen)
        group = [at for at, size in enumerate(sizes) if tier(size.live) == level]
        group = [at for at in group if at not in chosen]
        own = int(new + taken > 0 and tier(new + taken) == level)
        if len(group) + own >= FAN and taken + sum(sizes[at].live for at in group) <= cap:
            chosen += group
    return sorted(chosen)


def heavy(sizes: Sequence[Size], cap: int, most: int) -> list[int]:
    """The segments that are to be written anew as one, but are too many documents for a commit.

    None where nothing presses. At most `most` documents, the smallest tier first.
    """
    for level in range(tier(most) + 1):
        group = [at for at, size in enumerate(sizes) if tier(size.live) == level]
        if len(group) >= FAN:
            smallest = sorted(group, key=lambda at: sizes[at].live)
            return sorted(_fitting(smallest, sizes, most))
    return [at for at, size in enumerate(sizes) if size.worn and cap < size.live <= most][:1]


def _fitting(wanted: Sequence[int], sizes: Sequence[Size], cap: int) -> list[int]:
    """As many of the wanted as have together at most `cap` live documents."""
    chosen, total = [], 0
    for at in wanted:
        if total + sizes[at].live <= cap:
            chosen.append(at)
            total += sizes[at].live
    return chosen
