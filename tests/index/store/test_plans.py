"""What is asked often is answered from an index: no table is walked, nothing is sorted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from index.record import Key
from index.store import Store
from index.testing.samples import NOW

QUESTIONS: dict[str, Callable[[Store], object]] = {
    "get": lambda store: store.get(Key("herald", "1")),
    "find": lambda store: store.find("1"),
    "count": lambda store: store.count("herald"),
    "keys": lambda store: next(store.keys(), None),
    "keys of a source": lambda store: next(store.keys("herald"), None),
    "documents": lambda store: store.documents(Key("herald", "1"), 10),
    "changes": lambda store: store.changes(10),
    "history": lambda store: store.history(Key("herald", "1")),
    "listing": lambda store: store.listing("herald", since=NOW, until=NOW, after=(NOW, 1)),
    "listing of a set": lambda store: store.listing("herald", set_spec="a"),
    "run": lambda store: store.runs("herald"),
    "enqueue": lambda store: store.enqueue([Key("herald", "1")]),
}
# The tables that grow with the harvests.
LARGE = {"records", "documents", "abouts", "raws", "versions", "record_sets", "changes", "runs"}


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_question_is_answered_from_an_index(store: Any, ask: Callable[[Store], object]) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters[0] if isinstance(parameters, list) else parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    ask(store)
    event.remove(store.engine, "before_cursor_execute", note)
    questions = [each for each in asked if not each[0].startswith("BEGIN")]
    assert questions
    with store.engine.connect() as connection:
        for statement, parameters in questions:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            for step in (row[-1] for row in plan):
                walked = step.startswith("SCAN") and "INDEX" not in step
                assert not walked or step.split()[1] not in LARGE, (statement, step)
                assert "TEMP B-TREE" not in step or "runs" in statement, (statement, step)
