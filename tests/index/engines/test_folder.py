"""Where an index lives, and how it is replaced."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from index.analysis import PLAIN, Plain
from index.engines.base import Engine
from index.engines.current import read_current, write_current
from index.engines.folder import (
    current_folder,
    fingerprint,
    health,
    index_lock,
    is_outdated,
    new_generation,
    open_engine,
    remove_leftovers,
    salvaged_generation,
)
from index.engines.health import Damage, Health
from index.errors import (
    EngineBusy,
    EngineDamaged,
    EngineError,
    EngineMissing,
    EngineStale,
    UsageError,
)
from index.testing.engine_places import document, hits, key, put


class OtherAnalysis(Plain):
    @property
    def version(self) -> str:
        return "other"


def build(place: Path, *titles: str) -> None:
    with index_lock(place), new_generation(place, "whoosh", PLAIN) as new:
        put(new.engine, *(document(title, title) for title in titles))
        new.swap()


def opened(place: Path) -> closing[Engine]:
    return closing(open_engine(place, "whoosh", PLAIN))


def generations(place: Path) -> list[Path]:
    return [path for path in place.iterdir() if path.is_dir()]


def test_an_index_is_built_and_opened(tmp_path: Path) -> None:
    place = tmp_path / "data" / "index"
    build(place, "light")
    with opened(place) as engine:
        assert hits(engine, "light") == ["light"]
    assert generations(place) == [current_folder(place)]


def test_there_is_none_yet(tmp_path: Path) -> None:
    assert current_folder(tmp_path / "none") is None
    with pytest.raises(EngineMissing, match="no search index") as caught:
        open_engine(tmp_path / "none", "whoosh", PLAIN)
    assert caught.value.hint
    assert not (tmp_path / "none").exists()


def test_other_code_or_settings_make_it_stale(tmp_path: Path) -> None:
    build(tmp_path, "light")
    assert fingerprint("whoosh", PLAIN) != fingerprint("whoosh", OtherAnalysis())
    with pytest.raises(EngineStale):
        open_engine(tmp_path, "whoosh", OtherAnalysis())


def test_readers_go_on_with_what_another_analysis_has_filled(tmp_path: Path) -> None:
    build(tmp_path, "light")
    assert not is_outdated(tmp_path, "whoosh", PLAIN)
    assert is_outdated(tmp_path, "whoosh", OtherAnalysis())
    assert not is_outdated(tmp_path / "none", "whoosh", PLAIN)
    with closing(open_engine(tmp_path, "whoosh", OtherAnalysis(), outdated=True)) as engine:
        assert hits(engine, "light") == ["light"]


def test_what_cannot_be_read_is_stale_for_readers_too(tmp_path: Path) -> None:
    build(tmp_path, "light")
    found = read_current(tmp_path)
    assert found
    write_current(tmp_path, found._replace(fingerprint="other", shape="other"))
    with pytest.raises(EngineStale):
        open_engine(tmp_path, "whoosh", PLAIN, outdated=True)


def test_an_unknown_engine_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="lucene"):
        fingerprint("lucene", PLAIN)


@pytest.mark.parametrize(
    "content",
    [b"", b"garbage", b"\xff\xfe", b"[]", b"{}", b'{"folder": 7, "fingerprint": "x"}', b"null",
     b'{"folder": "../../etc", "fingerprint": "x"}', b'{"folder": "g-/x", "fingerprint": "x"}',
     b"[" * 100_000],
)  # fmt: skip
def test_garbage_in_current_is_damage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "current").write_bytes(content)
    with pytest.raises(EngineDamaged) as caught:
        open_engine(tmp_path, "whoosh", PLAIN)
    assert "current" in caught.value.message
    assert caught.value.hint


def test_a_folder_for_current_is_damage(tmp_path: Path) -> None:
    (tmp_path / "current").mkdir()
    with pytest.raises(EngineDamaged):
        current_folder(tmp_path)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def _garbage(folder: Path) -> None:
    for path in folder.iterdir():
        path.write_bytes(b"garbage")


def _gone(folder: Path) -> None:
    _empty(folder)
    folder.rmdir()


@pytest.mark.parametrize("spoil", [_empty, _garbage, _gone])
def test_a_spoilt_generation_is_told_and_rebuilt(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    build(tmp_path, "light")
    folder = current_folder(tmp_path)
    assert folder
    spoil(folder)
    with pytest.raises((EngineDamaged, EngineStale)):
        open_engine(tmp_path, "whoosh", PLAIN)
    build(tmp_path, "light")
    with opened(tmp_path) as engine:
        assert hits(engine, "light") == ["light"]


def test_damaged_current_does_not_stop_a_rebuild(tmp_path: Path) -> None:
    build(tmp_path, "light")
    (tmp_path / "current").write_bytes(b"garbage")
    build(tmp_path, "dark")
    with opened(tmp_path) as engine:
        assert list(engine.keys()) == [key("dark")]
    assert len(generations(tmp_path)) == 1


def test_readers_go_on_while_the_index_is_replaced(tmp_path: Path) -> None:
    build(tmp_path, "light")
    with opened(tmp_path) as reader:
        assert hits(reader, "light") == ["light"]
        before = current_folder(tmp_path)
        build(tmp_path, "dark")
        assert hits(reader, "light") == ["light"]
        assert current_folder(tmp_path) != before
    with opened(tmp_path) as reader:
        assert hits(reader, "light") == []
        assert hits(reader, "dark") == ["dark"]
    assert len(generations(tmp_path)) == 1


class Replacing(Plain):
    """An analysis that rebuilds the index whenever it is asked for its version."""

    def __init__(self, place: Path, times: int) -> None:
        self._place = place
        self._left = times

    @property
    def version(self) -> str:
        if self._left:
            self._left -= 1
            build(self._place, f"light{self._left}")
        return PLAIN.version


def test_an_index_replaced_while_it_is_opened_is_opened_anew(tmp_path: Path) -> None:
    build(tmp_path, "light")
    with closing(open_engine(tmp_path, "whoosh", Replacing(tmp_path, 2))) as engine:
        assert list(engine.keys()) == [key("light0")]


def test_an_index_replaced_all_the_time_is_busy(tmp_path: Path) -> None:
    build(tmp_path, "light")
    with pytest.raises(EngineBusy):
        open_engine(tmp_path, "whoosh", Replacing(tmp_path, 100))


def test_a_rebuild_that_fails_changes_nothing(tmp_path: Path) -> None:
    build(tmp_path, "light")
    with pytest.raises(ZeroDivisionError):
        _fail(tmp_path)
    with opened(tmp_path) as engine:
        assert hits(engine, "light") == ["light"]
    assert generations(tmp_path) == [current_folder(tmp_path)]


def _fail(place: Path) -> None:
    with index_lock(place), new_generation(place, "whoosh", PLAIN) as new:
        put(new.engine, document("dark", "dark"))
        raise ZeroDivisionError


def test_what_a_dead_rebuild_left_goes_with_the_next_one(tmp_path: Path) -> None:
    build(tmp_path, "light")
    for name in ("g-dead", "old-g-deader"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("x")
    (tmp_path / "current.1234").write_text("half")
    remove_leftovers(tmp_path)
    kept = current_folder(tmp_path)
    assert kept
    assert {path.name for path in tmp_path.iterdir()} == {"current", "lock", "holder", kept.name}


def test_current_is_one_small_file(tmp_path: Path) -> None:
    build(tmp_path, "light")
    kept = current_folder(tmp_path)
    assert kept
    content = json.loads((tmp_path / "current").read_text())
    assert len(content.pop("sum")) == 8
    assert len(content.pop("shape")) == 16
    assert content == {"folder": kept.name, "fingerprint": fingerprint("whoosh", PLAIN)}


def test_current_of_an_earlier_version_has_no_sum(tmp_path: Path) -> None:
    build(tmp_path, "light")
    content = json.loads((tmp_path / "current").read_text())
    del content["sum"], content["shape"]
    (tmp_path / "current").write_text(json.dumps(content))
    with opened(tmp_path) as engine:
        assert hits(engine, "light") == ["light"]


@pytest.mark.parametrize("at", range(0, 87, 3))
def test_each_letter_of_current_counts(tmp_path: Path, at: int) -> None:
    build(tmp_path, "light")
    content = bytearray((tmp_path / "current").read_bytes())
    content[at] ^= 1
    (tmp_path / "current").write_bytes(content)
    with pytest.raises(EngineDamaged) as caught:
        current_folder(tmp_path)
    assert "harvester index" in str(caught.value.hint)
    (damage,) = health(tmp_path, "whoosh").damaged
    assert str(damage) == "current is not what was written"


def test_the_health_of_no_index_is_good(tmp_path: Path) -> None:
    assert health(tmp_path, "whoosh") == Health(0, 0, (), ())
    build(tmp_path, "light")
    found = health(tmp_path, "whoosh")
    assert (found.damaged, found.unchecked) == ((), ())
    assert found.bytes > 500


def test_a_generation_that_is_gone_is_told(tmp_path: Path) -> None:
    build(tmp_path, "light")
    folder = current_folder(tmp_path)
    assert folder
    folder.rename(tmp_path / "elsewhere")
    assert health(tmp_path, "whoosh").damaged == (Damage(folder.name, "is missing"),)


def test_a_disk_that_fails_behind_the_swap_leaves_the_index_that_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new folder was removed although `current` named it already."""
    build(tmp_path, "light")
    fsync = os.fsync

    def failing(handle: int) -> None:
        if Path(f"/proc/self/fd/{handle}").readlink() == tmp_path:
            raise OSError(errno.EIO, "the disk failed")
        fsync(handle)

    with index_lock(tmp_path), new_generation(tmp_path, "whoosh", PLAIN) as new:
        put(new.engine, document("dark", "dark"))
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", failing)
            with pytest.raises(EngineError):
                new.swap()
    with opened(tmp_path) as engine:
        assert hits(engine, "dark") == ["dark"]


def test_nothing_is_saved_of_an_index_without_damage(tmp_path: Path) -> None:
    """What is wrong with it then is not known: all of it is built anew."""
    with pytest.raises(EngineDamaged, match="nothing to save"):
        _save(tmp_path)
    build(tmp_path, "light")
    with pytest.raises(EngineDamaged, match="not known"):
        _save(tmp_path)
    assert generations(tmp_path) == [current_folder(tmp_path)]


def _save(place: Path) -> None:
    with index_lock(place), salvaged_generation(place, "whoosh", PLAIN):
        pass


def test_one_changes_the_index_at_a_time(tmp_path: Path) -> None:
    with index_lock(tmp_path), pytest.raises(EngineBusy, match=f"process {os.getpid()}"):
        _take(tmp_path)
    _take(tmp_path)


def _take(place: Path) -> None:
    with index_lock(place):
        pass


@pytest.mark.parametrize("content", [b"", b"\xff", b"rm -rf", "¹²".encode()])
def test_an_odd_holder_is_not_named(tmp_path: Path, content: bytes) -> None:
    with index_lock(tmp_path):
        (tmp_path / "holder").write_bytes(content)
        with pytest.raises(EngineBusy, match="another process writes"):
            _take(tmp_path)


HOLD = """
import sys
from pathlib import Path
from index.engines.folder import index_lock
with index_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_lock_goes_with_its_holder_however_it_dies(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], text=True,
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
    with child:
        assert child.stdout
        assert child.stdout.readline() == "held\n"
        with pytest.raises(EngineBusy, match=f"process {child.pid}"):
            _take(tmp_path)
        child.kill()
    _take(tmp_path)


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    place = tmp_path / "index"
    place.write_text("a file")
    with pytest.raises(EngineError) as caught:
        _take(place)
    assert caught.value.hint


def test_what_is_whole_is_copied_where_there_are_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, "light")
    with opened(tmp_path) as engine:
        put(engine, document("dark", "dark"))
    folder = current_folder(tmp_path)
    assert folder
    (path, _) = sorted(folder.glob("*.seg"))
    kept = "light" if b"dark" in path.read_bytes() else "dark"
    path.unlink()

    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    with index_lock(tmp_path), salvaged_generation(tmp_path, "whoosh", PLAIN) as new:
        assert list(new.engine.keys()) == [key(kept)]
        new.swap()
    assert health(tmp_path, "whoosh").damaged == ()
