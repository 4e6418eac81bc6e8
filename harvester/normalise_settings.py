"""[source.normalise]: what the server of a source does in a way of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from harvester.normalise.dublin_core import ELEMENTS
from harvester.normalise.habits import Habits
from index.identifiers import issn
from index.mistakes import Expected
from index.settings import Section

Pairs: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]


def _issn(value: str) -> str:
    if value and issn(value) != value:
        raise ValueError("not an ISSN")
    return value


def _pairs(value: object) -> Pairs:
    """A table of elements: its values, one or several."""
    if value == ():
        return ()
    if not isinstance(value, Mapping) or not set(value) <= set(ELEMENTS):
        raise ValueError("not a table of elements")
    return tuple((name, _texts(texts)) for name, texts in value.items())


def _texts(value: object) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list | tuple) or not all(isinstance(text, str) for text in texts):
        raise ValueError("not a list of texts")
    return tuple(texts)


class NormaliseSection(Section):
    """[source.normalise]"""

    languages: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")], ...],
        BeforeValidator(_texts),
        Expected('language codes, such as ["ru", "en"]'),
    ] = Field(default=(), description="whose titles and abstracts come first")
    date: Annotated[
        str,
        Field(pattern=r"^[A-Za-z]{0,40}$"),
        Expected('"" or the role of a date, such as "issued" or "available"'),
    ] = Field(default="", description="the role of the date of publication, where there are many")
    separator: Annotated[
        str, Field(max_length=5), Expected('"" or what stands between subjects, such as ","')
    ] = Field(default="", description="what stands between the subjects in one dc:subject")
    names: Annotated[Literal["", "family-first"], Expected('"" or "family-first"')] = Field(
        default="", description='"family-first": names without a comma begin with the family'
    )
    issn: Annotated[
        str, AfterValidator(_issn), Expected('"" or an ISSN with a right check digit: "0869-5873"')
    ] = Field(default="", description="the ISSN of the journal, whatever the records say")
    values: Annotated[
        Pairs,
        BeforeValidator(_pairs),
        PlainSerializer(dict),
        Expected('a table of Dublin Core elements, such as { language = "ru", type = "article" }'),
    ] = Field(default=(), description="elements whose values are these, whatever the records say")
    guess: Annotated[bool, Expected("true or false")] = Field(
        default=False,
        description="guess the language of records that name none, by the extra `guess`",
    )

    @property
    def habits(self) -> Habits:
        """As the normaliser takes them."""
        return Habits(
            self.languages,
            self.date or None,
            self.separator or None,
            self.names == "family-first",
            self.issn or None,
            self.values,
            self.guess,
        )
