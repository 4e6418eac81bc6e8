"""What commands print with: numbers, columns, progress, and text that would steer a terminal."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from index.cli.console import columns, counted, emit_json, note, printable, progress, put


class Terminal(io.StringIO):
    """A stream where a person watches."""

    def isatty(self) -> bool:
        return True


def test_json_is_one_line_for_a_program_and_indented_for_a_person(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Screen(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    for kind, expected in ((io.TextIOWrapper, b'{"a":["\xc3\xa9"]}\n'),
                           (Screen, b'{\n  "a": [\n    "\xc3\xa9"\n  ]\n}\n')):  # fmt: skip
        body = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", kind(body))
        emit_json({"a": ["é"]})
        assert body.getvalue() == expected
        monkeypatch.undo()


def test_one_is_not_many() -> None:
    assert (counted(0, "hit"), counted(1, "hit"), counted(1204, "hit")) == (
        "0 hits",
        "1 hit",
        "1,204 hits",
    )
    assert counted(2, "entry", "entries") == "2 entries"


@given(st.text(st.characters(), max_size=20))
def test_what_is_printed_can_be_written_and_steers_no_terminal(text: str) -> None:
    safe = printable(text)
    safe.encode()
    assert len(safe) == len(text)
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in safe)
    assert not any(0x7F <= ord(letter) < 0xA0 for letter in safe)


def test_letters_stay_as_they_are() -> None:
    assert printable("физика, 観察, é\n\tx") == "физика, 観察, é\n\tx"


def test_a_message_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    note("a\x1b[2Jb\x9bc")
    assert capsys.readouterr().err == "a\ufffd[2Jb\ufffdc\n"


def test_columns_stand_under_one_another() -> None:
    rows = [("name", "n", "more"), ("x", "12,000", ""), ("longer name", "3", "y")]
    assert list(columns(rows, right=(1,))) == [
        "name              n  more",
        "x            12,000",
        "longer name       3  y",
    ]
    assert list(columns([])) == []


def put_on(width: int) -> str:
    stream = Terminal()
    console = Console(file=stream, width=width, force_terminal=True, no_color=True)
    put(console, Text("12. ", "bold"), Text("one two three four five six seven eight nine ten"))
    return stream.getvalue()


def test_long_text_goes_on_below_itself_on_a_terminal() -> None:
    lines = [line.rstrip() for line in plain(put_on(40)).splitlines()]
    assert lines == ["12. one two three four five six seven", "    eight nine ten"]


def test_the_style_of_the_head_does_not_spread() -> None:
    assert "\x1b[1m12. \x1b[0mone" in put_on(80)


def plain(text: str) -> str:
    return text.replace("\x1b[1m", "").replace("\x1b[0m", "")


def test_a_pipe_gets_long_lines_whole(capsys: pytest.CaptureFixture[str]) -> None:
    put(None, Text("name  ", "dim"), Text("word " * 50 + "\nnext"))
    first, second, end = capsys.readouterr().out.split("\n")
    assert (len(first), second, end) == (256, "      next", "")


def test_without_a_terminal_progress_is_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str],
) -> None:
    times = iter([0.0, 5.0, 10.0, 10.0, 15.0, 21.0, 21.0])
    with progress("indexing", lambda: next(times)) as watch:
        watch(1, 5000)
        watch(2000, 5000)
        watch(3000, 5000)
        watch(4000, None)
    assert capsys.readouterr().err == "indexing: 2,000 of 5,000\nindexing: 4,000\n"


def test_a_quick_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("indexing") as watch:
        watch(1, 1)
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_progress_is_a_bar_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with progress("indexing") as watch:
        watch(3, 7)
    assert "indexing" in stream.getvalue()
    assert "3/7" in stream.getvalue()


def test_a_line_is_written_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """In two, threads write into each other's lines."""
    written: list[str] = []

    class Pieces(io.StringIO):
        def write(self, text: str) -> int:
            written.append(text)
            return super().write(text)

    monkeypatch.setattr(sys, "stderr", Pieces())
    note("a line")
    assert written == ["a line\n"]
