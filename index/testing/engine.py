"""What every engine has to keep: subclass `EngineContract` and give it a `new_place` fixture.

    class TestMyEngine(EngineContract):
        @pytest.fixture
        def new_place(self, tmp_path):
            return lambda: functools.partial(open_my_engine, a_fresh_folder(tmp_path), PLAIN)

`new_place()` makes a new, empty place and gives a function that opens the engine there; opening it
again finds what was committed. The engine has to be built with `index.analysis.PLAIN`.
"""

from __future__ import annotations

from index.testing.engine_answers import AnswerContract
from index.testing.engine_batches import BatchContract
from index.testing.engine_counting import CountContract
from index.testing.engine_entries import EntryContract
from index.testing.engine_facets import CursorContract, FacetContract
from index.testing.engine_laws import LawContract
from index.testing.engine_paging import PagingContract
from index.testing.engine_ranking import RankingContract
from index.testing.engine_readers import ReaderContract
from index.testing.engine_suggestions import SuggestionContract
from index.testing.engine_words import WordContract

__all__ = ["EngineContract"]


class EngineContract(
    AnswerContract,
    SuggestionContract,
    WordContract,
    BatchContract,
    FacetContract,
    EntryContract,
    CountContract,
    CursorContract,
    PagingContract,
    LawContract,
    RankingContract,
    ReaderContract,
):
    """Every promise of `index.engines.base`."""
