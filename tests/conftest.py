"""Failures inside the shipped contracts show their values, as those of other tests do; and no law
is broken by a machine that is busy: Hypothesis's 200 ms are a figure of the machine, not of ours.
"""

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("index.testing")
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
