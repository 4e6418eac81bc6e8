"""What the index answers, and how it is itself."""

from __future__ import annotations

from tools.meanings.table import Meanings

RESULTS: Meanings = {
    "total": "hits that match all of the query",
    "total_partial": "hits that match only a part of it; they follow where a query of several "
    "words has fewer than ten full hits",
    "interpreted_as": "the query as it was understood",
    "took": "seconds",
    "next": "a cursor that asks for the following page; null: this was the last",
    "facets": "with `--facet`: field, value, number of hits that match all; `(none)` are hits "
    "without any value",
    "labels": "field, value, how the value is shown where that is another text",
    "histogram": "with `--histogram`: year, number of hits that match all; `(none)` are hits "
    "without a year",
    "hits[].source": "the record's source",
    "hits[].identifier": "its OAI identifier",
    "hits[].score": "how well it matches; compares hits of one search only",
    "hits[].partial": "true where only a part of the query matches",
    "hits[].highlights": "field, then fragments: lists of [text, whether it matched]",
    "hits[].document": "the [document](#the-document)",
    "hits[].explanation.score": "with `--explain`: the score again; `explanation` is null without",
    "hits[].explanation.partial": "whether only a part of the query is explained",
    "hits[].explanation.parts[].query": "a piece of the query",
    "hits[].explanation.parts[].field": "the text field where it stands; null: in none",
    "hits[].explanation.parts[].exact": "whether the word stands there as it was asked for, and "
    "not only in another form; null for what is no word",
    "hits[].explanation.parts[].score": "what it counts; together the parts are the score",
    "relax[].kind": "where nothing matches all: what would be less strict, below",
    "relax[].what": "the piece of the question that it is about",
    "relax[].query": "the query to ask instead",
    "relax[].filters": "its filters: field, values",
    "relax[].exclude": "its exclusions: field, values",
    "relax[].count": "how many hits match all of it",
    "literal": "pieces that look like syntax and were taken as words",
    "did_you_mean[].query": "where few hits were found: a query that may have been meant",
    "did_you_mean[].count": "how many hits match all of it",
}
SUGGESTED: Meanings = {
    "suggestions[].kind": "`creator`, `title`, `journal` or `subject`",
    "suggestions[].text": "as it is written most often",
    "suggestions[].count": "how many hits `query` has",
    "suggestions[].query": "the query that finds it",
    "did_you_mean[].query": "where the text has few hits: a query that may have been meant",
    "did_you_mean[].count": "how many hits it has",
}
SIMILAR: Meanings = {
    "source": "the record's source",
    "identifier": "its OAI identifier",
    **{key: words for key, words in RESULTS.items() if key.startswith("hits[]")},
}
RELAXED: Meanings = {
    "filter": "a filter, or a part that narrows, is left out",
    "quotes": "the words of a phrase need not stand side by side",
    "field": "the words may stand in any field",
    "spelling": "a word may be spelled a little otherwise",
    "word": "a word is left out",
    "any": "any of the words will do",
}
RECORD: Meanings = {
    "source": "the source's name",
    "identifier": "the OAI identifier; unique only within the source",
    "deleted.at": "when it went; `deleted` is null for a live record",
    "deleted.how": "how we know: `header` (the server said so) or `sweep` (it was gone)",
    "datestamp": "the datestamp of the header, as the server wrote it",
    "sets": "the setSpecs of the header, as the server wrote them",
    "first_seen": "when it came first",
    "last_changed": "when it became what it is",
    "last_seen": "when it came last",
    "revision": "grows with every change of any record; 0: a tombstone of what we never had",
    "format.prefix": "the metadataPrefix that was asked for",
    "format.namespace": "the XML namespace that came",
    "base_url": "the address that the server gives for itself, or null",
    "response_date": "the server's clock when it sent the record, or null",
    "content_hash": "the hash of the metadata; null: we never had them",
    "normaliser": "the version of the code that made the document",
    "document": "the [document](#the-document); null: we never had the record",
}
RECORD_BESIDE: Meanings = {"raw": "the XML as it was harvested"}
INDEXED: Meanings = {
    "indexed": "how many documents were taken; null: another process does it, and takes ours along",
    "pending": "changes that the index has not taken yet",
}
VERDICT: Meanings = {
    "store": "live records in the store",
    "engine": "documents in the index",
    "missing": "keys `[source, identifier]` that only the store has",
    "extra": "keys that only the index has",
}
STATS: Meanings = {
    "engine": "the search engine",
    "folder": "where the index lies now; null: there is none",
    "documents": "documents in it",
    "bytes": "its size on the disk",
    "files": "how many files it has",
    "pending": "changes that it has not taken yet",
    "writer": "`arrays`, or why stock Whoosh has to write it",
    "segments": "how many segments it has",
    "dead": "documents in them that are deleted and still take room",
    "merge": "whether a merge goes on beside the commits",
    "outdated": "whether other code or settings made it: the next sync rebuilds it, searches go on",
    "fingerprint": "of the code and settings that it is made by: another one, and it is rebuilt",
}
FIELDS: Meanings = {
    "title": "titles, in any language",
    "creator": "names of creators, in every script that the record has",
    "subject": "subjects, and labels of classifications",
    "abstract": "abstracts",
    "journal": "titles of the journal",
    "publisher": "publishers",
    "source": "the source's name",
    "set": "a setSpec; a set holds its descendants too",
    "year": "the year: `2023`, `2020..2023`, `>=2020`, `<1990`",
    "date": "a year, a month or a day: `2023`, `2023-05`, `2023-05-17`; ranges of them too",
    "language": "BCP 47; `pt` finds `pt-BR` too",
    "type": "the type: its label, its address or as written",
    "licence": "the licence: SPDX identifier, address or label",
    "access": "the access right: its label, its address or as written",
    "doi": "a DOI in any dress",
    "issn": "an ISSN, of either edition",
    "orcid": "an ORCID iD of a creator",
    "id": "the OAI identifier, or any identifier or address of the work",
}
