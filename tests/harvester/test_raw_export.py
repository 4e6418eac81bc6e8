"""`harvester export --raw` and `load`: what comes to another machine is what was harvested."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from harvester.cli import run
from harvester.normalise import NORMALISER, normalise
from index.export import raw
from index.record import Batch, Incoming, Key, Tombstone
from index.store import open_store
from tests.door import Door
from tests.doors import door
from tests.records import article
from tests.world import START

__all__ = ["door"]

ABOUT = b'<provenance xmlns="http://www.openarchives.org/OAI/2.0/provenance">here</provenance>'


def fill(folder: Path) -> None:
    """A source `s` of 25 articles and a deletion, and an empty one."""
    with closing(open_store(folder / "harvest.db", create=True)) as store:
        for name in ("s", "none"):
            store.declare(name, "http://x.example/oai", "oai_dc", declared=False, now=START)
        raws = [article(n, title=f"Article {n} & <co>", sets=("a", "a:b")).raw for n in range(25)]
        raws[0] = replace(raws[0], about=(ABOUT, ABOUT))
        items = tuple(Incoming(raw, normalise(raw, "s"), NORMALISER) for raw in raws)
        batch = Batch(
            records=items,
            tombstones=(Tombstone("gone", "2020-02-02", ("a",)),),
            response_date="2026-01-02T03:04:05Z",
            base_url="http://x.example/oai",
        )
        store.apply("s", batch, None, START)


def canonical(xml: bytes) -> bytes:
    return etree.tostring(etree.fromstring(xml), method="c14n", exclusive=True)


def held(folder: Path) -> dict[Key, tuple[object, ...]]:
    """What counts of each record; the hash is that of its XML in canonical form."""
    with closing(open_store(folder / "harvest.db", create=False)) as store:
        return {
            one.key: (
                one.datestamp, set(one.sets), one.content_hash,
                [canonical(about) for about in one.about], one.format, one.response_date,
                one.base_url, one.deleted is None, one.document,
            )
            for _, one in store.listing("s", limit=1000)
        }  # fmt: skip


@pytest.mark.parametrize("size", [1000, 4])
def test_what_is_loaded_is_what_was_exported(
    door: Door, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(raw, "PAGE", size)
    fill(door.folder / "here")
    said = door.right("--data", "here", "export", "--raw", "-o", "moved")
    files = "1 file" if size > 26 else "7 files"
    assert said.out == f"none: 0 items in 0 files\ns: 26 items in {files}\n"
    assert said.err.endswith("on another machine: harvester load NAME moved/NAME\n")
    door.right("--data", "there", "load", "s", "moved/s")
    before, after = held(door.folder / "here"), held(door.folder / "there")
    assert len(after) == 26
    assert after == before


def test_what_is_suppressed_goes_as_deleted(door: Door) -> None:
    fill(door.folder / "here")
    one = sorted(held(door.folder / "here"))[0].identifier
    door.right("--data", "here", "suppress", "s", one, "--why", "a wish")
    door.right("--data", "here", "export", "--raw", "s", "-o", "moved")
    door.right("--data", "there", "load", "s", "moved/s")
    assert held(door.folder / "there")[Key("s", one)][-2:] == (False, None)


def test_what_cannot_be_done_is_said(door: Door) -> None:
    fill(door.folder / "data")
    assert "--raw writes folders: where?" in door("export", "--raw").err
    assert "no source 't'" in door("export", "--raw", "t", "-o", "moved").err
    assert "export what?" in door("export", "--format", "ris").err
    (door.folder / "moved" / "s").mkdir(parents=True)
    (door.folder / "moved" / "s" / "000001.xml").write_text("of another export")
    said = door("export", "--raw", "s", "-o", "moved")
    assert (said.code, "is not empty" in said.err) == (1, True)
    (door.folder / "file").write_text("")
    assert "file/s cannot be written" in door("export", "--raw", "s", "-o", "file").err
    assert run(["export", "--raw"]) == 2
