"""Fixtures of the command line, for what keeps a data folder."""

from tests.doors import demo_data, door, samples

__all__ = ["demo_data", "door", "samples"]
