"""Promises of an engine that writes: one batch at a time, whole or not at all."""

from __future__ import annotations

import threading

import pytest

from index.engines.base import Engine, Query, Writer
from index.errors import EngineBusy, EngineError
from index.query import Word
from index.testing.engine_places import EnginePlaces, Open, ask, document, hits, key, put


def _spoil(writer: Writer) -> None:
    writer.put(document("1", "new"))
    writer.delete(key("2"))
    raise EngineError("something happened")


class BatchContract(EnginePlaces):
    """writer: put, delete, commit, and leaving the block."""

    def test_nothing_is_seen_before_the_commit(self, engine: Engine) -> None:
        with engine.writer() as writer:
            writer.put(document("1", "word"))
            assert hits(engine, "word") == []
        assert hits(engine, "word") == ["1"]

    def test_a_block_left_by_an_exception_changes_nothing(self, engine: Engine) -> None:
        put(engine, document("1", "old"))
        with pytest.raises(EngineError), engine.writer() as writer:
            _spoil(writer)
        assert hits(engine, "old") == ["1"]
        put(engine, document("2", "old"))  # and the next writer gets in
        assert hits(engine, "old") == ["1", "2"]

    def test_put_takes_the_place_of_an_earlier_one(self, engine: Engine) -> None:
        put(engine, document("1", "old"), document("2", "old"))
        put(engine, document("1", "new"))
        assert (hits(engine, "old"), hits(engine, "new")) == (["2"], ["1"])
        assert list(engine.keys()) == [key("1"), key("2")]

    def test_the_last_word_on_a_key_counts(self, engine: Engine) -> None:
        with engine.writer() as writer:
            writer.put(document("1", "first"))
            writer.put(document("1", "second"))
            writer.put(document("2", "x"))
            writer.delete(key("2"))
            writer.delete(key("3"))
            writer.put(document("3", "third"))
        assert list(engine.keys()) == [key("1"), key("3")]
        assert hits(engine, "second OR third") == ["1", "3"]

    def test_delete_takes_out_and_forgives_what_is_not_there(self, engine: Engine) -> None:
        put(engine, document("1", "word"), document("2", "word"))
        with engine.writer() as writer:
            writer.delete(key("1"))
            writer.delete(key("1", "other"))
            writer.delete(key("none"))
        assert hits(engine, "word") == ["2"]
        with engine.writer() as writer:
            writer.delete(key("1"))
            writer.delete(key("2"))
        assert list(engine.keys()) == []

    def test_the_same_identifier_in_two_sources_is_two_documents(self, engine: Engine) -> None:
        put(engine, document("1", "word", source="a"), document("1", "word", source="a-b"))
        put(engine, document("1", "changed", source="a"))
        assert list(engine.keys()) == [key("1", "a"), key("1", "a-b")]
        assert [m.key for m in ask(engine, "word").matches] == [key("1", "a-b")]

    def test_an_empty_batch_is_fine(self, engine: Engine) -> None:
        put(engine, document("1", "word"))
        with engine.writer():
            pass
        assert hits(engine, "word") == ["1"]

    def test_only_one_writes(self, engine: Engine, place: Open) -> None:
        other = place()
        with engine.writer() as writer:
            for second in (engine, other):
                with pytest.raises(EngineBusy):
                    second.writer()
            writer.put(document("1", "word"))
        put(other, document("2", "word"))
        assert hits(engine, "word") == hits(other, "word") == ["1", "2"]
        other.close()

    def test_a_finished_writer_takes_nothing(self, engine: Engine) -> None:
        with engine.writer() as writer:
            writer.put(document("1", "word"))
            writer.commit()
        with pytest.raises(EngineError):
            writer.put(document("2"))
        with pytest.raises(EngineError):
            writer.delete(key("1"))
        with pytest.raises(EngineError):
            writer.commit()
        assert list(engine.keys()) == [key("1")]

    def test_what_was_committed_is_there_again(self, engine: Engine, place: Open) -> None:
        put(engine, document("1", "word"), document("2", "word"))
        put(engine, document("2", "other"))
        engine.close()
        again = place()
        assert list(again.keys()) == [key("1"), key("2")]
        assert hits(again, "word") == ["1"]
        again.close()

    def test_documents_of_odd_texts_are_held(self, engine: Engine) -> None:
        odd = [
            document("empty"),
            document("nul", "a\0b", abstract="\0"),
            document("surrogate", "lone \ud800 one"),
            document("astral", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🚀"),
            document("long", "x" * 100_000, abstract="word " * 70_000),
            document("odd \0 id", "plain"),
            document("i" * 3000, "plain"),
        ]
        put(engine, *odd)
        assert set(engine.keys()) == {each.key for each in odd}
        assert hits(engine, "lone") == ["surrogate"]
        assert hits(engine, "unicode") == ["astral"]
        assert hits(engine, "x" * 100_000) == ["long"]
        assert hits(engine, "word") == ["long"]

    def test_a_scan_keeps_the_state_it_began_on(self, engine: Engine) -> None:
        put(engine, document("1", "word"), document("2", "word"))
        scan = engine.scan(Query(Word("word")))
        assert next(scan) == key("1")
        put(engine, document("0", "word"), document("2", "other"))
        assert list(scan) == [key("2")]
        assert hits(engine, "word") == ["0", "1"]

    def test_readers_see_whole_batches_while_another_writes(self, engine: Engine) -> None:
        put(engine, *(document(f"{n}", "round0") for n in range(5)))
        done, seen, trouble = threading.Event(), set[int](), list[Exception]()

        def look() -> None:
            while not done.is_set():
                try:
                    seen.add(ask(engine, "same OR round0").total)
                except EngineError as error:
                    trouble.append(error)

        threads = [threading.Thread(target=look) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(15):
            put(engine, *(document(f"{n}", "same") for n in range(5)))
        done.set()
        for thread in threads:
            thread.join()
        assert (seen, trouble) == ({5}, [])
