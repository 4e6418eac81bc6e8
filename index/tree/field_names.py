"""The names of fields in queries, filters, facets and URLs."""

from __future__ import annotations

TEXT_FIELDS = ("title", "creator", "subject", "abstract", "journal", "publisher")
KEYWORD_FIELDS = (
    "source", "set", "year", "date", "language", "type", "licence", "access",
    "doi", "issn", "orcid", "id",
)  # fmt: skip
ALIASES = {"author": "creator", "lang": "language"}
# What facets count under these names stands in fields beside them (`index.entries`).
ENTRIES = {
    "creator": "creator_is", "journal": "journal_is", "subject": "subject_is",
    "publisher": "publisher_is", "language": "language_is", "type": "type_is",
    "licence": "licence_is", "access": "access_is",
}  # fmt: skip
ALSO = "also"  # of entries: other spellings, that they are found by
# The names of filters and facets; every field of keywords that an engine holds.
FILTER_FIELDS = tuple(dict.fromkeys((*KEYWORD_FIELDS, *ENTRIES)))
HELD_FIELDS = (*KEYWORD_FIELDS, *ENTRIES.values(), ALSO)
# Searched by words without a field, but no name of a field; the last of those that hold words.
OTHER = "other"
WORD_FIELDS = (*TEXT_FIELDS, OTHER)
