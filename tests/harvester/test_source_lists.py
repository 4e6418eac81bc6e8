"""Lists of sources from elsewhere."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.source_lists import Listed, listed, named, slug, written
from index.errors import UsageError

ONE, TWO = "https://journals.example.org/rivers/oai", "https://www.example.edu/cgi/oai2"


def test_a_url_on_each_line() -> None:
    text = f"\ufeff# mine\n{ONE}\n\n {TWO} # the second\n{ONE}\n"
    assert listed(text, "f") == [Listed(ONE), Listed(TWO)]


def test_a_table() -> None:
    text = f"URL,Name,sets,comment\n{ONE},rivers,a|b:c,x\n{TWO},,,y\n,,,\n"
    assert listed(text, "f") == [Listed(ONE, "rivers", sets=("a", "b:c")), Listed(TWO)]


def test_opml() -> None:
    text = (
        '<?xml version="1.0"?><opml><body><outline text="All"><outline text="The Rivers"'
        f' xmlUrl="{ONE}?verb=ListRecords"/></outline><outline text="Река" xmlUrl="{TWO}"/>'
        "</body></opml>"
    )
    assert listed(text, "f") == [Listed(ONE, "the-rivers"), Listed(TWO)]


@pytest.mark.parametrize("text", ["", "# nothing\n", "name,url\n", "<opml/>", "<opml>", "url\n"])
def test_a_list_without_a_source_is_told(text: str) -> None:
    with pytest.raises(UsageError, match=r"^list\.csv: "):
        listed(text, "list.csv")


def test_a_row_without_its_url_is_told() -> None:
    with pytest.raises(UsageError, match=r"list.csv: row 3: no url"):
        listed(f"url,name\n{ONE},a\n,b\n", "list.csv")


def test_names_are_made_of_what_tells_the_urls_apart() -> None:
    found = named([Listed(ONE), Listed(TWO), Listed(ONE, prefix="qdc")], ["example-edu"], "f")
    assert [one.name for one in found] == [
        "journals-example-org-rivers", "example-edu-2", "journals-example-org-rivers-2",
    ]  # fmt: skip


def test_a_name_that_is_taken_is_told() -> None:
    with pytest.raises(UsageError, match="the name a is taken"):
        named([Listed(ONE, "a")], ["a"], "f")


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n|"), min_size=1).map(
    str.strip
)


@given(
    st.lists(
        st.builds(
            Listed,
            url=cells.filter(bool),
            name=cells,
            prefix=cells.filter(bool),
            sets=st.lists(cells.filter(bool)).map(tuple),
            every=cells.filter(bool),
        ),
        min_size=1,
        unique=True,
    )
)
def test_what_is_written_is_read_again(sources: list[Listed]) -> None:
    assert listed(written(sources), "f") == sources


@given(st.text())
def test_a_slug_is_a_name(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]{0,64}", slug(text))


@given(st.text())
def test_any_text_is_a_list_or_a_clear_error(text: str) -> None:
    with suppress(UsageError):
        assert listed(text, "f")
