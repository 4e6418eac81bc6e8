"""Lists: every item once, whatever the page size, sets, dates and deletions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.store.base import Store
from tests.index.provider.asking import (
    NOW,
    NS,
    ask,
    code,
    fill,
    identifiers,
    provider,
    records,
    texts,
    token,
    whole_list,
)
from tests.records import article, gone

_NUMBERS: Iterator[int] = count()


class Item(NamedTuple):
    day: int
    spec: str
    deleted: bool


_ITEMS = st.lists(
    st.builds(Item, st.integers(0, 3), st.sampled_from(["a", "a:b", "ab"]), st.booleans()),
    max_size=12,
)


@settings(deadline=None, max_examples=30)
@given(
    _ITEMS,
    st.integers(1, 5),
    st.tuples(st.integers(0, 3), st.integers(0, 3)),
    st.sampled_from([None, "a", "a:b", "none"]),
    st.sampled_from(["persistent", "no"]),
    st.sampled_from(["ListRecords", "ListIdentifiers"]),
)
def test_a_list_gives_each_item_that_was_asked_for_once(
    shared_store: Store,
    items: list[Item],
    page_size: int,
    days: tuple[int, int],
    spec: str | None,
    deleted: str,
    verb: str,
) -> None:
    source = f"law-{next(_NUMBERS)}"
    shared_store.declare(source, "https://example.org/oai", "oai_dc", True, NOW)
    for n, item in enumerate(items):
        made = gone(n, sets=(item.spec,)) if item.deleted else article(n, sets=(item.spec,))
        fill(shared_store, made, days=item.day, source=source)
    served = provider(
        shared_store, source, granularity="day", page_size=page_size, deleted_record=deleted
    )
    first, last = sorted(days)
    args = {"from_": f"2024-05-0{1 + first}", "until": f"2024-05-0{1 + last}"}
    pages = whole_list(served, verb, **args, **({} if spec is None else {"set": spec}))
    expected = {
        n
        for n, item in enumerate(items)
        if first <= item.day <= last
        and (spec is None or item.spec == spec or item.spec.startswith(f"{spec}:"))
        and not (item.deleted and deleted == "no")
    }
    given_out = [n for page in pages for n in identifiers(page)]
    assert len(given_out) == len(set(given_out))
    assert set(given_out) == expected
    if not expected:
        assert code(pages[0]) in ("noRecordsMatch", "noSetHierarchy")
    assert all(len(identifiers(page)) == page_size for page in pages[:-1])


@pytest.fixture
def five(store: Store) -> Store:
    fill(store, *(article(n, sets=("a:b",)) for n in range(4)))
    fill(store, gone(9, sets=("a",)), days=1)
    return store


def test_pages_say_where_they_stand_in_the_list(five: Store) -> None:
    pages = whole_list(provider(five))
    tokens = [token(page) for page in pages]
    assert [identifiers(page) for page in pages] == [[0, 1], [2, 3], [9]]
    assert [element is not None and dict(element.attrib) for element in tokens] == [
        {"cursor": "0", "completeListSize": "5", "expirationDate": "2024-05-02T12:00:00Z"},
        {"cursor": "2", "completeListSize": "5", "expirationDate": "2024-05-02T12:00:00Z"},
        {"cursor": "4", "completeListSize": "5"},
    ]


def test_the_last_page_of_several_ends_with_an_empty_token(five: Store) -> None:
    last = token(whole_list(provider(five))[-1])
    assert last is not None
    assert not last.text


def test_a_list_of_one_page_has_no_token(five: Store) -> None:
    assert token(records(provider(five, page_size=5))) is None


def test_sizes_are_not_said_where_tombstones_are_counted_but_hidden(five: Store) -> None:
    element = token(records(provider(five, deleted_record="no")))
    assert element is not None
    assert element.get("completeListSize") is None


def test_identifiers_come_as_headers_alone(five: Store) -> None:
    root = ask(provider(five, page_size=9), "ListIdentifiers", metadataPrefix="oai_dc")
    assert len(root.findall("o:ListIdentifiers/o:header", NS)) == 5
    assert root.find(".//o:record", NS) is None
    assert root.xpath("//o:header/@status", namespaces=NS) == ["deleted"]


def test_a_list_can_be_asked_for_to_the_second(five: Store) -> None:
    served = provider(five, page_size=9)
    at, before, after = "2024-05-02T12:00:00Z", "2024-05-02T11:59:59Z", "2024-05-02T12:00:01Z"
    assert identifiers(records(served, from_=at, until=at)) == [9]
    assert identifiers(records(served, until=before)) == [0, 1, 2, 3]
    assert code(records(served, from_=after)) == "noRecordsMatch"


def test_a_token_carries_the_whole_question(five: Store) -> None:
    """Set and dates hold on every page, though only the first was asked with them."""
    pages = whole_list(provider(five, page_size=3), set="a:b", until="2024-05-01")
    assert [identifiers(page) for page in pages] == [[0, 1, 2], [3]]


def test_an_expired_token_is_refused(five: Store) -> None:
    served = provider(five, token_lifetime=timedelta(minutes=5))
    following = texts(records(served), "o:resumptionToken")[0]
    args = {"verb": "ListRecords", "resumptionToken": following}
    assert code(ask(served, now=NOW + timedelta(minutes=5), **args)) is None
    late = ask(served, now=NOW + timedelta(minutes=6), **args)
    assert code(late) == "badResumptionToken"


def test_a_token_of_one_list_does_not_go_on_with_another(five: Store) -> None:
    following = texts(records(provider(five)), "o:resumptionToken")[0]
    root = ask(provider(five), "ListIdentifiers", resumptionToken=following)
    assert code(root) == "badResumptionToken"


def test_a_record_that_changes_while_it_is_listed_is_not_lost(five: Store) -> None:
    """It moves to the end; those behind it do not slip over the border of a page."""
    served = provider(five)
    first = records(served)
    fill(five, article(0, title="New", sets=("a:b",), datestamp="2024-06-01T00:00:00Z"), days=2)
    second = ask(served, "ListRecords", resumptionToken=texts(first, "o:resumptionToken")[0])
    third = ask(served, "ListRecords", resumptionToken=texts(second, "o:resumptionToken")[0])
    assert identifiers(second) == [2, 3]
    assert identifiers(third) == [9, 0]


def test_a_list_whose_rest_has_gone_ends_with_an_empty_page(five: Store) -> None:
    following = texts(records(provider(five)), "o:resumptionToken")[0]
    five.remove_source("s", purge=True)
    root = ask(provider(five), "ListRecords", resumptionToken=following)
    last = token(root)
    assert identifiers(root) == []
    assert last is not None
    assert not last.text


def test_records_of_another_format_are_passed_over(store: Store) -> None:
    fill(store, article(1))
    fill(store, *(article(n) for n in range(2, 8)), prefix="other", days=1)
    fill(store, article(8), article(9), days=2)
    pages = whole_list(provider(store))
    assert [n for page in pages for n in identifiers(page)] == [1, 8, 9]
