"""Runs, sweeps, quarantine, and how sources are."""

from __future__ import annotations

from tools.meanings.table import Meanings

ERROR: Meanings = {
    "error.code": "a code of [Errors](#errors)",
    "error.message": "what happened",
    "error.hint": "what to do next, or null",
    "error.problems": "code `settings`: every mistake",
    "error.keys[].source": "code `ambiguous-record`: the records that are meant, by source",
    "error.keys[].identifier": "and identifier",
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
STATUS: Meanings = {
    "sources[].source": "the source's name",
    "sources[].state": "how it is: a source state, below",
    "sources[].records": "live records",
    "sources[].deleted": "tombstones held",
    "sources[].quarantined": "entries in quarantine",
    "sources[].last_success": "end of the last harvest that was `ok` or `unchanged` (a load "
    "asks no server), or null",
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
