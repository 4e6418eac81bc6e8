"""Cursors hold a place exactly, and nothing else is taken for one."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines.cursors import Place, rank, read, written
from index.errors import UsageError
from index.record import Key

anything = st.text(st.characters(exclude_categories=[]), max_size=20)
keys = st.builds(Key, anything, anything)
places = {
    "relevance": st.floats(allow_nan=False, allow_infinity=False),
    "newest": st.integers(0, 99_999_999),
    "oldest": st.integers(0, 99_999_999),
    "title": anything,
    "first-seen": st.integers(0, 2**40),
}


@pytest.mark.parametrize("sort", places)
@given(data=st.data())
def test_a_cursor_is_read_as_it_was_written(sort: str, data: st.DataObject) -> None:
    state = st.integers(0, 2**31) if sort == "relevance" else st.just(0)
    place = Place(data.draw(places[sort]), data.draw(keys), data.draw(state))
    cursor = written(sort, place)
    assert read(sort, cursor) == place
    assert cursor.isascii()
    assert cursor == cursor.strip("= ")


@given(st.text(max_size=40) | st.binary(max_size=40).map(lambda b: urlsafe_b64encode(b).decode()))
def test_any_other_text_is_told(text: str) -> None:
    with pytest.raises(UsageError):
        read("newest", text)


@pytest.mark.parametrize(
    "content",
    ['[2,"title","a","s","i"]', '[1,"title",5,"s","i"]', '[1,"title","a",5,"i"]', '[1,"x","a"]',
     '[1,"relevance",1.5,"s","i","1"]', '[1,"relevance",1.5,"s","i",1,1]',
     '[1,["title"],"a","s","i"]', '[1,"newest",1e999,"s","i"]', '[1,"relevance",NaN,"s","i"]',
     f'[1,"newest",{"9" * 400},"s","i"]', "[" * 100_000],
)  # fmt: skip
def test_no_content_but_ours_is_a_cursor(content: str) -> None:
    for sort in ("title", "newest", "relevance"):
        with pytest.raises(UsageError):
            read(sort, urlsafe_b64encode(content.encode()).decode())


def test_what_has_no_date_or_title_comes_last() -> None:
    key = Key("s", "i")
    assert rank("newest", Place(2020, key)) < rank("newest", Place(2019, key))
    assert rank("newest", Place(1, key)) < rank("newest", Place(0, key))
    assert rank("oldest", Place(2019, key)) < rank("oldest", Place(2020, key))
    assert rank("oldest", Place(2020, key)) < rank("oldest", Place(0, key))
    assert rank("title", Place("z", key)) < rank("title", Place("", key))
    assert rank("relevance", Place(2.0, key)) < rank("relevance", Place(1.0, key))
    assert rank("title", Place("a", Key("a", "1"))) < rank("title", Place("a", Key("a", "2")))
