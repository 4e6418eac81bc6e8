"""Titles that have what was typed: those that begin so, then those that answer best."""

from __future__ import annotations

from index.collation import sort_key
from index.engines.base import Query
from index.engines.cursors import Place, written
from index.record import Document, Key
from index.suggest.asking import Asking
from index.suggest.typed import Typed

_ENOUGH = 3  # letters of a single word
_LONGEST = 500  # letters; what is longer is an abstract that strayed


def titles(asking: Asking, typed: Typed, limit: int) -> list[str]:
    """At most so many different titles."""
    if limit <= 0 or (not typed.whole and len(typed.last) < _ENOUGH):
        return []
    start = sort_key(typed.text)
    beginning = _beginning(asking, typed, start, limit) if start else []
    best = _keys(asking, Query(typed.within("title"), limit=limit))
    documents = asking.documents([*dict.fromkeys(beginning + best)])
    first = _titles(asking, typed, [documents[key] for key in beginning if key in documents])
    found = {key: title for key, title in first.items() if key.startswith(start)}
    found |= _titles(asking, typed, [documents[key] for key in best if key in documents]) | found
    return list(found.values())[:limit]


def _beginning(asking: Asking, typed: Typed, start: str, limit: int) -> list[Key]:
    """In the order of titles, from where those would stand that begin so."""
    # Keys of documents have a source: this one comes before all of them.
    cursor = written("title", Place(start, Key("", "")))
    return _keys(asking, Query(typed.within("title"), sort="title", limit=limit, cursor=cursor))


def _keys(asking: Asking, query: Query) -> list[Key]:
    return [match.key for match in asking.engine.search(query).matches]


def _titles(asking: Asking, typed: Typed, documents: list[Document]) -> dict[str, str]:
    """Of each document the first title that has all of it, each once, by its sort key."""
    found: dict[str, str] = {}
    for document in documents:
        texts = [text.value for text in document.titles if len(text.value) <= _LONGEST]
        fitting = [text for text in texts if typed.fits(text, asking.analysis)]
        for title in fitting[:1]:
            found.setdefault(sort_key(title), title)
    return found
