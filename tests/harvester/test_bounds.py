"""What one answer may hold beside bytes."""

from __future__ import annotations

import gzip

import pytest

from harvester.bounds import Bounds
from harvester.errors import BeyondLimits
from harvester.ladder import climb
from harvester.manners import HarvestSection
from harvester.page import read_page
from tests.harvester.test_page import listed, record

URL = "http://127.0.0.1/oai"


@pytest.mark.parametrize(
    ("bounds", "setting"), [(Bounds(tags=20), "max_tags"), (Bounds(records=2), "max_records")]
)
def test_a_page_of_too_much_is_given_up_and_the_setting_named(bounds: Bounds, setting: str) -> None:
    body = listed(record("oai:x:1"), record("oai:x:2"), record("oai:x:3"))
    with pytest.raises(BeyondLimits) as caught:
        read_page(body, URL, bounds)
    assert URL in caught.value.message
    assert setting in (caught.value.hint or "")
    assert len(read_page(body, URL).records) == 3


def test_a_compressed_page_of_too_much_is_not_mended_any_further() -> None:
    body = gzip.compress(listed(record("oai:x:1") * 9))
    with pytest.raises(BeyondLimits):
        climb(body, URL, lambda raw, url: read_page(raw, url, Bounds(tags=20)), 10**6)


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ("<a>" * 5 + "</a>" * 5, "deeper than 5 elements"),
        ('<a a1="" a2="" a3="" a4=""/>', "more than 3 attributes"),
    ],
)
@pytest.mark.parametrize("broken", [False, True])
def test_a_record_of_too_much_goes_to_quarantine_alone(
    metadata: str, words: str, broken: bool
) -> None:
    """Also where the page has to be salvaged."""
    bounds = Bounds(depth=5, attributes=3)
    bad = record("oai:x:9", metadata="<a><b></a>") if broken else ""
    body = listed(record("oai:x:1", metadata=metadata), record("oai:x:2", metadata="<a/>"), bad)
    page = climb(body, URL, lambda raw, url: read_page(raw, url, bounds), 10**6, bounds)
    assert [raw.identifier for raw in page.records] == ["oai:x:2"]
    reasons = {item.identifier: (item.code, item.reason) for item in page.quarantined}
    assert reasons["oai:x:1"][0] == "beyond-limits"
    assert words in reasons["oai:x:1"][1]


def test_the_bounds_are_settings() -> None:
    values = HarvestSection(max_tags=4, max_records=3, max_depth=2, max_attributes=1)
    assert values.bounds == Bounds(4, 3, 2, 1)
    assert HarvestSection().bounds == Bounds()
