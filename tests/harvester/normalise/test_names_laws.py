"""Laws of names: never an error, nothing vanishes, the order of the languages does not matter."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.normalise import creators
from harvester.normalise.creators import Agents
from harvester.normalise.dublin_core import Value
from index import names
from index.transliteration import initial, skeleton

_PIECES = st.sampled_from(
    ["Kistanov", "Кистанов", "V.", "В.О.", "O", ",", ", ", ";", " ; ", " ", " and ", "van der",
     "Jr.", "(", ")", "1948-", "University", "университет", "IBICT", "王韵秋", "田中 清", "محمد",
     "д'", "А", "0000-0002-1825-0097", "0000–0003–2377–0000", "0000-0002-1825-0098", "et al.",
     "a@example.org", " и др.", "=", "/", "[", "]", "ibn", "оглы", "Ивановна", "III", "Анна",
     "Lesnaya", ".", "-", "’"]
)  # fmt: skip
_TEXTS = st.one_of(
    st.lists(_PIECES, max_size=8).map(" ".join),
    st.lists(_PIECES, max_size=8).map("".join),
    st.text(),
)
_LANGUAGES = st.sampled_from([None, "en", "ru_RU", "zh_CN", "ja", "de"])
_VALUES = st.lists(st.builds(Value, _TEXTS, _LANGUAGES), max_size=6)
_SPOKEN = st.lists(st.sampled_from(["ru", "en", "zh-Hans"]), max_size=2)


@settings(max_examples=150, deadline=None)
@given(_VALUES, _SPOKEN)
def test_every_word_is_in_the_agents_or_in_a_flag(given: list[Value], spoken: list[str]) -> None:
    people, flags = creators.read(given, spoken)
    kept = _words(" ".join(_kept((people, flags))))
    for value in given:
        assert _words(value.text) <= kept


@settings(max_examples=150, deadline=None)
@given(_VALUES, _SPOKEN, st.randoms(use_true_random=False))
def test_the_order_of_the_languages_does_not_matter(
    given: list[Value], spoken: list[str], chance: object
) -> None:
    by_language = sorted(given, key=lambda value: value.lang or "")
    groups = [list(group) for _, group in groupby(by_language, lambda value: value.lang or "")]
    groups.reverse()
    other = [value for group in groups for value in group]
    people, flags = creators.read(by_language, spoken)
    again, flags_again = creators.read(other, spoken)
    assert people == again
    assert set(flags) == set(flags_again)


@settings(max_examples=150, deadline=None)
@given(_TEXTS, st.booleans())
def test_a_name_of_any_text_is_read(text: str, family_first: bool) -> None:
    name = names.parse(text, family_first=family_first)
    assert (name.family is None) or name.kind == "person"
    assert name.family is None or name.family.strip() == name.family != ""
    assert names.same(name, name) is (name.family is not None)


@settings(max_examples=150, deadline=None)
@given(st.text(), st.text())
def test_a_key_is_stable_in_any_case(family: str, given: str) -> None:
    key = names.key(family, given)
    assert key == key.lower().strip()
    assert skeleton(family) == skeleton(family.strip())
    assert len(initial(given)) <= 1 or not initial(given).isascii() or initial(given).isalpha()


def _kept(read: Agents) -> list[str]:
    people, flags = read
    words = [flag.raw for flag in flags]
    for agent in people:
        words += [agent.name, agent.affiliation or "", agent.orcid or ""]
        words.append((agent.orcid or "").replace("-", ""))
        words += [variant.value for variant in agent.variants]
    return words


def _words(text: str) -> set[str]:
    """The letters and digits of a text in runs; numbers of footnotes glued to names say nothing."""
    plain = unicodedata.normalize("NFC", text).casefold()
    return {
        re.sub(r"(?<=[^\W\d])[\d¹²³⁰-⁹]+$", "", run) for run in re.findall(r"[^\W_]+", plain)
    } - {"orcid"}
