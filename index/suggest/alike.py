"""Documents like one: the same work in other records first, then those that share its words."""

from __future__ import annotations

from index.engines.base import Match, Query
from index.record import Document
from index.suggest.asking import Asking
from index.tree import Exact, any_of

_DOIS = 5


def alike(asking: Asking, document: Document, limit: int) -> tuple[Match, ...]:
    """At most so many others, the most alike first. Another record with its DOI is the same work,
    in whatever language: it scores above all that only share words.
    """
    words = asking.engine.similar(document.key, limit)
    same = [match.key for match in _same_work(asking, document, limit)]
    above = max((match.score for match in words), default=0.0) + 1.0
    first = [Match(key, above) for key in same]
    rest = [match for match in words if match.key not in set(same)]
    return tuple([*first, *rest][:limit])


def _same_work(asking: Asking, document: Document, limit: int) -> list[Match]:
    dois = [one.value for one in document.identifiers if one.scheme == "doi"][:_DOIS]
    if not dois:
        return []
    query = Query(any_of(Exact("doi", doi) for doi in dois), sort="oldest", limit=limit + 1)
    found = asking.engine.search(query).matches
    return [match for match in found if match.key != document.key]
