"""dc:contributor: people, or (in OJS) the sponsors."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.normalise import creators
from harvester.normalise.dublin_core import Value
from harvester.normalise.text import texts
from index.record import Agent, Text


def read(values: Sequence[Value], *, ojs: bool) -> tuple[tuple[Agent, ...], tuple[Text, ...]]:
    """Contributors and funders. `ojs`: the record comes from OJS, which writes sponsors here
    (pkp/ojs, Dc11SchemaArticleAdapter.php) and never people."""
    if ojs:
        return (), texts(values)
    return creators.read(values), ()
