"""dc:source and the place in a journal."""

from __future__ import annotations

import pytest

from harvester.normalise import source
from harvester.normalise.issues import Place, split
from index.record import Flag, Identifier, Journal, Text
from tests.harvester.normalise.samples import values


def read(*texts: str, serial: bool = False) -> source.Source:
    return source.read(values(*texts), serial=serial, others=())


@pytest.mark.parametrize(
    ("statement", "title", "place"),
    [
        ("J; Vol 93, No 11 (2023); 1095-1100", "J",
         Place("93", "11", None, "2023", "1095-1100", "1095", "1100")),
        ("Ж; Том 1, № 2 (2023)", "Ж", Place("1", "2", None, "2023")),
        ("Ж; № 2-3 (2023); С. 5–10", "Ж", Place(None, "2-3", None, "2023", "С. 5–10", "5", "10")),
        ("Revista; v. 25 n. 3 (1996); e123", "Revista",
         Place("25", "3", None, "1996", "e123", "e123", None, "e123")),
        ("Z; Bd. XII Nr. 3 (2020): Flüsse; S1-S9", "Z",
         Place("XII", "3", "Flüsse", "2020", "S1-S9", "S1", "S9")),
        ("誌; 巻 12 号 3 (2023)", "誌", Place("12", "3", None, "2023")),
        ("J; 2021", "J", Place(None, None, None, "2021")),
        ("Foo; Bar Journal; Vol. 1", "Foo; Bar Journal", Place("1")),
        ("J; Vol 1; 1-2; more", "J", None),
        ("J; Vol 1; in the middle", "J", None),
        ("J; somewhere", "J", None),
        ("J; ", "J", None),
        ("J", "J", None),
    ],
)  # fmt: skip
def test_a_statement_is_journal_issue_and_pages(
    statement: str, title: str, place: Place | None
) -> None:
    assert split(statement) == (title, place)


def test_two_bare_issns_are_online_then_print() -> None:
    assert read("3034-5200", "0869-5873").journal == Journal(
        issn="0869-5873", eissn="3034-5200", issns=("3034-5200", "0869-5873")
    )


def test_labels_of_issns_win_over_their_order() -> None:
    journal = read("ISSN: 0929-1393", "EISSN: 1873-0272").journal
    assert journal is not None
    assert (journal.issn, journal.eissn) == ("0929-1393", "1873-0272")


def test_a_medium_behind_the_issns_wins_over_their_order() -> None:
    journal = read("0869-5873 (Print)", "3034-5200 (Online)").journal
    assert journal is not None
    assert (journal.issn, journal.eissn) == ("0869-5873", "3034-5200")


def test_one_bare_issn_is_of_no_known_medium() -> None:
    journal = read("0869-5873").journal
    assert journal is not None
    assert (journal.issn, journal.eissn) == ("0869-5873", None)


def test_an_issn_among_the_identifiers_counts() -> None:
    other = Identifier("eissn", "3034-5200", "eISSN 3034-5200")
    journal = source.read((), serial=False, others=(other,)).journal
    assert journal == Journal(eissn="3034-5200", issns=("3034-5200",))


def test_a_wrong_issn_is_flagged_and_proves_nothing() -> None:
    found = read("0869-5874")
    assert found.journal is None
    assert found.flags == (Flag("issn-check-digit", "journal", "0869-5874"),)


def test_a_name_alone_is_a_journal_only_with_a_witness() -> None:
    """Archives name their collections in dc:source."""
    alone = read("Hugh's Photograph Collection")
    assert alone.journal is None
    assert alone.flags == (Flag("source-not-understood", "source", "Hugh's Photograph Collection"),)
    for witness in (read("Acta", "0869-5873"), read("Acta", serial=True)):
        assert witness.journal is not None
        assert witness.journal.titles == (Text("Acta"),)
        assert witness.flags == ()


def test_a_citation_in_one_string_is_no_title() -> None:
    found = read("Acta, Vol 12, Iss 2, Pp 107-121 (2014)", "0869-5873", serial=True)
    assert found.journal == Journal(issn="0869-5873", issns=("0869-5873",))
    assert [flag.code for flag in found.flags] == ["source-not-understood"]


def test_an_issue_that_is_not_understood_is_flagged_and_the_title_kept() -> None:
    found = read("Acta; Sommer; 1-2", serial=True)
    assert found.journal == Journal(titles=(Text("Acta"),))
    assert found.flags == (Flag("issue-not-understood", "journal", "Acta; Sommer; 1-2"),)


def test_languages_that_disagree_are_flagged() -> None:
    found = read("Acta; Vol 1 (2020)", "Акта; Том 2 (2020)")
    assert found.journal is not None
    assert found.journal.volume == "1"
    assert found.year == "2020"
    assert found.flags == (Flag("issue-disagrees", "journal", "Акта; Том 2 (2020)"),)


def test_the_doi_of_the_issue_is_another_work() -> None:
    found = read("Acta; Vol 1 (2020)", "10.5555/issue.1")
    assert [(one.scheme, one.value) for one in found.relations] == [("doi", "10.5555/issue.1")]
    assert found.flags == ()
