"""The quick ones of the servers that mean harm; `python -m tests.hostile` asks all of them."""

from __future__ import annotations

from time import monotonic

import pytest

from tests.hostile import CASES, Hostile, outcome


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.quick])
def test_harm_ends_in_a_clear_error(name: str) -> None:
    began = monotonic()
    with Hostile(CASES[name]) as server:
        code, words = outcome(server.url, min(CASES[name].seconds, 5.0) / 5)
    assert code == CASES[name].code
    assert words
    assert monotonic() - began < 10
