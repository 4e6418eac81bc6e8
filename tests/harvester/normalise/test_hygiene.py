"""Edges of cleaning that no golden value holds."""

from __future__ import annotations

import subprocess
import sys

import pytest

from harvester.normalise import mathml, mojibake
from harvester.normalise.dublin_core import DublinCore, Value
from harvester.normalise.hygiene import clean, clean_record
from harvester.normalise.scripts import lowered, raised
from index.record import Flag
from tests.harvester.normalise.samples import document, values


@pytest.mark.parametrize(
    ("math", "line"),
    [
        ("<math><msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup></math>", "x₁²"),
        ("<math><mroot><mi>x</mi><mn>3</mn></mroot></math>", "³√x"),
        ("<math><mfenced><mi>a</mi><mi>b</mi></mfenced></math>", "(a,b)"),
        ("<math><mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mi>b</mi></mfrac></math>",
         "(a+1)/b"),
        ("<math><mi>a</mi><mspace/><mi>b</mi></math>", "a b"),
        ("<math><mover><mi>x</mi><mo>¯</mo></mover></math>", "x¯"),
        ("<math><semantics><mi>a</mi><annotation>a</annotation></semantics></math>", "a"),
        ("<math><mtext>R & D</mtext></math>", "R & D"),
        ("<math><mo><</mo></math>", None),
    ],
)  # fmt: skip
def test_a_formula_is_a_line(math: str, line: str | None) -> None:
    assert mathml.to_text(math) == line


def test_a_formula_that_is_broken_loses_its_tags_only() -> None:
    assert clean("<math><mi>a</mi><mo><</mo><mi>b</mi></math>") == "a<b"


@pytest.mark.parametrize(
    ("inner", "before", "behind", "expected"),
    [
        ("1,2", "d", "", "¹,²"),
        ("th", "5", "", "th"),
        ("th", "n", "", "ᵗʰ"),
        ("0", "5", "C", "°"),
        ("*", "a", "", "*"),
        ("n+1", "x", "", "ⁿ⁺¹"),
    ],
)
def test_a_superscript(inner: str, before: str, behind: str, expected: str) -> None:
    assert raised(inner, before, behind) == expected


def test_a_subscript_is_folded() -> None:
    assert lowered(" i  j ") == "_{i j}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a<sub></sub>b", "ab"),
        ("x</sub>y", "xy"),
        ("x<sub>y", "x<sub>y"),
        ("x<sup>a<sub>2</sub></sup>", "x^{a₂}"),
        ("<x:p>a</x:p>", "<x:p>a</x:p>"),
        ("&#xD800;", "\ufffd"),
        ("a\x0bb\x1ac", "a bc"),
        ("\u200b\u200bក\u200b\u200bក", "ក\u200bក"),
    ],
)
def test_an_edge(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_a_flag_says_where_a_text_was_broken() -> None:
    record = DublinCore({"title": values("a" * 100 + "Ã§Ã£o" + "b" * 100)})
    _, (flag,) = clean_record(record)
    assert (flag.code, flag.field) == ("mojibake-repaired", "title")
    assert "Ã§Ã£o" in flag.raw
    assert len(flag.raw) < 100


def test_a_clean_value_is_not_made_again() -> None:
    record = DublinCore({"title": (Value("a < b"), Value("c"))})
    cleaned, flags = clean_record(record)
    assert all(one is other for one, other in zip(cleaned["title"], record["title"], strict=True))
    assert flags == ()


def test_broken_entities_are_repaired_too() -> None:
    done = document(("title", "Fran&Atilde;&sect;ois"))
    assert done.titles[0].value == "François"
    assert [flag.code for flag in done.flags] == ["mojibake-repaired"]


def test_a_word_for_nothing_is_no_subject() -> None:
    assert document(("subject", "None")).flags == (Flag("placeholder", "subject", "None"),)


def test_what_is_half_lost_is_not_half_repaired() -> None:
    text = "Ð˜ÑÑ‚Ð¾Ñ€Ð¸Ñ"
    assert mojibake.repaired(text) == text


def test_ftfy_is_not_imported_before_it_is_needed() -> None:
    """It would cost every command its cold start."""
    code = "import sys, harvester.normalise; sys.exit('ftfy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
