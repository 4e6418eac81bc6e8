"""The sentences that runs, sweeps and the service keep for operators, with places.

They are kept as English words; the pages read them back as these (`harvester.said.read`) and say
them in the reader's language. A new one is a line here.
"""

from __future__ import annotations

from harvester.said import mark as _

CLOCK_AHEAD = _("the server's clock is {seconds} seconds ahead of ours")
CLOCK_BEHIND = _("the server's clock is {seconds} seconds behind ours")
FEWER_CAME = _(
    "{promised} promised, {came} came: the list ended early, or its completeListSize is wrong "
    "(pkp/pkp-lib#6962); a sweep fetches what is missing: harvester sweep {source}"
)
ALL_CHANGED = _(
    "nearly everything has changed ({changed} of {known} records): a bulk edit, another version "
    "of the server's software, or metadata that holds a time of its own"
)
ALL_AGAIN = _("nearly everything came again ({known} records, {changed} changed): {why}")
STAMPED_TODAY = _("every datestamp is that of today (pkp/pkp-lib#5135), or was set by a bulk load")
DATES_UNHEEDED = _("the server does not heed the dates that it is asked for")
BULK_LOAD = _("a bulk load gave everything new datestamps (wellcomecollection/platform#6426)")
SET_GONE = _(
    "the server has no set {set} any more (IQSS/dataverse#3284): what it held stays; "
    "correct the sets of the source"
)
NO_RECORDS = _("the server says that there are no records: check url, prefix and sets")
MOVED = _(
    "the server sends us on to {url} (IQSS/dataverse.harvard.edu#236): "
    "if it has moved for good, correct the url"
)
SHRANK = _("the server's list shrank from {before} to {now} records")
LACKS = _("the server's list lacks {lost} of our {ours} records")
SET_EMPTY = _("the server gives nothing of set {set}, and does not say that it has it")
ENDS_EARLY = _("the server promises {promised} identifiers, and its list ends after {came}")
NOT_COMPARED = _("the list of identifiers could not be compared: {why}")
STOPPED = _(
    "the sweep stopped: {why}; nothing was deleted. "
    "Where that is right: harvester sweep {source} --accept"
)
CONTRADICT = _(
    "the server's lists contradict each other: ListRecords gave {ours} records, ListIdentifiers "
    "names {theirs}; {missing} were missing, {fetched} of them were fetched"
)
NOT_FETCHED = _("it cannot be fetched: {why}")
NO_METADATA = _("a record without metadata")
MUCH_METADATA = _("a record with more than one metadata element")
NOTHING_BEGINS = _("nothing can begin: {why}")
NO_ROOM = _(
    "no harvest begins: {folder} has {free} MB left of the {least} MB that [service] min_free "
    "keeps; make room, and it goes on by itself"
)
NOT_FOLLOWED = _("the index does not follow: {why}")
SETTINGS_WRONG = _("the settings are wrong, and the old ones hold: {why}")
PROCESS = _("process {pid} on {host}")

WEB_FAILED = _("nothing is served: {why}")
UPKEEP_FAILED = _("what is too old could not be forgotten: {why}")
BACKUP_FAILED = _("there is no new backup: {why}")
RENORMALISE_FAILED = _("documents could not be made again: {why}")

KEPT: tuple[str, ...] = tuple(text for name, text in list(globals().items()) if name.isupper())
