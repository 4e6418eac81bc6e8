"""Any sequence of commits, crashes, merges and reopening: the answers of the engine in memory.

A crash is a copy of the folder just before a sync to the disk, a rename or a removal: what kill -9
would leave there. From then on the copy is the index, and the process that wrote the rest
is forgotten. Merges beside are done in this process, and crash in the same way.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from index.analysis import PLAIN
from index.engines.base import Engine, Query
from index.engines.memory import MemoryEngine
from index.engines.memory import Shelf as Right
from index.engines.whoosh import create, health, merging, open_folder, writing
from index.engines.whoosh.engine import WhooshEngine
from index.engines.whoosh.w3.writing import beside, commit, segment, tiers
from index.query import And, Everything, Node, Not, Or, Phrase, Word
from index.record import Document, Key, Seen
from index.testing.engine_laws import changes, trees
from index.testing.engine_places import came, document, seen

ODD = [
    "",
    "\0",
    "a\0b",
    "lone \ud800 one",
    "\udfff",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🚀",
    "x0docsepx0 word",
    "\ufdd0 \uffff \U0010ffff",
    "e\u0301 \u200b \u202e",
    "long" * 300,
    "word " * 300,
]
TOKENS = (
    "физика",
    "физики",
    "свет",
    "universities",
    "大学",
    "eau",
    "lone",
    "one",
    "word",
    "unicode",
)
odd = st.builds(
    lambda key, title, abstract: document(
        key.identifier, title, source=key.source, abstract=abstract
    ),
    st.builds(Key, st.sampled_from("ab"), st.sampled_from("12345")),
    st.integers(0, 10).map(lambda n: ODD[n]),  # Hypothesis prints every value of `sampled_from`
    st.integers(0, 10).map(lambda n: ODD[n]),
)
batches = st.tuples(changes, st.lists(odd, max_size=3)).map(lambda both: [*both[0], *both[1]])
moments = st.integers(0, 30)


class History(RuleBasedStateMachine):
    """An index that lives, and the obviously right one."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="harvester-history-"))
        self.copies = 0
        self.store: dict[Key, Document] = {}
        self.right = Right()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(tiers, "FAN", 2)
        self.patch.setattr(writing, "_ROOM", 2)
        for module in (commit, beside):
            self.patch.setattr(module, "FOREGROUND", 3)

    @initialize(loose=st.booleans(), fast=st.booleans())
    def begin(self, loose: bool, fast: bool) -> None:
        self.patch.setattr(segment, "SMALL", 0 if loose else 2000)
        self.fast = fast
        self.folder = self.place / "0"
        self.folder.mkdir()
        create(self.folder, PLAIN).close()
        self.engine = self.opened()

    def opened(self) -> WhooshEngine:
        return open_folder(self.folder, PLAIN, self.fetch if self.fast else None)

    def fetch(self, keys: Sequence[Key]) -> Iterator[Seen]:
        return (seen(self.store[each]) for each in keys if each in self.store)

    @rule(batch=batches)
    def commit(self, batch: list[Document | Key]) -> None:
        self.take(batch)
        write(self.engine, batch)

    @rule(batch=batches)
    def thrown_away(self, batch: list[Document | Key]) -> None:
        with suppress(_ThrownAway):
            write(self.engine, batch, thrown_away=True)

    @rule(batch=batches, moment=moments)
    def commit_and_crash(self, batch: list[Document | Key], moment: int) -> None:
        """Of the batch all is there afterwards, or nothing; the store has it, and syncs again."""
        before = self.right.entries
        self.take(batch)
        if not self.crashed(lambda: write(self.engine, batch), moment):
            return
        held = set(self.engine.keys())
        assert held in (set(before), set(self.right.entries))
        write(self.engine, batch)

    @precondition(lambda self: self.fast)
    @rule()
    def merge(self) -> None:
        merging.run(self.folder, PLAIN, self.fetch)

    @precondition(lambda self: self.fast)
    @rule(moment=moments)
    def merge_and_crash(self, moment: int) -> None:
        self.crashed(lambda: merging.run(self.folder, PLAIN, self.fetch), moment)

    @rule()
    def reopen(self) -> None:
        self.engine.close()
        self.engine = self.opened()

    def take(self, batch: list[Document | Key]) -> None:
        """What a harvest does: the store and the right engine have it at once."""
        for change in batch:
            if isinstance(change, Key):
                self.store.pop(change, None)
            else:
                self.store[change.key] = change
        write(MemoryEngine(PLAIN, self.right), batch)

    def crashed(self, work: Callable[[], None], moment: int) -> bool:
        """Do the work, and go on with what the folder was at that moment; False: it came later."""
        self.copies += 1
        image = self.place / f"{self.copies}"
        take_image(self.folder, image, work, moment)
        if not image.exists():
            return False
        self.engine.close()
        self.folder = image
        self.engine = self.opened()
        return True

    @invariant()
    def equal(self) -> None:
        if not hasattr(self, "engine"):
            return
        right = MemoryEngine(PLAIN, self.right)
        assert list(self.engine.keys()) == list(right.keys())
        for field in ("title", "abstract"):
            assert list(self.engine.terms("", field)) == list(right.terms("", field))
        for word in TOKENS:
            same(self.engine, right, Word(word))
        came = Query(Everything(), sort="first-seen", limit=100)
        assert self.engine.search(came).matches == right.search(came).matches
        for tree in (
            And((Word("физика"), Not(Word("свет")))),
            Or((Word("word"), Word("one"))),
            Phrase(("lone", "one")),
            Everything(),
        ):
            same(self.engine, right, tree)

    @rule(tree=trees)
    def ask(self, tree: Node) -> None:
        same(self.engine, MemoryEngine(PLAIN, self.right), tree)

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            write(self.engine, [document("last", "word")])
            self.engine.close()
            found = health(self.folder)
            assert (found.damaged, found.unchecked) == ((), ())
            names = {path.name.split(".")[0] for path in self.folder.glob("MAIN_*.*")}
            assert len(names) == self.engine.stats()["segments"]
        self.patch.undo()
        shutil.rmtree(self.place)


def take_image(folder: Path, image: Path, work: Callable[[], None], moment: int) -> None:
    """Do the work, and copy the folder before that sync, rename or removal (counted from 0)."""
    count = 0

    def before(call: Callable[..., object]) -> Callable[..., object]:
        def called(*arguments: object, **named: object) -> object:
            nonlocal count
            if count == moment:
                shutil.copytree(folder, image)
            count += 1
            return call(*arguments, **named)

        return called

    with pytest.MonkeyPatch.context() as patch:
        for name in ("fsync", "rename", "remove", "unlink"):
            patch.setattr(os, name, before(getattr(os, name)))
        work()


class _ThrownAway(Exception):
    """Leaves a batch."""


def write(engine: Engine, batch: list[Document | Key], *, thrown_away: bool = False) -> None:
    with engine.writer() as writer:
        for change in batch:
            if isinstance(change, Key):
                writer.delete(change)
            else:
                writer.put(change, came(change.key))
        if thrown_away:
            raise _ThrownAway


def same(tested: Engine, right: Engine, tree: Node) -> None:
    query = Query(tree, limit=100)
    found, wanted = tested.search(query), right.search(query)
    assert found.total == wanted.total
    assert {m.key for m in found.matches} == {m.key for m in wanted.matches}
    dated = Query(tree, sort="newest", limit=100)
    assert tested.search(dated) == right.search(dated)


TestHistory = History.TestCase
TestHistory.settings = settings(
    max_examples=15,
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.mark.parametrize("loose", [True, False])
def test_a_crash_at_any_moment_of_taking_a_merge_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loose: bool
) -> None:
    """Files of the merge had moved, were swept up, and the rest was taken for a segment."""
    monkeypatch.setattr(segment, "SMALL", 0 if loose else 2000)
    monkeypatch.setattr(tiers, "FAN", 2)
    for module in (commit, beside):
        monkeypatch.setattr(module, "FOREGROUND", 0)
    documents = [document(f"{n}", "word") for n in range(3)]
    ready = tmp_path / "ready"
    ready.mkdir()
    with closing(create(ready, PLAIN)) as engine:
        for one in documents:
            write(engine, [one])
    merging.run(ready, PLAIN, lambda keys: (seen(one) for one in documents if one.key in keys))
    for moment in range(100):
        folder, image = tmp_path / f"folder{moment}", tmp_path / f"image{moment}"
        shutil.copytree(ready, folder)
        with closing(open_folder(folder, PLAIN)) as engine:
            work = partial(write, engine, [document("new", "word")])
            take_image(folder, image, work, moment)
        if not image.exists():
            break
        with closing(open_folder(image, PLAIN)) as engine:
            assert engine.search(Query(Word("word"))).total in (3, 4)
            write(engine, [document("later", "word")])
            assert engine.search(Query(Word("word"))).total in (4, 5)
        assert health(image).damaged == ()
        assert not (image / "MAIN.merge").exists()
        shutil.rmtree(folder)
        shutil.rmtree(image)
    assert moment > (40 if loose else 10)


def test_texts_that_nobody_expects(tmp_path: Path) -> None:
    """Each of them alone, in a segment of its own, and all of them merged."""
    huge = [
        "x" * (1 << 20),
        "ж" * (1 << 19),
        "大" * 3000,
        "word " * 70_000,
        " ".join(f"w{n}" for n in range(70_000)),
        "-" * 70_000,
        "a.b" * 30_000,
    ]
    held = {
        one.key: one for one in (document(f"{n}", text) for n, text in enumerate([*ODD, *huge]))
    }
    right = MemoryEngine(PLAIN)
    engine = create(tmp_path, PLAIN, lambda keys: (seen(held[each]) for each in keys))
    for number, one in enumerate(held.values()):
        for each in (engine, right):
            write(each, [one])
        if number % 6 == 5 or number == len(held) - 1:
            assert list(engine.keys()) == list(right.keys())
            assert list(engine.terms("", "title")) == list(right.terms("", "title"))
    for text in (*huge, *ODD):
        for token in PLAIN.tokens(text)[:3]:
            same(engine, right, Word(token))
    engine.close()
