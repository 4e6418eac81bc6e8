"""docs/quirks.md is what the code says."""

from harvester.quirks import QUIRKS
from tests.field_rows import ROWS
from tools.quirks import PAGE, render


def test_the_page_is_made_from_the_code() -> None:
    assert PAGE.read_text("utf-8") == render()


def test_every_repair_has_a_name_a_meaning_and_evidence() -> None:
    assert len({quirk.name for quirk in QUIRKS}) == len(QUIRKS)
    assert all(quirk.meaning and quirk.evidence for quirk in QUIRKS)


def test_every_row_of_the_field_notes_names_tests_that_exist() -> None:
    assert len(ROWS) == 31
    for row in ROWS:
        assert row.tests
        for test in row.tests:
            file, _, name = test.partition("::")
            assert f"def {name}(" in (PAGE.parent.parent / file).read_text("utf-8"), test
