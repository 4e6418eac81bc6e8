"""The guesser's model is large: threads share one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from harvester.normalise import language_guess

WORDS = "A long enough English text about rivers, stones and the measurement of light in forests."


def test_threads_that_come_at_once_load_the_model_once() -> None:
    pytest.importorskip("py3langid")
    language_guess._identifier.cache_clear()
    together = Barrier(4)

    def work(number: int) -> str | None:
        together.wait(10)
        return language_guess.guess(WORDS)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(4))) == ["en"] * 4
    assert language_guess._identifier.cache_info().misses == 1
