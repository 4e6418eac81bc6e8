"""docs/api.md: every address in it gives what it says, its programs run, its tables are whole."""

from __future__ import annotations

import re
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from index.export.feeds import FEEDS
from index.export.formats import FORMATS
from tests.web import API, Client

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(/[^`]+)` \| (\d+) \| `([^`]+)` is `([^`]+)` \|$", PAGE, re.M)


@pytest.mark.parametrize(("path", "status", "place", "value"), ROWS)
def test_addresses_give_what_the_page_says(
    api: Client, path: str, status: str, place: str, value: str
) -> None:
    answer = api.get(path)
    assert answer.status_code == int(status)
    assert str(reduce(_step, place.split("."), answer.json())) == value


def _step(inside: Any, name: str) -> Any:
    return inside[int(name)] if isinstance(inside, list) else inside[name]


def test_programs_of_the_page_run(api: Client) -> None:
    names = {"url": f"{api.url}{API}"}
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S)
    assert len(blocks) == 2
    for block in blocks:
        exec(block, names)


def test_every_address_and_format_stands_on_the_page(api: Client) -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| `(\.[\w.]+)` \|", PAGE, re.M))
    assert told == {"json": ".json", **{one.name: one.suffix for one in FORMATS.values()}}
    assert all(f"/feed{one.suffix}" in PAGE for one in FEEDS.values())
    for path in api.json("/openapi.json")["paths"]:
        room = path.removeprefix(API).split("/")[1].partition(".")[0]
        assert f"/{room}" in PAGE


def test_the_page_of_the_server_names_every_address_and_problem(api: Client) -> None:
    from index.web.problems import KINDS

    page = api.get("/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script" not in page.text
    assert not re.search(r'(src|href)="(https?:)?//', page.text)
    for path in api.json("/openapi.json")["paths"]:
        assert path in page.text
    assert all(f'id="problem-{code}"' in page.text for code in KINDS)
    begin = api.json("")
    assert begin["records"] == f"{api.url}{API}/records"
    for name in ("sources", "facets", "docs", "openapi.json", "changes"):
        assert api.http.get(begin[name]).status_code == 200
