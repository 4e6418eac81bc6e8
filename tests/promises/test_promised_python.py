"""Promised of `import index`: what opens, what it gives, and that nothing is made by looking."""

from __future__ import annotations

from pathlib import Path

import pytest

import index
from index.errors import Error
from index.settings import IndexSettings
from index.web.pages.router import pages
from index.web.settings import WebSettings
from tests.door import Door
from tests.web import serving

ENTRY = "oai:journals.example.org:article/1002"


@pytest.mark.parametrize("kind", ["folder as text", "folder", "config file", "settings"])
def test_a_data_folder_a_config_file_or_settings_open(
    samples: Path, tmp_path: Path, kind: str
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f"[data]\ndir = '{samples}'\n")
    where = {
        "folder as text": str(samples),
        "folder": samples,
        "config file": config,
        "settings": IndexSettings.model_validate({"data": {"dir": str(samples)}}),
    }[kind]
    with index.open_index(where) as ix:
        assert ix.search("физика").total == 3


@pytest.mark.parametrize("name", ["nowhere", "nowhere.toml"])
def test_what_is_missing_is_an_error_and_nothing_is_made(tmp_path: Path, name: str) -> None:
    with pytest.raises(Error):
        index.open_index(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_search_gives_what_is_promised(samples: Path) -> None:
    with index.open_index(samples) as ix:
        results = ix.search("физика", limit=2)
        assert (results.total, len(results.hits)) == (3, 2)
        hit = results.hits[0]
        assert (hit.source, hit.identifier) == hit.document.key
        assert hit.score > 0
        assert "физик" in hit.document.titles[0].value.casefold()
        assert results.next is not None


def test_a_record_by_its_key_and_none_where_there_is_none(samples: Path) -> None:
    with index.open_index(samples) as ix:
        record = ix.get("demo", ENTRY)
        assert record is not None
        assert record.document is not None
        assert record.document.identifier == ENTRY
        assert record.first_seen <= record.last_changed <= record.last_seen
        assert record.base_url
        assert ix.get("demo", "oai:nobody") is None
        assert ix.get("nobody", ENTRY) is None


FIELDS = (
    "creator", "title", "subject", "abstract", "journal", "publisher", "source", "set", "year",
    "date", "language", "type", "licence", "access", "doi", "issn", "orcid", "id",
)  # fmt: skip
ALIASES = {"author": "creator", "lang": "language"}
COUNTED = tuple(name for name in FIELDS if name not in ("title", "abstract"))


@pytest.mark.parametrize("name", [*FIELDS, "author", "lang"])
def test_the_names_of_fields_in_queries(samples: Path, name: str) -> None:
    with index.open_index(samples) as ix:
        results = ix.search(f"{name}:2023")
    assert results.literal == ()


@pytest.mark.parametrize("name", [*COUNTED, "author", "lang"])
def test_the_names_of_fields_in_filters_and_facets(door: Door, samples: Path, name: str) -> None:
    found = door.right("--data", samples, "search", "*", "--facet", name, "--json").json
    ((held, values),) = found["facets"].items()
    assert held == ALIASES.get(name, name)
    for value, count in [(v, n) for v, n in values.items() if v != "(none)"][:1]:
        only = f"{name}={value}"
        found = door.right("--data", samples, "search", "*", "--filter", only, "--json").json
        assert found["total"] == count


def test_the_names_of_fields_in_urls(samples: Path) -> None:
    with (
        index.open_index(samples) as ix,
        serving(ix, routers=[pages(ix, WebSettings())]) as client,
    ):
        for name in (*COUNTED, *ALIASES):
            client.json("/records", params={"q": "*", name: "2023"})
            page = client.http.get("/search", params={"q": "*", name: "2023"})
            assert page.status_code == 200, name
            assert f"{ALIASES.get(name, name)}=2023" in page.text, name
