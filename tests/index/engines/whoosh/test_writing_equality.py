"""What we write is what stock Whoosh writes from the same documents: all of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from whoosh import query as w
from whoosh.index import open_dir

from index.analysis import PLAIN
from index.engines.whoosh import create, open_folder, stock, writing
from index.engines.whoosh.schema import row
from index.engines.whoosh.w3.writing import commit, segment, words
from index.engines.whoosh.w3.writing.words import Lexicon
from index.engines.whoosh.writing import lock
from index.fields import GAP, positions
from index.record import Document
from index.testing.engine_places import document, hits, put, seen
from tests.index.engines.whoosh.contents import contents
from tests.index.engines.whoosh.library import library

ODD = "abcЖéß月号とñ'’\u0301\u0338_-. \n\0\ud800\U0001f680\U00020000\u0640\u00ad한"
odd = st.text() | st.text(alphabet=ODD, max_size=30)
values = st.lists(st.tuples(odd, st.sampled_from([None, "ru", "en", "de", "fr-CA", "uk", "zh"])))


@settings(max_examples=200, deadline=None)
@given(st.lists(values, max_size=4), st.integers(1, 40), st.booleans())
@example([[("слово " * 70_000, "ru")], [("x" * 1_000_000, None)]], 1 << 21, True)
@example([[], [("\0", None), ("a\0b", "de"), ("", "de")], [("\ud800", None)]], 1, False)
def test_terms_stand_where_the_fields_say(
    many: list[list[words.Value]], piece: int, sounded: bool
) -> None:
    texts = [value for each in many for value in each]
    owners = np.repeat(np.arange(len(many)), [len(each) for each in many])
    lexicon = Lexicon(PLAIN, GAP)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_PIECE", piece)
        found = lexicon.occurrences(texts, owners, sounded)
    names = lexicon.vocabulary.all()
    terms = [names[term] for term in found.terms.tolist()]
    triples = list(zip(found.documents.tolist(), terms, found.positions.tolist(), strict=True))
    assert triples == [
        (number, term, at)
        for number, each in enumerate(many)
        for term, at in positions(each, PLAIN, sounded)
    ]


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    texts = odd.filter(lambda text: len(text) < 200)
    return [
        document(
            f"id{number}\0{'é' * number}",
            *draw(st.lists(texts, max_size=2)),
            lang=draw(st.sampled_from([None, "ru", "de"])),
            creators=draw(st.lists(texts, max_size=2)),
            subjects=draw(st.lists(texts, max_size=3)),
            abstract=draw(texts),
            journal=draw(st.none() | texts),
            date=draw(st.sampled_from([None, "2019", "2021-12-31"])),
            sets=draw(st.sampled_from([(), ("x:y", "z"), ("z", "z")])),
        )
        for number in range(draw(st.integers(1, 6)))
    ]


Write = Callable[[Path, Sequence[Document]], None]


def by_us(folder: Path, many: Sequence[Document]) -> None:
    with closing(create(folder, PLAIN)) as engine:
        put(engine, *many)


def by_whoosh(folder: Path, many: Sequence[Document]) -> None:
    create(folder, PLAIN).close()
    stock.write(folder, {one.key: seen(one) for one in many}, PLAIN)


def both(many: Sequence[Document]) -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory() as name:
        found = []
        for write in (by_us, by_whoosh):
            folder = Path(name) / write.__name__
            folder.mkdir()
            write(folder, many)
            found.append(contents(folder))
    return found


@settings(max_examples=40, deadline=None)
@given(documents(), st.booleans())
def test_any_documents_give_the_same_index(many: list[Document], loose: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "_ROOM", 2)  # a run for every two documents
        patch.setattr(segment, "SMALL", 0 if loose else 2000)
        ours, theirs = both(many)
    assert ours == theirs


@pytest.fixture(scope="module")
def many_documents() -> list[Document]:
    return library(1400)


@pytest.mark.parametrize("held", [0, 24 << 20])
def test_a_library_gives_the_same_index(many_documents: list[Document], held: int) -> None:
    """Several runs (parked on the disk, or not), blocks to a term, spans of terms."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segment, "_HELD", held)
        patch.setattr(writing, "_ROOM", 300)
        patch.setattr("index.engines.whoosh.w3.writing.runs._ROOM", 5000)
        patch.setattr(words, "_RAW", 1000)
        ours, theirs = both(many_documents)
    for part in ours:
        assert ours[part] == theirs[part], part


def test_forgotten_words_are_learnt_again(many_documents: list[Document], tmp_path: Path) -> None:
    """A lexicon that may keep nothing gives the same documents for the same words."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_TERMS", 10)
        patch.setattr(words, "_ENTRIES", 10)
        patch.setattr(commit, "_FULL", 20)
        patch.setattr(writing, "_ROOM", 15)
        forgetful, normal = tmp_path / "forgetful", tmp_path / "normal"
        forgetful.mkdir()
        by_us(forgetful, many_documents[:60])
    assert len(list(forgetful.glob("*.seg"))) == 2  # full at 30 documents
    normal.mkdir()
    by_us(normal, many_documents[:60])
    with (
        closing(open_folder(forgetful, PLAIN)) as one,
        closing(open_folder(normal, PLAIN)) as other,
    ):
        for word in ("model", "modèle", "данные", "word7", '"of the"'):
            assert sorted(hits(one, word)) == sorted(hits(other, word))


def test_stock_whoosh_goes_on_where_we_stopped(
    many_documents: list[Document], tmp_path: Path
) -> None:
    """It updates, deletes, merges and optimises what we wrote, and we what it wrote."""
    by_us(tmp_path, many_documents[:300])
    index = open_dir(str(tmp_path))
    changed = document("00007", "altogether changed")
    with index.writer() as writer:
        writer.update_document(**row(seen(changed), PLAIN))
        writer.delete_by_term("key", "herald\x0000008")
        writer.optimize = True
    with index.searcher() as searcher:
        assert searcher.doc_count_all() == 299
        assert len(searcher.search(w.Term("title", "altogether"), limit=None)) == 1
    with closing(open_folder(tmp_path, PLAIN)) as engine:
        put(engine, document("00009", "altogether new"), *many_documents[300:310])
        assert sorted(hits(engine, "altogether")) == ["00007", "00009"]
        held = [found.identifier for found in list(engine.keys())]
        assert held == [f"{number:05}" for number in range(310) if number != 8]


def test_documents_out_of_whooshs_hands_are_found_by_their_hash(tmp_path: Path) -> None:
    """Its terms have MD5 for a hash, and its segments may be one file."""
    by_whoosh(tmp_path, [document(f"{number}", "old") for number in range(20)])
    with open_dir(str(tmp_path)).writer() as writer:
        for number in range(20, 30):
            writer.add_document(**row(seen(document(f"{number}", "old")), PLAIN))
        writer.merge = False
    with closing(open_folder(tmp_path, PLAIN)) as engine:
        put(engine, document("3", "new"), document("25", "new"))
        assert (len(hits(engine, "old")), hits(engine, "new")) == (28, ["25", "3"])


def test_the_lock_of_stock_whoosh_is_ours(tmp_path: Path) -> None:
    create(tmp_path, PLAIN).close()
    held = lock(tmp_path)
    assert not open_dir(str(tmp_path)).lock("WRITELOCK").acquire()
    held.release()
