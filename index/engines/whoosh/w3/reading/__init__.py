"""Reading an index of Whoosh's W3 format by arrays.

`Readers` gives the `Reader` of the newest commit; `scored` and `matches` ask it with queries of
`whoosh.query`; `page` cuts out the best.
"""

from index.engines.whoosh.w3.reading.errors import Closed, Damaged, NotKnown, Restless
from index.engines.whoosh.w3.reading.lexicon import words
from index.engines.whoosh.w3.reading.ordered import in_order
from index.engines.whoosh.w3.reading.reader import Reader
from index.engines.whoosh.w3.reading.readers import Readers
from index.engines.whoosh.w3.reading.search import matches, scored
from index.engines.whoosh.w3.reading.top import page, texts_of

__all__ = [
    "Closed", "Damaged", "NotKnown", "Reader", "Readers", "Restless", "in_order", "matches", "page",
    "scored", "texts_of", "words",
]  # fmt: skip
