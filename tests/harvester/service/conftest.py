"""Fixtures of the command line: a data folder with the sample records."""

from tests.doors import demo_data, door, samples

__all__ = ["demo_data", "door", "samples"]
