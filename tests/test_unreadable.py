"""`tests.unreadable` notices a letter that was lost."""

from __future__ import annotations

from pathlib import Path

from tests.harvester.test_page import DC, listed, record
from tests.unreadable import letters_of, lost, outcome


def test_a_repaired_file_has_all_its_letters(tmp_path: Path) -> None:
    body = listed(record(metadata=DC.replace("Физика", "A &nbsp; &eacute;t & Ф\x00изика")))
    path = tmp_path / "a.xml"
    path.write_bytes(body)
    what, page, why = outcome(path)
    assert (what, why) == ("repaired", "")
    assert page
    assert "AétФизика" in letters_of(body)
    assert lost(page, body) == []
    assert lost(page, body.replace(b"eacute", b"egrave")) == ["oai:x:1"]
