"""What the keys mean that backups, dumps, retention, suppression and the doctor print."""

from __future__ import annotations

from tools.meanings import Meanings

BACKUP: Meanings = {
    "backup": "the folder of the backup",
    "made": "when",
    "version": "of the program that made it",
    "revision": "of the tables in its database",
    "records": "live records in it",
    "bytes": "all files together",
    "files[].name": "a file of it",
    "files[].bytes": "its size",
    "files[].sha256": "its checksum, in hexadecimal digits",
    "error": "with `--verify`: why it cannot be used; then only `backup` stands beside it",
}

BACKED_UP_BESIDE: Meanings = {"removed": "folders of older backups that went, for `--keep`"}

RESTORED_BESIDE: Meanings = {"aside": "the folder in which the database from before lies"}

VACUUMED: Meanings = {
    "runs": "runs that were forgotten",
    "quarantined": "entries in quarantine that were",
    "versions": "earlier contents of records that were",
    "bytes_before": "the size of the database before",
    "bytes": "and after",
}

SUPPRESSED: Meanings = {
    "source": "the source of a record that is hidden",
    "identifier": "its OAI identifier",
    "why": "the reason that was given",
    "since": "since when",
}

DUMPED: Meanings = {
    "dump": "the version of the format",
    "origin": "which database gave the revisions",
    "revision": "the dump holds everything up to it",
    "created": "when",
    "xml": "whether the lines hold the XML as it was harvested",
    "sources[].name": "a source in it",
    "sources[].url": "its OAI-PMH base URL",
    "sources[].prefix": "its metadata prefix",
    "sources[].records": "its live records",
    "sources[].deleted": "its tombstones",
    "parts[].file": "a file",
    "parts[].since": "it holds what changed behind this revision; 0: everything",
    "parts[].until": "and up to this one",
    "parts[].records": "live records in it",
    "parts[].deleted": "tombstones in it",
    "parts[].bytes": "its size",
    "parts[].sha256": "its checksum, in hexadecimal digits",
}

CHECKED_UP: Meanings = {
    "worst": "`ok`, `warning` or `error`: the worst of the checks",
    "checks[].check": "what was looked at",
    "checks[].level": "`ok`, `warning` or `error`",
    "checks[].says": "what was found",
    "checks[].todo": "what to do",
}
