"""A metha cache: which sources it holds, and how far each has come."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from harvester.metha import cached, cursor_of
from harvester.source_lists import Listed
from index.errors import UsageError

URL = "https://journals.example.org/oai?a=b#c"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def cache(below: Path, *files: str, set_spec: str = "", prefix: str = "oai_dc") -> Path:
    name = base64.urlsafe_b64encode(f"{set_spec}#{prefix}#{URL}".encode()).decode().rstrip("=")
    folder = below / name
    folder.mkdir(parents=True)
    for file in files:
        (folder / file).write_bytes(b"")
    return folder


def test_a_folder_tells_set_format_url_and_the_last_day(tmp_path: Path) -> None:
    names = ("2024-01-31-00000000.xml.gz", "2024-02-29-00000012.xml.zst", "2024-03-31.xml.gz",
             "2024-12-31-00000000.xml-tmp-77", "2024-02-30-00000000.xml.gz")  # fmt: skip
    folder = cache(tmp_path, *names, set_spec="рек:и")
    (tmp_path / "notes").mkdir()
    (tmp_path / "bm90IG9uZQ").mkdir()  # base64, and no metha's
    [one] = cached(tmp_path)
    assert one.source == Listed(URL, sets=("рек:и",))
    assert one.folders == (folder,)
    assert one.reached == (("рек:и", date(2024, 2, 29)),)
    assert cached(folder) == [one]


def test_sets_of_one_server_are_one_source_and_the_whole_of_it_counts_for_all(
    tmp_path: Path,
) -> None:
    first = cache(tmp_path, "2024-01-31-00000000.xml.gz", set_spec="a")
    second = cache(tmp_path, set_spec="b")
    marc = cache(tmp_path, set_spec="b", prefix="marcxml")
    both, other = sorted(cached(tmp_path), key=lambda one: one.source.prefix, reverse=True)
    assert (both.source.sets, both.folders) == (("a", "b"), tuple(sorted((first, second))))
    assert dict(both.reached) == {"a": date(2024, 1, 31), "b": None}
    assert (other.source.prefix, other.folders) == ("marcxml", (marc,))
    cache(tmp_path, "2023-01-31-00000000.xml.gz")
    whole = next(one for one in cached(tmp_path) if one.source.prefix == "oai_dc")
    assert (whole.source.sets, len(whole.folders)) == ((), 3)
    assert whole.reached == (("", date(2023, 1, 31)),)


def test_a_folder_that_is_no_cache_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(UsageError, match="no folder of a metha cache"):
        cached(tmp_path)


def test_a_harvest_goes_on_with_the_day_before_and_never_from_the_future() -> None:
    assert cursor_of(date(2026, 5, 1), NOW) == "2026-04-30T00:00:00Z"
    assert cursor_of(date(2030, 1, 1), NOW) == "2026-06-01T12:00:00Z"
