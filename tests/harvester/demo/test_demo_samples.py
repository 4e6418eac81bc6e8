"""The sample articles are what the demo says they are, and right in their details."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from lxml import etree
from stdnum import issn

from harvester.demo.samples import sample_deletion, sample_records
from harvester.record_xml import content_hash
from index.record import RawRecord

DC = "{http://purl.org/dc/elements/1.1/}"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def records() -> list[RawRecord]:
    return sample_records()


@pytest.fixture(scope="module")
def trees(records: list[RawRecord]) -> list[etree._Element]:
    return [etree.fromstring(record.xml) for record in records]


def values(tree: etree._Element, name: str, language: str | None = None) -> list[str]:
    return [
        element.text or ""
        for element in tree.findall(DC + name)
        if language is None or element.get(LANG) == language
    ]


def test_there_are_sixty_in_six_languages(trees: list[etree._Element]) -> None:
    languages = Counter(language for tree in trees for language in values(tree, "language"))
    assert languages == {"rus": 24, "eng": 12, "ukr": 8, "deu": 6, "jpn": 6, "ara": 4}


def test_no_identifier_comes_twice(records: list[RawRecord], trees: list[etree._Element]) -> None:
    assert len({record.identifier for record in records}) == len(records)
    held = Counter(value for tree in trees for value in values(tree, "identifier"))
    assert set(held.values()) == {1}


def test_xml_is_oai_dc_and_its_hash_is_the_harvesters(
    records: list[RawRecord], trees: list[etree._Element]
) -> None:
    for record, tree in zip(records, trees, strict=True):
        assert tree.tag == f"{{{OAI_DC}}}dc"
        assert record.namespace == OAI_DC
        assert {child.tag.startswith(DC) for child in tree} == {True}
        assert record.content_hash == content_hash(tree)


def test_there_are_three_journals_and_each_is_a_set(records: list[RawRecord]) -> None:
    assert {record.sets for record in records} == {
        (f"{journal}:ART", "driver") for journal in ("ovn", "srs", "kps")
    }


def test_issns_have_right_check_digits_and_are_clearly_samples(
    trees: list[etree._Element],
) -> None:
    found = {text for tree in trees for text in values(tree, "source") if ";" not in text}
    assert len(found) == 5
    assert all(issn.is_valid(number) and number.startswith("9999-") for number in found)


def test_each_has_a_url_a_doi_of_the_test_prefix_and_some_an_edn(
    trees: list[etree._Element],
) -> None:
    edns = 0
    for tree in trees:
        url, doi, *edn = values(tree, "identifier")
        assert re.fullmatch(r"https://journals\.example\.org/\w+/article/view/\d+", url)
        assert re.fullmatch(r"10\.5555/\w+\.\d{4}\.\d+", doi)
        assert all(re.fullmatch("[A-Z]{6}", code) for code in edn)
        edns += len(edn)
    assert 10 <= edns <= 20


def test_languages_stand_in_varying_order(trees: list[etree._Element]) -> None:
    first = Counter(tree[0].get(LANG) for tree in trees if values(tree, "language") == ["rus"])
    assert first == {"ru-RU": 12, "en-US": 12}


def test_every_text_is_written_in_the_language_it_says(trees: list[etree._Element]) -> None:
    scripts = {
        "ru-RU": "[а-яё]", "uk-UA": "[а-яіїєґ]", "ja-JP": "[ぁ-ヿ一-鿿]", "ar-IQ": "[ء-ي]",
        "en-US": "[a-z]", "de-DE": "[a-zäöüß]",
    }  # fmt: skip
    others = {"ru-RU": "[іїєґ]", "uk-UA": "[ыэёъ]", "en-US": "[^\x00-\x7f“”’]"}
    for tree in trees:
        for element in (*tree.findall(f"{DC}title"), *tree.findall(f"{DC}description")):
            language, text = element.get(LANG) or "", element.text or ""
            assert re.search(scripts[language], text), text
            assert not re.search(others.get(language, "$^"), text), text
            assert text == text.strip()


def test_abstracts_are_two_sentences_in_the_articles_own_language(
    trees: list[etree._Element],
) -> None:
    for tree in trees:
        assert values(tree, "description")
        for text in values(tree, "description"):
            assert len(re.findall(r"[.。](?=\s|$|\w)(?!\d)", text)) == 2, text


def test_the_place_in_the_journal_is_said_as_ojs_says_it(trees: list[etree._Element]) -> None:
    by_language = {
        "ru-RU": r".+; Vol \d+, No \d+ \(\d{4}\); \d+-\d+",
        "en-US": r".+; Vol\.? \d+,? No\.? \d+ \(\d{4}\); \d+-\d+",
        "de-DE": r".+; Bd\. \d+ Nr\. \d+ \(\d{4}\); \d+-\d+",
        "uk-UA": r".+; Том \d+ № \d+ \(\d{4}\); \d+-\d+",
        "ja-JP": r".+; 巻 \d+ 号 \d+ \(\d{4}\); \d+-\d+",
        "ar-IQ": r".+; مجلد \d+ عدد \d+ \(\d{4}\); \d+-\d+",
    }
    for tree in trees:
        for language, pattern in by_language.items():
            for text in values(tree, "source", language):
                assert re.fullmatch(pattern, text)


def test_searches_of_the_demo_have_something_to_find(trees: list[etree._Element]) -> None:
    """Inflected forms, one name in two scripts, Japanese words inside longer ones."""
    russian = " ".join(text for tree in trees for text in values(tree, "title", "ru-RU")).lower()
    assert {"физика", "физики", "физике", "экономика"} <= set(re.findall(r"\w+", russian))
    creators = {text for tree in trees for text in values(tree, "creator")}
    assert {"Зразківська, Олена", "Zrazkivska, Olena", "Obraztsova A.P."} <= creators
    japanese = [text for tree in trees for text in values(tree, "title", "ja-JP")]
    assert any("経済学" in text for text in japanese)


def test_one_sample_is_withdrawn_later(records: list[RawRecord]) -> None:
    deletion = sample_deletion()
    record = next(record for record in records if record.identifier == deletion.identifier)
    assert deletion.sets == record.sets
    assert deletion.datestamp > max(record.datestamp for record in records)
