"""The article that this system was first asked for: its author, in both languages."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from harvester.normalise import contributors, creators
from harvester.normalise.dublin_core import DublinCore, Value
from harvester.normalise.formats import oai_dc
from index.record import Agent, Text

ARTICLE = Path(__file__).parents[2] / "golden" / "kistanov.xml"


def _record() -> DublinCore:
    found = etree.parse(ARTICLE).find(f".//{{{oai_dc.NAMESPACE}}}dc")
    assert found is not None
    return oai_dc.read(etree.tostring(found))


def test_the_author_is_one_with_both_names_affiliation_and_orcid() -> None:
    record = _record()
    people, flags = creators.read(record["creator"], ("ru",), record["rights"])
    assert people == (
        Agent(
            "В. О Кистанов",
            "Кистанов",
            "В. О",
            "person",
            (Text("V. O Kistanov", "en"),),
            "0000-0003-2377-0000",
            "Институт Китая и современной Азии РАН",
        ),
    )
    assert [flag.code for flag in flags] == ["name-affiliation"] * 2
    english = "Institute of China and Contemporary Asia of the Russian Academy of Sciences"
    assert any(english in flag.raw for flag in flags)


def test_the_name_in_the_rights_is_a_variant_where_only_latin_came() -> None:
    """As journals.rcsi.science writes it: the creator in Latin, the holder in Cyrillic."""
    rights = [Value("Copyright (c) 2025 В.О. Кистанов", "en-US")]
    (author,), _ = creators.read([Value("Kistanov V.O.")], ("ru",), rights)
    assert (author.name, author.variants) == ("Kistanov V.O.", (Text("В.О. Кистанов"),))


def test_the_academy_that_holds_the_rights_is_nobodys_name() -> None:
    rights = _record()["rights"]
    (author,), _ = creators.read([Value("Kistanov V.O.")], ("ru",), rights)
    assert author.variants == ()


def test_the_numbers_that_stand_for_sponsors_are_flagged() -> None:
    people, sponsors, flags = contributors.read(_record()["contributor"], ojs=True)
    assert (people, sponsors) == ((), ())
    assert [(flag.code, flag.raw) for flag in flags] == [("name-nobody", "1")]
