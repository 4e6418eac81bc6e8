"""What an address leads to, by its shape; the golden identifiers hold the rest."""

from __future__ import annotations

import pytest

from harvester.normalise import links, relations
from harvester.normalise.identifiers import read
from harvester.normalise.roles import is_galley, is_ojs_page, media_type, role
from index.record import Link
from tests.harvester.normalise.samples import values


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://e.org/article/viewArticle/12", "landing"),
        ("https://e.org/article/viewFile/12/3", "fulltext"),
        ("https://e.org/article/view/12/version/3/4", "fulltext"),
        ("https://e.org/issue/view/12", "landing"),
        ("https://e.org/preprint/download/1/2", "fulltext"),
        ("https://e.org/server/api/core/bitstreams/0aa6b4a6-7ad9-4a3e-9f5f-3a0c2b1d4e5f/content",
         "fulltext"),
        ("https://e.org/bitstream/1/2/1/a.pdf.txt", "supplement"),
        ("https://e.org/islandora/object/a:1/datastream/OBJ/view", "fulltext"),
        ("https://e.org/islandora/object/a:1/datastream/TN/view", "supplement"),
        ("https://e.org/12/1/41586_2020_MOESM1_ESM.pdf", "supplement"),
        ("https://e.org/viewcontent.cgi?filename=0&article=1&type=additional", "supplement"),
        ("https://zenodo.org/record/1/files/a.csv", "fulltext"),
        ("https://e.org/photo.jpg", "fulltext"),
        ("https://e.org/thumbnails/photo.jpg", "supplement"),
        ("https://e.org/page.html", "landing"),
    ],
)  # fmt: skip
def test_the_role_of_an_address(address: str, expected: str) -> None:
    assert role(address) == expected


def test_an_ojs_page_is_known_without_path_info() -> None:
    assert is_ojs_page("https://e.org/index.php?journal=r&page=article&op=view&path[]=12")
    assert not is_ojs_page("https://e.org/articles/12")


def test_only_files_of_pkp_are_galleys() -> None:
    assert is_galley("https://e.org/article/downloadSuppFile/1/2")
    assert not is_galley("https://e.org/a.pdf")


def test_the_name_tells_the_media_type() -> None:
    assert media_type("https://e.org/a.PDF?x=1") == "application/pdf"
    assert media_type("https://e.org/a.b/c") is None


def test_a_file_of_a_relation_has_to_lie_beside_the_work() -> None:
    named = read(values("https://e.org/record/1"))
    beside, elsewhere = "https://E.org/files/a.pdf", "https://other.org/a.pdf"
    assert links.galleys([beside, elsewhere], [], named) == (
        Link(beside, "fulltext", "application/pdf"),
    )


def test_an_address_that_cannot_be_one_is_no_file() -> None:
    assert links.galleys(["http://[a/b.pdf"], [], read(values("http://[a/x"))) != ()
    assert links.galleys(["not an address.pdf"], [], ()) == ()


def test_the_site_alone_is_no_landing_page() -> None:
    named = read(values("https://e.org/1/2/a.pdf"))
    found = relations.read(values("https://e.org/", "https://e.org/1/"), (), named)
    assert [link.url for link in found.links] == ["https://e.org/1/"]
    assert [one.value for one in found.relations] == ["https://e.org/"]


def test_a_label_of_a_relation_before_words_changes_nothing() -> None:
    (found,) = relations.read(values("IsPartOf: A series"), ()).relations
    assert (found.scheme, found.raw) == ("local", "IsPartOf: A series")
