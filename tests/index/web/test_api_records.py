"""Records over HTTP: searches page by page, one by its key, several by their names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from index.core import Index
from index.record import Batch
from index.shapes import record_shape
from tests.records import article
from tests.web import API, Client, live

KEY = ("demo", "oai:journals.example.org:article/1002")
PATH = f"/records/{KEY[0]}/{KEY[1]}"


def test_a_search_gives_what_the_index_gives(api: Client, held: Index) -> None:
    said = api.json("/records", params={"q": "физики", "facet": "journal", "histogram": "true"})
    found = held.search("физики", limit=20, facets=["journal"], histogram=True)
    assert (said["total"], said["interpreted_as"]) == (found.total, found.interpreted_as)
    assert [hit["identifier"] for hit in said["hits"]] == [hit.identifier for hit in found.hits]
    assert said["facets"] == {"journal": dict(found.facets["journal"])}
    assert said["histogram"] == dict(found.histogram)
    assert (
        said["hits"][0]["document"]["titles"][0]["value"] == found.hits[0].document.titles[0].value
    )


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_following_next_reaches_every_hit_once(api: Client, held: Index, form: str) -> None:
    seen: list[str] = []
    url: str | None = f"{API}/records?limit=7&sort=title&format={form}"
    while url:
        answer = api.http.get(url)
        if form == "json":
            seen += [hit["identifier"] for hit in answer.json()["hits"]]
            assert answer.json()["next_url"] == answer.links.get("next", {}).get("url")
        else:
            seen += [line for line in answer.text.splitlines() if line]
        url = answer.links.get("next", {}).get("url")
    assert len(seen) == len(set(seen)) == held.store.count()


def test_filters_are_the_names_of_fields_and_a_dash_excludes(api: Client, held: Index) -> None:
    years = {"2021": 6, "2022": 14, "2023": 27, "2024": 12}
    assert held.search("", limit=0, histogram=True).histogram == years

    def total(query: str) -> int:
        return int(api.json(f"/records?limit=0&{query}")["total"])

    assert total("year=2021") == 6
    assert total("year=2021&year=2024") == 18
    assert total("-year=2021") == 53
    assert total("year=2022..2023") == total("year=2022&year=2023") == 41
    assert total("year=2023..") == total("year=2023&year=2024") == 39
    assert total("year=2024..2021") == 0
    out = held.search("", limit=0, filters={"source": ["demo"]}, exclude={"language": ["ru"]})
    assert total("source=demo&-language=ru") == total("source=demo&-lang=ru") == out.total < 59
    assert total("lang=ru") == total("language=ru") > 0


def test_fields_stand_in_place_of_the_document(api: Client) -> None:
    (hit,) = api.json("/records?q=физики&limit=1&fields=title,year")["hits"]
    assert hit["document"] is None
    assert list(hit["fields"]) == ["title", "year"]
    assert hit["fields"]["year"] == ["2023"]


def test_what_matched_is_marked_unless_nobody_wants_it(api: Client) -> None:
    marked = api.json("/records?q=физики&limit=1")["hits"][0]
    assert ["физики", True] in marked["highlights"]["title"][0]
    plain = api.json("/records?q=физики&limit=1&highlights=false")["hits"][0]
    assert plain == {**marked, "highlights": {}}


def test_hits_say_why_where_they_are_asked(api: Client) -> None:
    assert api.json("/records?q=физики&limit=1&explain=true")["hits"][0]["explanation"]["parts"]
    assert api.json("/records?q=физики&limit=1")["hits"][0]["explanation"] is None


def test_a_record_is_that_of_the_index(api: Client, held: Index) -> None:
    record = held.get(*KEY)
    assert record is not None
    said = api.json(PATH)
    assert said.keys() == record_shape(record).keys()
    assert said["document"]["identifier"] == KEY[1]


def test_an_identifier_may_be_written_with_escapes(api: Client) -> None:
    assert api.json(PATH.replace("/1002", "%2F1002").replace(":", "%3A"))["identifier"] == KEY[1]


def test_a_tombstone_is_told_and_has_no_format(own: Index) -> None:
    gone = [record for record in own.store.since(-1, 500) if record.deleted]
    assert len(gone) == 1
    with live(own) as api:
        path = f"/records/demo/{gone[0].identifier}"
        assert api.json(path)["deleted"]["how"] == "header"
        problem = api.problem(f"{path}.bib", 410)
        assert (problem["code"], "format=json" in problem["hint"]) == ("gone", True)


def test_a_record_that_is_not_held_is_a_problem_that_helps(api: Client) -> None:
    problem = api.problem("/records/demo/oai:none", 404)
    assert problem["code"] == "not-found"
    assert "/lookup" in problem["hint"]


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [
        (".bib", "application/x-bibtex"),
        (".ris", "application/x-research-info-systems"),
        (".csl.json", "application/vnd.citationstyles.csl+json"),
        (".marcxml", "application/marcxml+xml"),
        (".dc.xml", "application/x-dc+xml"),
        (".json", "application/json"),
    ],
)
def test_suffix_format_and_accept_give_the_same(api: Client, suffix: str, kind: str) -> None:
    by_suffix, by_accept = api.get(f"{PATH}{suffix}"), api.get(PATH, headers={"Accept": kind})
    assert by_suffix.headers["content-type"] == by_accept.headers["content-type"] == kind
    assert by_suffix.content == by_accept.content
    assert by_suffix.headers["etag"] == by_accept.headers["etag"]
    searched = (
        api.get(f"/records{suffix}?q=физики"),
        api.get("/records?q=физики", headers={"Accept": kind}),
    )
    assert searched[0].headers["content-type"] == searched[1].headers["content-type"] == kind
    alternates = api.get(PATH).headers["link"]
    assert suffix == ".json" or f'{suffix}>; rel="alternate"; type="{kind}"' in alternates


def test_an_identifier_that_ends_like_a_suffix_is_itself(own: Index) -> None:
    incoming = article(1)
    named = replace(
        incoming,
        raw=replace(incoming.raw, identifier="oai:x.bib"),
        document=replace(incoming.document, source="demo", identifier="oai:x.bib"),
    )
    own.store.apply("demo", Batch(records=(named,)), None, datetime.now(UTC))
    with live(own) as api:
        assert api.json("/records/demo/oai:x.bib")["identifier"] == "oai:x.bib"
        assert api.get("/records/demo/oai:x.bib.bib").text.startswith("@")


def test_what_nobody_writes_is_not_acceptable(api: Client) -> None:
    problem = api.problem(PATH, 406, headers={"Accept": "image/png"})
    assert (problem["code"], "application/x-bibtex" in problem["hint"]) == ("not-acceptable", True)
    assert api.get(PATH, headers={"Accept": "text/html, */*;q=0.8"}).json()["source"] == "demo"
    assert api.problem("/records.xyz", 404)["code"] == "not-found"


def test_several_records_are_looked_up_by_any_name(api: Client) -> None:
    names = [KEY[1], "10.5555/ovn.2023.1001", "nobody has this"]
    said = api.json("/lookup", params={"name": names})
    assert {record["identifier"] for record in said["records"]} == {
        KEY[1], "oai:journals.example.org:article/1001",
    }  # fmt: skip
    assert said["missing"] == ["nobody has this"]
    body = {"names": names[:1], "keys": [{"source": "demo", "identifier": "x"}]}
    posted = api.http.post(f"{API}/lookup/many", json=body)
    assert [record["identifier"] for record in posted.json()["records"]] == [KEY[1]]
    assert posted.json()["missing"] == ["demo x"]
    assert api.get("/lookup", params={"name": KEY[1], "format": "ris"}).text.startswith(
        "TY  - JOUR"
    )
