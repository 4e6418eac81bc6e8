"""Failures inside the shipped contracts show their values, as those of other tests do."""

import pytest

pytest.register_assert_rewrite("index.testing")
