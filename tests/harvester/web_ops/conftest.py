"""Fixtures of the operators' pages: a data folder of one's own, and somebody who looks at it."""

from tests.doors import demo_data, samples

__all__ = ["demo_data", "samples"]
