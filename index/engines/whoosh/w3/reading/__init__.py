"""Reading an index of Whoosh's W3 format by arrays.

`Readers` gives the `Reader` of the newest commit; `scored` and `matches` ask it with queries of
`whoosh.query`; `page` cuts out the best, `page_by_term` the first; `facets` counts values,
`beginning` those that begin alike; `words` lists the words of a field, `neighbours` those that are
spelt nearly alike.
"""

from index.engines.whoosh.w3.reading.alphabetical import behind_term, page_by_term
from index.engines.whoosh.w3.reading.beginning import beginning
from index.engines.whoosh.w3.reading.errors import Closed, Damaged, NotKnown, Restless
from index.engines.whoosh.w3.reading.facets import Counted, facets
from index.engines.whoosh.w3.reading.few import CountedFew
from index.engines.whoosh.w3.reading.lexicon import words
from index.engines.whoosh.w3.reading.ordered import in_order
from index.engines.whoosh.w3.reading.reader import Reader
from index.engines.whoosh.w3.reading.readers import Readers
from index.engines.whoosh.w3.reading.search import Found, matches, scored
from index.engines.whoosh.w3.reading.shown import Shown
from index.engines.whoosh.w3.reading.spelling import neighbours
from index.engines.whoosh.w3.reading.top import behind, page, texts_of

__all__ = [
    "Closed", "Counted", "CountedFew", "Damaged", "Found", "NotKnown", "Reader", "Readers",
    "Restless", "Shown", "beginning", "behind", "behind_term", "facets", "in_order", "matches",
    "neighbours", "page", "page_by_term", "scored", "texts_of", "words",
]  # fmt: skip
