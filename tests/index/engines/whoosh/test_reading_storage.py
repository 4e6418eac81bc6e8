"""What stock Whoosh reads through: a file of its own over bytes that others read too."""

from __future__ import annotations

from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st

from index.engines.whoosh.w3.reading.storage import HeldStorage, View

BYTES = bytes(range(256)) * 3 + b"\n" * 5 + b"end"
moves = st.one_of(
    st.tuples(st.just("read"), st.integers(-1, 900)),
    st.tuples(st.just("seek"), st.integers(0, len(BYTES))),
    st.tuples(st.just("readline")),
    st.tuples(st.just("tell")),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(moves, max_size=8))
def test_a_view_reads_like_a_file(steps: list[tuple[str, int]]) -> None:
    file, view, other = BytesIO(BYTES), View(memoryview(BYTES)), View(memoryview(BYTES))
    for name, *arguments in steps:
        assert getattr(view, name)(*arguments) == getattr(file, name)(*arguments)
    assert view.seek(-2, 2) == file.seek(-2, 2)
    assert view.seek(1, 1) == file.seek(1, 1)
    assert view.read() == file.read()
    assert other.tell() == 0


def test_a_storage_holds_what_it_was_given() -> None:
    storage = HeldStorage({"a": memoryview(BYTES)})
    assert storage.list() == ["a"]
    assert (storage.file_exists("a"), storage.file_exists("b")) == (True, False)
    assert storage.file_length("a") == len(BYTES)
    file = storage.open_file("a")
    assert file.get(2, 3) == BYTES[2:5]
    assert file.get_byte(7) == 7
    assert file.subset(10, 5).read() == BYTES[10:15]
