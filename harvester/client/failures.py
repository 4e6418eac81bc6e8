"""The exceptions of requests, each turned into ours by its most specific name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import LineTooLong

from requests import exceptions as rx
from urllib3.exceptions import NameResolutionError, ReadTimeoutError

from harvester import errors
from harvester.client.limits import Limits
from harvester.deadline import TooManyLines


@contextmanager
def translated(url: str, limits: Limits) -> Iterator[None]:
    """Turn the exceptions of requests into ours, each to the most specific name."""
    try:
        yield
    except rx.RequestException as error:
        kind, what, hint = explain(error, limits)
        raise kind(f"{url}: {what}", hint) from error
    except ValueError as error:  # a host that is no name, in our url or in a redirect's
        raise errors.BadAddress(
            f"{url}: cannot be asked, or redirects to what cannot be: {error}",
            "correct the url of the source",
        ) from error


Explained = tuple[type[errors.TransportError], str, str]
_ADDRESS = (errors.BadAddress, "cannot be asked: {}", "correct the url of the source")
# Most specific first: a ConnectTimeout is a ConnectionError too, an InvalidProxyURL an InvalidURL.
_KINDS: tuple[tuple[type[rx.RequestException], Explained], ...] = (
    (
        rx.InvalidProxyURL,
        (
            errors.ProxyFailed,
            "the proxy's address is wrong: {}",
            "correct HTTPS_PROXY / HTTP_PROXY, or proxy in [source.access]",
        ),
    ),
    (
        rx.ProxyError,
        (
            errors.ProxyFailed,
            "the proxy failed: {}",
            "check HTTPS_PROXY / HTTP_PROXY, or proxy in [source.access]",
        ),
    ),
    (
        rx.SSLError,
        (
            errors.TlsFailed,
            "TLS failed: {}",
            "check the server's certificate; a private authority: ca_file in [source.access]",
        ),
    ),
    (
        rx.ConnectTimeout,
        (
            errors.TimedOut,
            "no connection within {connect:g} s",
            "the server may be down; it is tried again at the next run",
        ),
    ),
    (
        rx.ReadTimeout,
        (
            errors.TimedOut,
            "nothing came for {read:g} s",
            "raise [harvest] timeout_read if the server is slow by nature",
        ),
    ),
    (rx.Timeout, (errors.TimedOut, "took too long: {}", "it is tried again at the next run")),
    (
        rx.TooManyRedirects,
        (
            errors.TooManyRedirects,
            "redirects do not end: {}",
            "open the url in a browser; the endpoint may have moved",
        ),
    ),
    (
        rx.ChunkedEncodingError,
        (errors.ConnectionCut, "the answer broke off: {}", "it is tried again at the next run"),
    ),
    (
        rx.ContentDecodingError,
        (
            errors.BadContentEncoding,
            "the answer's compression is broken: {}",
            "tell the server's operators",
        ),
    ),
    (
        rx.ConnectionError,
        (errors.Unreachable, "no connection: {}", "check the url, and that the server is up"),
    ),
    (rx.MissingSchema, _ADDRESS),
    (rx.InvalidSchema, _ADDRESS),
    (rx.InvalidURL, _ADDRESS),
    (rx.URLRequired, _ADDRESS),
    (
        rx.InvalidHeader,
        (
            errors.BadAddress,
            "a header cannot be sent: {}",
            "correct [harvest] user_agent or contact: no line breaks",
        ),
    ),
)
_RAISE_LINES = "raise [harvest] max_header_lines if such answers are right for this server"
_OPERATORS = "tell the server's operators"
_OTHER: Explained = (errors.TransportError, "the request failed: {}", "see the message")


def explain(error: rx.RequestException, limits: Limits) -> Explained:
    """What an exception of requests means: our error, what happened, what to do."""
    if isinstance(error, rx.ConnectionError) and _cause(error, NameResolutionError):
        return (
            errors.HostNotFound,
            "the host's name has no address",
            "check the url, and that this machine's name service works",
        )
    if isinstance(error, rx.ConnectionError) and _cause(error, ReadTimeoutError):
        # While a body is read, requests calls a time-out a ConnectionError.
        error = rx.ReadTimeout(error)
    if _cause(error, LineTooLong):
        return errors.HeadTooLong, f"a header line without an end: {_said(error)}", _OPERATORS
    if _cause(error, TooManyLines):
        what = f"the answer has more than {limits.max_header_lines} header lines"
        return errors.HeadTooLong, what, _RAISE_LINES
    kind, what, hint = next((row for cls, row in _KINDS if isinstance(error, cls)), _OTHER)
    said = what.format(_said(error), connect=limits.timeout_connect, read=limits.timeout_read)
    return kind, said, hint


def _said(error: BaseException) -> str:
    """The words of the system (`Connection refused`), else those of the exception."""
    for cause in _causes(error):
        within = cause.__cause__ or cause.__context__
        for one in (cause, within):
            if isinstance(one, OSError) and one.errno and one.strerror:
                return one.strerror
    return str(error)


def _cause(error: BaseException, kind: type[BaseException]) -> bool:
    """Whether `error` wraps one of that kind."""
    return any(isinstance(cause, kind) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it wraps: requests and urllib3 nest them as arguments."""
    reason: object = error
    for _ in range(5):
        if not isinstance(reason, BaseException):
            return
        yield reason
        reason = getattr(reason, "reason", None) or next(
            (a for a in getattr(reason, "args", ()) if isinstance(a, BaseException)), None
        )
