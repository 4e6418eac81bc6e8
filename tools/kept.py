"""What the keys mean that backups, retention and suppression print."""

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
