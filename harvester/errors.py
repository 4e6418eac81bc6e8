"""What can go wrong on the way in; hangs below `index.errors.Error` (drawn whole there and here).

HarvestError                 code, message, hint as every Error
├── TransportError          no answer, or only a part of one          transient where marked *
│   ├── BadAddress          the URL cannot be asked
│   ├── HostNotFound *      the name has no address
│   ├── Unreachable *       refused, reset, no route
│   ├── TimedOut *          no connection, or nothing more came, in time
│   ├── TlsFailed           certificate or handshake
│   ├── ProxyFailed *       the proxy did not do its part
│   ├── ConnectionCut *     the answer broke off
│   ├── BadContentEncoding *  gzip or deflate that cannot be undone
│   ├── BodyTooLarge        more bytes than the limit
│   ├── HeadTooLong         too many header lines, or one too long
│   ├── TooManyRedirects    a redirect loop
│   └── RedirectRefused     a redirect to where we do not follow
├── HttpError               an answer with an error status
│   ├── Blocked             401, 403, 407, 451: the server will not serve us
│   ├── Busy *              429, 503: later, perhaps with Retry-After
│   ├── ServerFailed *      other 5xx
│   ├── TooMuch             413, 422: not so much at once
│   └── RequestRefused      other 4xx, and redirects that lead nowhere
├── PayloadError            an answer that is not OAI-PMH
│   ├── EmptyBody *
│   ├── NotWellFormed *     XML that breaks off or is broken
│   ├── BeyondLimits        more tags or records than the limit
│   ├── DeclaresDtd         a DOCTYPE: entities are never read
│   ├── NotOaiPmh           well-formed, or plainly something else: HTML, JSON, other XML
│   └── OtherRecord         GetRecord gives what was not asked for
├── OaiError                an OAI-PMH <error>
│   ├── BadArgument, BadVerb, BadResumptionToken, CannotDisseminateFormat,
│   └── IdDoesNotExist, NoMetadataFormats, NoRecordsMatch, NoSetHierarchy
├── ListStuck               the server gives the same page again and again
├── StoppedEarly            --stop-after was reached
├── WorkersLost             a process that worked for us was killed
├── ServiceHeld             a service runs on the data folder already
├── NoService               no service runs on the data folder
├── BackupUnusable          a backup that is not what was written, or cannot be put there
├── CannotListen            the address of the web, or of [watch], is taken, or not ours
├── NotTold                 a message could not be handed over
└── FileUnreadable          a file that `load` was given
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from index.errors import Error

if TYPE_CHECKING:
    from harvester.stages import Page


class HarvestError(Error):
    """Something between the endpoint and the page. `transient`: asking again soon may help."""

    code = "harvest"
    transient: ClassVar[bool] = False


class TransportError(HarvestError):
    """No answer, or only a part of one."""

    code = "transport"


class BadAddress(TransportError):
    """The URL cannot be asked."""

    code = "bad-address"


class HostNotFound(TransportError):
    """The host's name has no address."""

    code = "host-not-found"
    transient = True


class Unreachable(TransportError):
    """The connection was refused or reset, or there is no route."""

    code = "unreachable"
    transient = True


class TimedOut(TransportError):
    """No connection, or nothing more came, within the time-out."""

    code = "timed-out"
    transient = True


class TlsFailed(TransportError):
    """The certificate or the TLS handshake was not accepted."""

    code = "tls-failed"


class ProxyFailed(TransportError):
    """The proxy did not do its part."""

    code = "proxy-failed"
    transient = True


class ConnectionCut(TransportError):
    """The answer broke off before its end."""

    code = "connection-cut"
    transient = True


class BadContentEncoding(TransportError):
    """The answer says gzip or deflate and is not."""

    code = "bad-content-encoding"
    transient = True


class BodyTooLarge(TransportError):
    """The answer is larger than `max_bytes`."""

    code = "body-too-large"


class HeadTooLong(TransportError):
    """More header lines than `max_header_lines`, or one longer than 64 KiB: Python's limit."""

    code = "head-too-long"


class TooManyRedirects(TransportError):
    """Redirects that do not end."""

    code = "too-many-redirects"


class RedirectRefused(TransportError):
    """A redirect to another scheme, from https to http, or into a private network."""

    code = "redirect-refused"


class HttpError(HarvestError):
    """An answer with an error status and no OAI-PMH error in it. `retry_after` in seconds."""

    code = "http"

    def __init__(
        self, message: str, hint: str | None = None, *, retry_after: float | None = None
    ) -> None:
        super().__init__(message, hint)
        self.retry_after = retry_after


class Blocked(HttpError):
    """The server will not serve us (401, 403, 407, 451)."""

    code = "blocked"


class Busy(HttpError):
    """The server asks for patience (429, 503)."""

    code = "busy"
    transient = True


class ServerFailed(HttpError):
    """The server failed (other 5xx)."""

    code = "server-failed"
    transient = True


class TooMuch(HttpError):
    """The server does not give so much at once (413, 422)."""

    code = "too-much"


class RequestRefused(HttpError):
    """The server does not take the request (other 4xx, or a redirect that leads nowhere)."""

    code = "request-refused"


class PayloadError(HarvestError):
    """An answer that cannot be read as OAI-PMH. `salvaged`: its whole records, where it has any."""

    code = "payload"
    salvaged: Page | None = None


class EmptyBody(PayloadError):
    """The answer holds nothing."""

    code = "empty-body"
    transient = True


class NotWellFormed(PayloadError):
    """XML that breaks off, or is broken."""

    code = "not-well-formed"
    transient = True


class BeyondLimits(PayloadError):
    """More tags than `max_tags`, or more records than `max_records`."""

    code = "beyond-limits"


class DeclaresDtd(PayloadError):
    """XML with a DOCTYPE: OAI-PMH has none, and entities are never read."""

    code = "declares-dtd"


class NotOaiPmh(PayloadError):
    """Not OAI-PMH: a web page, JSON, other XML."""

    code = "not-oai-pmh"


class OtherRecord(PayloadError):
    """GetRecord gives another record than the one that was asked for."""

    code = "other-record"


class OaiError(HarvestError):
    """An OAI-PMH `<error>` with a code that the protocol does not know."""

    code = "oai-error"


class BadArgument(OaiError):
    """OAI-PMH badArgument."""

    code = "badArgument"


class BadVerb(OaiError):
    """OAI-PMH badVerb."""

    code = "badVerb"


class BadResumptionToken(OaiError):
    """OAI-PMH badResumptionToken: the token is invalid or has expired."""

    code = "badResumptionToken"


class CannotDisseminateFormat(OaiError):
    """OAI-PMH cannotDisseminateFormat."""

    code = "cannotDisseminateFormat"


class IdDoesNotExist(OaiError):
    """OAI-PMH idDoesNotExist."""

    code = "idDoesNotExist"


class NoMetadataFormats(OaiError):
    """OAI-PMH noMetadataFormats."""

    code = "noMetadataFormats"


class NoRecordsMatch(OaiError):
    """OAI-PMH noRecordsMatch: an empty list, which is no failure."""

    code = "noRecordsMatch"


class NoSetHierarchy(OaiError):
    """OAI-PMH noSetHierarchy."""

    code = "noSetHierarchy"


class ListStuck(HarvestError):
    """The server gives the same page, with the same token, again."""

    code = "list-stuck"


class StoppedEarly(HarvestError):
    """The run was told to stop after so many records."""

    code = "stopped-early"


class WorkersLost(HarvestError):
    """A process that worked for us was killed."""

    code = "workers-lost"


class ServiceHeld(HarvestError):
    """A service runs on the data folder already."""

    code = "service-held"


class NoService(HarvestError):
    """No service runs on the data folder, or none that can be asked from here."""

    code = "no-service"


class BackupUnusable(HarvestError):
    """A backup is not what was written, or cannot be put where it should go."""

    code = "backup-unusable"


class CannotListen(HarvestError):
    """The address of the web, or of [watch], is taken, or is none of this machine's."""

    code = "cannot-listen"


class NotTold(HarvestError):
    """A message could not be handed over to a notifier."""

    code = "not-told"


class FileUnreadable(HarvestError):
    """A file that `load` was given cannot be read."""

    code = "file-unreadable"


# The error codes of OAI-PMH 2.0, section 3.6, and what they become.
OAI_ERRORS: dict[str, type[OaiError]] = {
    kind.code: kind
    for kind in (
        BadArgument,
        BadVerb,
        BadResumptionToken,
        CannotDisseminateFormat,
        IdDoesNotExist,
        NoMetadataFormats,
        NoRecordsMatch,
        NoSetHierarchy,
    )
}
