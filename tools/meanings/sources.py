"""What a source is like: probed, profiled, normalised again."""

from __future__ import annotations

from tools.meanings.table import Meanings

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
