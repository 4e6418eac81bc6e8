"""dc:contributor: people, or (in OJS) the sponsors."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.normalise import creators
from harvester.normalise.agents import is_nobody
from harvester.normalise.dublin_core import Value
from harvester.normalise.text import texts
from index.record import Agent, Flag, Text

Contributors = tuple[tuple[Agent, ...], tuple[Text, ...], tuple[Flag, ...]]


def read(
    values: Sequence[Value],
    languages: Sequence[str] = (),
    *,
    ojs: bool,
    family_first: bool = False,
) -> Contributors:
    """Contributors, funders, and what looked wrong; `languages` are the record's (BCP 47).

    `ojs`: the record comes from OJS, which writes sponsors here (pkp/ojs,
    Dc11SchemaArticleAdapter.php) and never people. journals.rcsi.science writes `0` and `1` too.
    """
    if not values:
        return (), (), ()
    if not ojs:
        people, flags = creators.read(
            values, languages, field="contributor", family_first=family_first
        )
        return people, (), flags
    sponsors = texts(values)
    nobody = [sponsor for sponsor in sponsors if is_nobody(sponsor.value)]
    return (
        (),
        tuple(sponsor for sponsor in sponsors if sponsor not in nobody),
        tuple(Flag("name-nobody", "contributor", sponsor.value) for sponsor in nobody),
    )
