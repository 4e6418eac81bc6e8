"""docs/quirks.md is what the code says."""

from harvester.quirks import QUIRKS
from tools.quirks import PAGE, render


def test_the_page_is_made_from_the_code() -> None:
    assert PAGE.read_text("utf-8") == render()


def test_every_repair_has_a_name_a_meaning_and_evidence() -> None:
    assert len({quirk.name for quirk in QUIRKS}) == len(QUIRKS)
    assert all(quirk.meaning and quirk.evidence for quirk in QUIRKS)
