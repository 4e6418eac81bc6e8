"""dc:source: ISSNs, witnesses of a journal, what languages say together."""

from __future__ import annotations

from harvester.normalise import source
from harvester.normalise.dublin_core import Value
from index.record import Flag, Identifier, Journal, Text
from tests.harvester.normalise.samples import document, values


def read(*texts: str, serial: bool = False) -> source.Source:
    return source.read(values(*texts), serial=serial, others=())


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


def test_a_name_that_ends_in_figures_is_no_title() -> None:
    """`IABSE REPORTS 104` is a report with its number."""
    found = read("Acta Reports 104", "0869-5873", serial=True)
    assert found.journal == Journal(issn="0869-5873", issns=("0869-5873",))
    assert [flag.code for flag in found.flags] == ["source-not-understood"]


def test_a_drawer_with_a_number_is_no_journal() -> None:
    """A state library: the boxes of its papers."""
    assert read("Cheatham Papers", "Map drawer 2, Number 7").journal is None


def test_a_volume_and_a_year_alone_need_a_witness() -> None:
    assert read("Acta 12 (2020)").journal is None
    journal = read("Acta 12 (2020)", serial=True).journal
    assert journal == Journal(titles=(Text("Acta"),), volume="12")


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


def test_two_values_in_one_language_with_two_issue_titles_disagree() -> None:
    found = read("Acta; Vol 1 (2020): Ice", "Acta; Vol 1 (2020): Snow")
    assert [flag.code for flag in found.flags] == ["issue-disagrees"]


def test_the_doi_in_a_citation_is_that_of_the_work() -> None:
    found = read("Acta, 2011, 179 (1), pp.143-160. ⟨10.5555/ACTA.1⟩")
    assert [one.value for one in found.identifiers] == ["10.5555/acta.1"]
    assert found.relations == ()


def test_the_day_of_an_issue_is_kept_beside_its_year() -> None:
    found = read("Acta, 42(10), (2023-10-12)")
    assert (found.year, found.date) == ("2023", "2023-10-12")


def test_two_years_are_an_interval() -> None:
    found = read("Acta; Vol. 31-32 (1988-89)")
    assert (found.year, found.date) == ("1988-89", "1988/1989")


def test_parts_with_a_name_of_their_own_are_taken_as_they_are() -> None:
    """Cyberleninka writes bibo:volume, bibo:issue, bibo:pages and bibo:eissn."""
    named = {"volume": "4", "issue": "2\xa0(69)", "pages": "12-16", "issn": "0869-5873"}
    values = [Value(text, None, term) for term, text in (*named.items(), ("eissn", "3034-5200"))]
    assert source.read(values, serial=False, others=()).journal == Journal(
        issn="0869-5873", eissn="3034-5200", issns=("0869-5873", "3034-5200"), volume="4",
        issue="2 (69)", pages="12-16", first_page="12", last_page="16",
    )  # fmt: skip


def test_a_range_of_years_is_no_issn() -> None:
    found = read("1995-2004")
    assert [flag.code for flag in found.flags] == ["source-not-understood"]


def test_an_address_without_a_figure_is_no_title() -> None:
    found = read("Acta", "https://example.org/acta", serial=True)
    assert found.journal == Journal(titles=(Text("Acta"),))
    assert [one.scheme for one in found.relations] == ["url"]


def test_an_issn_of_dialnet_is_electronic() -> None:
    journal = read("Acta, ISSN-e 3034-5200, Nº. 3, 2020, págs. 5-8").journal
    assert journal is not None
    assert (journal.eissn, journal.issue, journal.last_page) == ("3034-5200", "3", "8")


def test_a_record_of_cyberleninka_comes_out_whole() -> None:
    """The citation in four values, and its parts once more as bibo:."""
    bibo = 'xmlns:b="http://purl.org/ontology/bibo/"'
    cited = ("Вестник рек", "0869-5873", " 4 (8) 72-74", "Россия, Самара")
    inner = f"<b:eissn {bibo}>3034-5200</b:eissn><b:issue {bibo}>4 (8)</b:issue>" + "".join(
        f"<dcterms:bibliographicCitation>{one}</dcterms:bibliographicCitation>" for one in cited
    )
    done = document(("date", "2015"), inner=inner)
    assert done.journal == Journal(
        titles=(Text("Вестник рек"),), issn="0869-5873", eissn="3034-5200",
        issns=("3034-5200", "0869-5873"), issue="4 (8)", pages="72-74", first_page="72",
        last_page="74",
    )  # fmt: skip
    assert done.flags == (Flag("no-field", "journal", "Россия, Самара"),)


def test_the_doi_of_a_citation_joins_the_identifiers() -> None:
    done = document(("source", "Acta, 2011, 179 (1), pp.143-160. ⟨10.5555/ACTA.1⟩"))
    assert [one.value for one in done.identifiers] == ["10.5555/acta.1"]
