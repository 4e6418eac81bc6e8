"""What the codes of errors mean, and what to do: said by the pages in languages other than English.

Runs and quarantine keep an error as its code and English words, which name the very address, line
or number; in another language the code says what happened, and those words stand beneath it.
"""

from __future__ import annotations

from index.web.pages.wording import mark as _

MEANINGS: dict[str, str] = {
    "error": _("something went wrong"),
    "harvest": _("harvesting failed"),
    "transport": _("there was no answer, or only a part of one"),
    "bad-address": _("the address cannot be asked"),
    "host-not-found": _("the name of the server has no address"),
    "unreachable": _("the server cannot be reached: it refuses connections, or there is no route"),
    "timed-out": _("the server did not answer in time"),
    "tls-failed": _("the certificate of the server, or the TLS handshake, was not accepted"),
    "proxy-failed": _("the proxy did not do its part"),
    "connection-cut": _("the answer broke off before its end"),
    "bad-content-encoding": _("the answer says that it is compressed, and cannot be unpacked"),
    "body-too-large": _("the answer is larger than the limit"),
    "head-too-long": _("the answer has too many header lines, or one too long"),
    "too-many-redirects": _("the server sends us around in a circle"),
    "redirect-refused": _("the server sends us on to where we do not follow"),
    "http": _("the server answered with an error"),
    "blocked": _("the server will not serve us"),
    "busy": _("the server asks for patience"),
    "server-failed": _("the server has a fault"),
    "too-much": _("the server does not give so much at once"),
    "request-refused": _("the server does not take the request"),
    "payload": _("the answer cannot be read as OAI-PMH"),
    "empty-body": _("the answer is empty"),
    "not-well-formed": _("the XML of the answer is broken, or breaks off"),
    "beyond-limits": _("the answer has more tags or records than the limit"),
    "declares-dtd": _("the XML declares a DOCTYPE, which is never read"),
    "not-oai-pmh": _("the answer is not OAI-PMH"),
    "other-record": _("the server gives another record than was asked for"),
    "oai-error": _("the server answers with an OAI-PMH error"),
    "badArgument": _("the server does not accept what it was asked with"),
    "badVerb": _("the server does not know the verb of OAI-PMH"),
    "badResumptionToken": _("the server does not accept its own resumption token"),
    "cannotDisseminateFormat": _("the server does not offer this metadata format"),
    "idDoesNotExist": _("the server does not know the record"),
    "noMetadataFormats": _("the server has no metadata format for the record"),
    "noRecordsMatch": _("the server has no records for what it was asked"),
    "noSetHierarchy": _("the server has no sets"),
    "list-stuck": _("the server gives the same page again and again"),
    "stopped-early": _("the harvest was told to stop early"),
    "workers-lost": _("a process that worked for us was killed"),
    "service-held": _("a service runs on the data folder already"),
    "no-service": _("no service runs on the data folder"),
    "backup-unusable": _("the backup is not what was written, or cannot be put there"),
    "cannot-listen": _("the address of the pages is taken, or not ours"),
    "not-told": _("a message could not be handed over"),
    "file-unreadable": _("files could not be read"),
    "no-metadata": _("a record without metadata"),
    "several-metadata": _("a record with more than one metadata element"),
    "settings": _("the settings are wrong"),
    "usage": _("the call cannot be meant like this"),
    "ambiguous-record": _("several sources hold a record with this identifier"),
    "not-found": _("there is no such source, record or entry"),
    "store": _("the database cannot do what was asked"),
    "store-missing": _("there is no database"),
    "store-damaged": _("the database is broken, or is not ours"),
    "store-too-new": _("a newer version of this program made the database"),
    "store-read-only": _("the database cannot be written"),
    "store-full": _("there is no room on the disk for the database"),
    "store-busy": _("somebody else holds the database for too long"),
    "engine": _("the search index cannot do what was asked"),
    "engine-missing": _("there is no search index yet"),
    "engine-stale": _("the search index has to be built anew"),
    "engine-damaged": _("the search index cannot be read, and has to be built anew"),
    "engine-full": _("there is no room on the disk for the search index"),
    "engine-busy": _("another process writes the search index"),
    "file-unwritable": _("a file or folder cannot be written"),
    "dump-unreadable": _("a dump is cut or changed, or a newer version made it"),
    "claim-held": _("somebody else harvests the source now"),
    "refused": _("the request was refused"),
    "interrupted": _("somebody stopped it"),
    "bug": _("a mistake of this program"),
}

_URL = _("check the url of the source in a browser: add ?verb=Identify")
_OPERATORS = _("tell the server's operators")
_LATER = _("nothing: it is tried again next time")
_LIMIT = _("raise the limit in [harvest] of the settings if such answers are right for this server")
_ROOM = _("make room on the disk")

TODOS: dict[str, str] = {
    "bad-address": _("correct the url of the source"),
    "host-not-found": _("check the url of the source, and that this machine can resolve names"),
    "unreachable": _LATER, "timed-out": _LATER, "connection-cut": _LATER, "empty-body": _LATER,
    "server-failed": _LATER, "busy": _LATER, "stopped-early": _LATER, "interrupted": _LATER,
    "store-busy": _LATER, "engine-busy": _LATER, "claim-held": _LATER,
    "tls-failed": _("check the certificate of the server and the clock of this machine"),
    "proxy-failed": _("check the settings of the proxy"),
    "body-too-large": _LIMIT, "beyond-limits": _LIMIT, "head-too-long": _LIMIT,
    "too-many-redirects": _URL, "redirect-refused": _URL, "request-refused": _URL,
    "not-oai-pmh": _URL, "bad-content-encoding": _OPERATORS,
    "blocked": _("ask the server's operators to let this harvester in, and set [harvest] contact "
                 "and user_agent so that they know who asks"),
    "too-much": _("the window is split; where that does not help, check the url of the source"),
    "not-well-formed": _OPERATORS, "declares-dtd": _OPERATORS, "other-record": _OPERATORS,
    "badResumptionToken": _OPERATORS, "list-stuck": _OPERATORS,
    "cannotDisseminateFormat": _("set the source's prefix to one that the server lists: add "
                                 "?verb=ListMetadataFormats to its url"),
    "badArgument": _("check the prefix and the sets of the source"),
    "noSetHierarchy": _("take the sets out of the source"),
    "file-unreadable": _("look at them in quarantine: harvester quarantine list"),
    "store-full": _ROOM, "engine-full": _ROOM,
    "engine-damaged": _("build it anew: harvester index rebuild"),
    "bug": _("report it with the lines of the log; other sources are harvested all the same"),
}  # fmt: skip

# What OpenAIRE asks for, as its guidelines call it (harvester.normalise.completeness).
FIELDS: dict[str, str] = {
    "title": _("title"), "creator": _("creator"), "publication date": _("publication date"),
    "resource type": _("resource type"), "resource identifier": _("resource identifier"),
    "access rights": _("access rights"), "language": _("language"), "publisher": _("publisher"),
    "description": _("description"), "subject": _("subject"),
    "file location": _("file location"), "licence condition": _("licence condition"),
    "resource version": _("resource version"), "citation title": _("citation title"),
}  # fmt: skip

STATUSES: dict[str, str] = {
    "ok": _("ok"), "unchanged": _("unchanged"), "partial": _("partial"), "failed": _("failed"),
    "blocked": _("blocked"), "interrupted": _("interrupted"), "running": _("running"),
    "complete": _("complete"), "stopped": _("stopped"), "dry-run": _("dry run"),
    "record": _("record"), "page": _("page"),
}  # fmt: skip
