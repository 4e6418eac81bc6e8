"""A AND NOT B, without a fault of Whoosh-Reloaded 2.7.5.

Its `AndNotMatcher` looks at B for the first document of A only where both begin at the same one:
where B begins earlier, that document is given although B holds it. And `skip_to` beyond the end of
A asks an exhausted matcher for its place.
"""

from __future__ import annotations

from whoosh import query as w
from whoosh.matching import AndNotMatcher, Matcher
from whoosh.searching import Searcher


class Without(w.AndNot):  # type: ignore[misc]  # Whoosh ships no types
    """Documents of the first query that the second one does not match."""

    def matcher(self, searcher: Searcher, context: object = None) -> Matcher:
        excluded = self.b.matcher(searcher, searcher.boolean_context())
        return _WithoutMatcher(self.a.matcher(searcher, context), excluded)


class _WithoutMatcher(AndNotMatcher):  # type: ignore[misc]
    def _find_first(self) -> None:
        self._find_next()

    def _find_next(self) -> bool:
        both = self.a.is_active() and self.b.is_active()
        return bool(both and super()._find_next())
