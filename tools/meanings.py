"""What names mean that have no words of their own in the code.

Each table is held to the code when docs/reference.md is made: a name without a meaning, or a
meaning without a name, is an error.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

Meanings: TypeAlias = Mapping[str, str]


def complete(what: str, names: Collection[str], meanings: Meanings) -> list[tuple[str, str]]:
    """The names with their meanings, in their order. Raises `LookupError` where one is missing."""
    lacking = [name for name in names if name not in meanings]
    gone = [name for name in meanings if name not in names]
    if lacking or gone:
        raise LookupError(
            f"tools/meanings.py, {what}: no meaning for {lacking}, no such names any more: {gone}"
        )
    return [(name, meanings[name]) for name in names]


ERROR: Meanings = {
    "error.code": "a code of [Errors](#errors)",
    "error.message": "what happened",
    "error.hint": "what to do next, or null",
    "error.problems": "code `settings`: every mistake",
    "error.keys[].source": "code `ambiguous-record`: the records that are meant, by source",
    "error.keys[].identifier": "and identifier",
}

ARGUMENTS: Meanings = {
    "runs SOURCE": "the name of a source, configured or loaded",
    "harvest SOURCES": "names of sources; none: all",
    "sweep SOURCES": "names of sources; none: all",
    "sources pause NAMES": "names of sources",
    "sources resume NAMES": "names of sources",
    "sources run-now NAMES": "names of sources",
    "load SOURCE|DUMP": "the source that takes them, made where it is not known; or a dump",
    "load PATHS": "files or folders",
    "export QUERY": "what to look for; see the query language",
    "backup DIR": "a folder, in which each backup gets one of its own",
    "restore DIR": "a backup, or a folder of backups: then the newest",
    "suppress [SOURCE] [IDENTIFIER]": "the source of the record, and its OAI identifier",
    "dump DIR": "the folder of the dump; made where it is missing",
    "probe URL": "the OAI-PMH base URL",
    "profile SOURCE": "the name of a source, configured or loaded",
    "renormalise SOURCES": "names of sources; none: all",
    "search QUERY": "what to look for; see the query language",
    "suggest TEXT": "what has been typed so far",
    "similar [SOURCE] IDENTIFIER": "the key of a record; or an OAI identifier or a DOI alone",
    "show [SOURCE] IDENTIFIER": "the key of a record; or an OAI identifier or a DOI alone",
    "sources add NAME": "a new name: letters, digits, - and _",
    "sources add URL": "the OAI-PMH base URL",
    "sources import FILE": "CSV, OPML, a URL on each line, or the folder of a metha cache",
    "sources remove NAME": "the name of a source",
    "quarantine show ID": "the number of an entry",
    "quarantine retry [ID]": "the number of an entry; none: all",
    "completion SHELL": "bash, zsh or fish",
}

EXIT_CODES: Meanings = {
    "0": "done",
    "3": "partly done: something may be missing that has no name",
    "1": "failed; or `index verify` found a difference",
    "2": "the command line or the settings are wrong, or what was named is not there",
    "130": "interrupted (Ctrl-C)",
}

RUN_STATUSES: Meanings = {
    "running": "it is not over",
    "ok": "every window closed: each item is stored or named in quarantine",
    "unchanged": "the same, and nothing new, changed or deleted",
    "partial": "a window is still open: the next harvest goes on",
    "failed": "nothing came that could be stored",
    "blocked": "the server will not serve us",
    "interrupted": "stopped by Ctrl-C, or its process died",
}

SOURCE_STATES: Meanings = {
    "new": "never harvested",
    "healthy": "the last run ended well",
    "degraded": "the last run was partial or interrupted, or something is in quarantine",
    "stale": "the last success is older than three intervals",
    "failing": "the last run failed",
    "blocked": "the server will not serve us",
    "paused": "it is not harvested: `sources pause`, or `enabled = false`",
}

ORIGINS: Meanings = {
    "default": "nobody gave a value",
    "file": "config.toml",
    "environment": "a variable",
    "command line": "an option, such as --data",
}

RUN: Meanings = {
    "id": "the number of the run",
    "source": "the source's name",
    "status": "how it ended: a run status, below",
    "window.from": "asked from this datestamp; null: from the beginning",
    "window.until": "asked up to this datestamp; null: to now",
    "requests": "requests that were sent",
    "retries": "requests that were sent again",
    "bytes": "bytes that came",
    "pages": "pages that were stored",
    "received": "records that came: `new` + `changed` + `unchanged` + `deleted` + `quarantined`",
    "promised": "how many records the server said there are; null: it did not say",
    "new": "records that we did not have",
    "changed": "records whose content is another one now",
    "unchanged": "records that are as they were",
    "deleted": "records that the server says are deleted",
    "quarantined": "records that could not be read; their bytes are kept",
    "repairs": "what was mended on the way, by name, and how often",
    "started": "when it began",
    "ended": "when it ended; null: it has not",
    "error.code": "why it ended badly: a code of [Errors](#errors); `error` is null for a good run",
    "error.message": "what happened",
    "error.hint": "what to do next, or null",
    "unknown": "those of `deleted` that we never had, which is no change",
    "skew": "seconds that the server's clock is ahead of ours; null: it says no time",
    "remarks": "what was odd and cost nothing, by name, and how often",
    "warnings": "what a person should know of the run, in words",
}

SWEEP: Meanings = {
    "id": "the number of the sweep",
    "source": "the source's name",
    "status": "`complete`, `stopped` (a person has to look at it), `failed` or `dry-run`",
    "theirs": "distinct live records in the server's list",
    "ours": "live records that we held before the sweep",
    "missing": "those of theirs that we neither held nor named in quarantine",
    "extra": "those of ours that their list lacks",
    "drift": "`theirs` less `ours`",
    "fetched": "how many records came",
    "deleted": "how many of ours two whole lists lacked, and are deleted now",
    "started": "when it began",
    "ended": "when it ended",
    "why": "why it stopped or failed, or null",
}

FILES: Meanings = {
    "files[].file": "the file, as it was given or found",
    "files[].outcome": "`loaded`, the verb of an answer that holds no records, or an error's code",
    "files[].received": "records in it",
    "files[].repairs": "the repairs that it took to read it (docs/quirks.md)",
    "files[].message": "what is wrong with it, or null",
}

RENORMALISED: Meanings = {
    "source": "the source's name",
    "records": "records that were normalised again, tombstones too",
    "changed": "those whose document came out otherwise",
    "fields": "field of the document, then `changed` (in how many records) and some `samples`: "
    "`identifier`, `before`, `after`",
}

PROFILE: Meanings = {
    "source": "the source's name",
    "records": "live records",
    "completeness": "the mean of their completeness, 0 to 100",
    "fields": "field, then in how many records it is (`filled`), how many `values` it has in all, "
    "how many are `distinct`, the `top` ones as [value, count], and `odd` ones that can hardly be "
    "meant: `reason`, `count`, `samples` as [identifier, value]",
    "flags": "code of a flag, then in how many `documents` it is, and the `top` values as [value, "
    "count]",
}

PROBE: Meanings = {
    "url": "what was asked",
    "works": "whether a first page of records came",
    "steps[].step": "what was asked for",
    "steps[].error.code": "a code of [Errors](#errors); `error` is null where the step worked",
    "steps[].error.message": "what happened",
    "steps[].error.hint": "what to do next, or null",
    "name": "repositoryName",
    "base_url": "baseURL: what the server calls itself",
    "admins": "adminEmail",
    "earliest": "earliestDatestamp",
    "deletions": "deletedRecord: `no`, `transient`, `persistent`",
    "granularity.said": "as Identify has it",
    "granularity.real": "of the headers of the first page: `second` or `day`",
    "software.name": "the software, where a mark tells it; `software` is null where none does",
    "software.version": "its version, or null",
    "software.mark": "what it was told by",
    "formats": "metadataPrefixes",
    "sets[].spec": "setSpec",
    "sets[].name": "setName",
    "more_sets": "whether there are more than these",
    "skew": "seconds that the server's clock is ahead of ours",
    "records": "records on the first page; null: it did not come",
    "deleted": "deleted headers on it",
    "quarantined": "records on it that cannot be read",
    "promised": "completeListSize, or null",
    "token.style": "what the resumption token looks like; null: there is none",
    "token.life": "seconds that it is good for, by the server's word, or null",
    "token.works": "whether it brought a second page",
    "dates_work": "whether a list from and until the datestamp of a record holds it",
    "repairs": "repairs that answers needed, by name",
    "samples[]": "the first [documents](#the-document)",
}

STATUS: Meanings = {
    "sources[].source": "the source's name",
    "sources[].state": "how it is: a source state, below",
    "sources[].records": "live records",
    "sources[].deleted": "tombstones held",
    "sources[].quarantined": "entries in quarantine",
    "sources[].last_success": "end of the last run that was `ok` or `unchanged`, or null",
    "sources[].last_run": "the newest run, as `harvest` gives it, or null",
    "sources[].next": "when it is due again; null: not by the clock",
    "sources[].quality.completeness": "with `--quality`: the mean completeness of its records, 0 "
    "to 100; `quality` is null where there are none",
    "sources[].quality.missing": "field of the OpenAIRE guidelines: in how many records it lacks",
    "sources[].url": "the OAI-PMH base URL; null for a source that only `load` made",
    "sources[].since": "since when it is so, or null",
    "sources[].tries": "runs in a row without a whole success",
    "sources[].reason": "why it is so, in words, or null",
    "sources[].todo": "what to do, or null",
}

STATUS_BESIDE: Meanings = {"pending": "changes that the index has not taken yet"}

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

QUARANTINED: Meanings = {
    "id": "the number of the entry",
    "source": "the source's name",
    "identifier": "the OAI identifier, where it could be read",
    "kind": "`record` (an item of a list) or `page` (a whole response)",
    "code": "the code of the error",
    "reason": "what is wrong",
    "bytes": "how many bytes are kept; `quarantine show` prints them",
    "at": "when it came",
    "url": "where it came from: an address or a file",
    "run": "the number of the run that brought it, or null",
}

QUARANTINED_BESIDE: Meanings = {
    "body": "the bytes as text; what is no UTF-8 stands as U+FFFD",
}

RETRIED: Meanings = {
    "retried": "how many entries were read again",
    "read": "the numbers of those that could be read, and left the quarantine",
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

CHECKED: Meanings = {
    "file": "the path of config.toml; null: there is none",
    "sources": "how many sources it declares",
}

SHOWN: Meanings = {
    "file": "the path of config.toml; null: there is none",
    "SECTION.KEY.value": "the value in force",
    "SECTION.KEY.from": "where it came from: an origin, below",
    "source[].KEY.value": "the same for each source",
    "source[].KEY.from": "`file` or `default`",
}

DOCUMENT: Meanings = {
    "source": "the name of its source; half of the key",
    "identifier": "the OAI identifier (unique only within a source); the other half",
    "sets": "setSpecs of the header, decoded for display",
    "titles": "by language; the record's own language first",
    "creators": "one for each person or body, however many languages the name stands in",
    "contributors": "people and bodies beside the creators; those who pay stand in `funders`",
    "funders": "funders and sponsors",
    "subjects": "one for each term, cleaned, in the order of the record",
    "classifications": "DDC, UDC, MSC, JEL, … where the value says which",
    "abstracts": "plain text, paragraphs kept",
    "publishers": "as written",
    "date": "when it was published",
    "dates": "every date of the record, with its role where it has one",
    "type": "COAR resource type",
    "types": "every type of the record",
    "version": "COAR version",
    "access": "COAR access right",
    "languages": "BCP 47, shortest form: `ru`, `pt-BR`, `zh-Hans`",
    "identifiers": "of this work: DOI, URL, ISBN, EDN, …",
    "journal": "where it stands",
    "licence": "the licence, where one was understood",
    "rights": "statements as written",
    "links": "landing page, full texts, supplements",
    "relations": "identifiers of other works",
    "coverage": "places and times that it is about, as written",
    "formats": "media types",
    "flags": "what looked wrong",
    "completeness": "0 to 100: mandatory and recommended fields of the OpenAIRE guidelines for "
    "literature repositories that are there",
}

PARTS: Mapping[str, Meanings] = {
    "Text": {"value": "the text", "lang": "BCP 47; null: nobody said"},
    "Agent": {
        "name": "as to be shown",
        "family": "family name",
        "given": "given names",
        "kind": "what it is, below",
        "variants": "the name in other languages and scripts",
        "orcid": "ORCID iD, with its dashes",
        "affiliation": "where they work, as written",
    },
    "Date": {
        "raw": "as written",
        "edtf": "Extended Date/Time Format, level 1; null: not understood",
        "year": "the year",
        "precision": "how exact it is, below",
        "role": "what happened then (`issued`, `created`, …); null: nobody said",
    },
    "Coded": {
        "raw": "as written",
        "uri": "the address of the value in its list",
        "label": "its name in English",
        "scheme": "the list that it is from",
    },
    "Identifier": {
        "scheme": "what kind it is, below",
        "value": "the normal form",
        "raw": "as written",
    },
    "Journal": {
        "titles": "its title, by language",
        "issn": "ISSN, of the printed edition or of one that nobody named",
        "eissn": "ISSN of the electronic edition",
        "issns": "every ISSN of the record",
        "volume": "volume",
        "issue": "issue",
        "issue_title": "title of the issue",
        "pages": "as written",
        "first_page": "first page",
        "last_page": "last page",
        "article_number": "in place of pages",
    },
    "Licence": {
        "uri": "canonical https address",
        "spdx": "SPDX identifier, where there is one",
        "label": "its name",
    },
    "Link": {
        "url": "the address",
        "role": "where it leads, below",
        "media_type": "such as `application/pdf`",
    },
    "Flag": {
        "code": "what looked wrong, below",
        "field": "the field where",
        "raw": "the value as it came",
    },
}

PRECISIONS: Meanings = {
    "day": "the day is known",
    "month": "the month is known",
    "season": "spring to winter, or a part of a year",
    "year": "the year is known",
    "decade": "the decade is known",
    "century": "the century is known",
}

AGENT_KINDS: Meanings = {
    "person": "a person",
    "organisation": "a body",
    "unknown": "the record does not tell",
}

LINK_ROLES: Meanings = {
    "landing": "a page about the work",
    "fulltext": "the work itself",
    "supplement": "something beside it: data, figures",
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
