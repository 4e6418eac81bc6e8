"""Fixtures of the promises: the command line's door, and a data folder with the sample records."""

from tests.doors import demo_data, door, samples

__all__ = ["demo_data", "door", "samples"]
