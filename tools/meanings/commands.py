"""Arguments and exit codes of the commands, and where a setting came from."""

from __future__ import annotations

from tools.meanings.table import Meanings

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
ORIGINS: Meanings = {
    "default": "nobody gave a value",
    "file": "config.toml",
    "environment": "a variable",
    "command line": "an option, such as --data",
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
