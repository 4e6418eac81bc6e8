"""What can go wrong when an index is read."""

from __future__ import annotations


class Damaged(Exception):
    """Bytes of an index are not what its format says."""


class NotKnown(Exception):
    """A query, or a kind of file, that only stock Whoosh can read."""


class Closed(Exception):
    """Asked after it was closed."""


class Restless(Exception):
    """Commits follow one another so fast that none could be opened."""
