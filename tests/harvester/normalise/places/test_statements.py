"""One value: the journal, the place in it, and whether all of it was understood."""

from __future__ import annotations

import pytest

from harvester.normalise.places.statements import split


def told(text: str) -> dict[str, object]:
    """What a value says, empty parts left out; `?` where something was not understood."""
    found = split(text)
    place = found.place
    named = {} if place is None else {
        "v": place.volume, "i": place.issue, "t": place.issue_title, "y": place.year,
        "p": place.pages, "f": place.first_page, "l": place.last_page, "a": place.article_number,
        "x": place.extras,
    }  # fmt: skip
    parts = {"": found.title, **named, "?": not found.understood}
    return {name: part for name, part in parts.items() if part}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # OJS: what editors write into the free fields of an issue.
        ("J; Vol. 5 No. 1 (SI) (2020); 5-8",
         {"": "J", "v": "5", "i": "1 (SI)", "y": "2020", "p": "5-8", "f": "5", "l": "8"}),
        ("J; Vol. 5 No. 26 (1355) (2014)", {"": "J", "v": "5", "i": "26 (1355)", "y": "2014"}),
        ("J; Vol. 5 (Suppl 1) (2014)", {"": "J", "v": "5", "i": "Suppl 1", "y": "2014"}),
        ("J; Vol. 12 Núm. 1 Xyz abc (2020): T", {"": "J", "v": "12", "i": "1", "y": "2020",
                                                  "t": "T", "?": True}),
        ("J; Vol. 7, Núm. 3 (enero-junio 2020)", {"": "J", "v": "7", "i": "3", "y": "2020",
                                                   "x": ("enero-junio 2020",)}),
        ("J; Summer 2020; 5-8",
         {"": "J", "y": "2020", "p": "5-8", "f": "5", "l": "8", "x": ("Summer",)}),
        ("J; In Press: Accepted", {"": "J", "t": "In Press: Accepted"}),
        ("J; Год. 2020 Бр. 1 (2021)", {"": "J", "v": "2020", "i": "1", "y": "2021"}),
        ("J; S. 3 (2021)", {"": "J", "i": "3", "y": "2021"}),
        ("J; Vol. No. 3 (2021)", {"": "J", "i": "3", "y": "2021", "?": True}),
        ("J; Vol. 3 Tome 4 (2021)", {"": "J", "v": "3", "?": True}),
        ("J; Vol. 3 Nambari 2 (2020)", {"": "J", "v": "3", "i": "2", "y": "2020"}),
        ("J; Juzuu 3 No. 2 (2020)", {"": "J", "v": "3", "i": "2", "y": "2020"}),
        ("J; Juzuu 3 (2020)", {"": "J", "y": "2020", "?": True}),
        ("مجلة; المجلد الخامس، العدد الثاني (2020)", {"": "مجلة", "v": "الخامس", "i": "الثاني",
                                                       "y": "2020"}),
        ("杂志; 第十二卷第三期 (2020)", {"": "杂志", "v": "十二", "i": "三", "y": "2020"}),
        ("J; No rest for rivers", {"": "J", "?": True}),
        ("J; Vol 1; 1-2; more", {"": "J", "v": "1", "?": True}),
        ("J; somewhere", {"": "J", "?": True}),
        ("J; 12; 5-8", {"": "J", "?": True}),
        ("J; ", {"": "J"}),
        ("J", {"": "J"}),
        ("Vol. 12 No. 3 (2020): Rivers", {"v": "12", "i": "3", "y": "2020", "t": "Rivers"}),
        ("J; Volume-4 | Issue-2 (2020)", {"": "J", "v": "4", "i": "2", "y": "2020"}),
        ("J; Vol-4; Issue-2; 2020; 12-15",
         {"": "J", "v": "4", "i": "2", "y": "2020", "p": "12-15", "f": "12", "l": "15"}),
        ("J; Vol. 4: No. 2 (2020)", {"": "J", "v": "4", "i": "2", "y": "2020"}),
        ("J; Vol. 4 No. 1 (2020): No. 2", {"": "J", "v": "4", "i": "1", "y": "2020", "t": "No. 2"}),
        ("J; Vol. 4 No. 1 (2020): ", {"": "J", "v": "4", "i": "1", "y": "2020", "?": True}),
        # Citations.
        ("J (2020) 12:5-8", {"": "J", "v": "12", "y": "2020", "p": "5-8", "f": "5", "l": "8"}),
        ("J 2020 Jun;12(3):5-8.", {"": "J", "v": "12", "i": "3", "y": "2020", "p": "5-8",
                                    "f": "5", "l": "8", "x": ("Jun",)}),
        ("J, 2020, 12(3): S5-S8", {"": "J", "v": "12", "i": "3", "y": "2020", "p": "S5-S8",
                                    "f": "S5", "l": "S8"}),
        ("J, 12, 3, 15-20, 2001",
         {"": "J", "v": "12", "i": "3", "y": "2001", "p": "15-20", "f": "15", "l": "20"}),
        ("J, Volume 12, Article number: 345 (2020)", {"": "J", "v": "12", "y": "2020", "a": "345",
                                                       "p": "Article number: 345"}),
        ("J, Volume 12, Article number: (2020)", {"": "J, Volume 12, Article number: (2020)"}),
        ("J, Vol 6, Iss 2, Pp n/a-n/a (2011)", {"": "J", "v": "6", "i": "2", "y": "2011",
                                                 "?": True}),
        ("J, 5(Suppl 2), 2011, 5-8", {"": "J", "v": "5", "i": "Suppl 2", "y": "2011", "p": "5-8",
                                       "f": "5", "l": "8"}),
        ("J 12 nr 3, 2011, 5-8 p.", {"": "J", "v": "12", "i": "3", "y": "2011", "p": "5-8",
                                      "f": "5", "l": "8"}),
        ("J 31 Vol. 5 No. 2, 2011", {"": "J 31", "v": "5", "i": "2", "y": "2011"}),
        ("Journal of Decision Science 4(2), 2001", {"": "Journal of Decision Science", "v": "4",
                                                     "i": "2", "y": "2001"}),
        ("Lake Chem. 384, 1113-1120 (2006)", {"": "Lake Chem.", "v": "384", "y": "2006",
                                               "p": "1113-1120", "f": "1113", "l": "1120"}),
        ("F442.1.E18 http://example.org/1KKZ", {"": "F442.1.E18 http://example.org/1KKZ"}),
        ("Map drawer, Box 12, Folder 3, 1904", {"": "Map drawer, Box 12, Folder 3, 1904"}),
        ("Annals 1904 (restored) (2001)", {"": "Annals 1904 (restored) (2001)"}),
        ("x" * 1200 + " 12(3), 5-8", {"": "x" * 1200 + " 12(3), 5-8"}),
    ],
)  # fmt: skip
def test_a_value(text: str, expected: dict[str, object]) -> None:
    assert told(text) == expected


def test_issns_and_addresses_in_a_name_are_told_apart() -> None:
    found = split("Acta (ISSN: 0869-5873). 2020. № 3. URL: https://example.org/a")
    assert (found.title, found.issns) == ("Acta", ("ISSN: 0869-5873",))
    assert found.identifiers == ("https://example.org/a",)
