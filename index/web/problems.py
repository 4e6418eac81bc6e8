"""What goes wrong at the door, as RFC 9457 problems: what happened, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from index.errors import (
    EngineError,
    EngineMissing,
    Error,
    NotFound,
    StoreError,
    UsageError,
)

MEDIA_TYPE: Final = "application/problem+json"
TYPES: Final = "/api/v1/docs#problem-"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong with a request: where it stands, what it is, what may be meant."""

    name: str
    detail: str
    did_you_mean: str | None = None


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """The body of every answer of 400 and above (RFC 9457).

    `code` is stable; `hint` says what to do next, `errors` names every parameter that is wrong.
    """

    type: str
    title: str
    status: int
    code: str
    detail: str
    hint: str | None = None
    errors: tuple[Mistake, ...] = ()
    request_id: str | None = None


# code -> (status, title); the documentation lists them, and no other one is given.
KINDS: Mapping[str, tuple[int, str]] = {
    "parameters": (400, "A parameter is wrong"),
    "request": (400, "This is no HTTP that we read"),
    "usage": (400, "The question cannot be meant like this"),
    "body": (400, "The body is not what is expected"),
    "not-found": (404, "There is no such thing"),
    "forbidden": (403, "That is not allowed"),
    "gone": (410, "The record is gone"),
    "method": (405, "This address does not take that method"),
    "not-acceptable": (406, "There is no such format"),
    "slow-client": (408, "The request did not come in time"),
    "too-large": (413, "The request is too large"),
    "media-type": (415, "The body is of another type"),
    "rate": (429, "Too many requests"),
    "internal": (500, "Something broke here"),
    "index": (503, "The index cannot answer now"),
    "store": (503, "The database cannot answer now"),
    "busy": (503, "Too many questions at once"),
    "too-slow": (503, "The answer took too long"),
}


@dataclass(slots=True)
class Problem(Exception):
    """An answer that is a problem; `code` is one of `KINDS`, `headers` go with it."""

    code: str
    detail: str
    hint: str | None = None
    errors: Sequence[Mistake] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return KINDS[self.code][0]

    def details(self, request_id: str | None = None) -> ProblemDetails:
        """The body of the answer."""
        status, title = KINDS[self.code]
        errors = tuple(self.errors)
        return ProblemDetails(
            f"{TYPES}{self.code}", title, status, self.code, self.detail, self.hint, errors,
            request_id,
        )  # fmt: skip

    def body(self, request_id: str | None = None) -> bytes:
        """The same as JSON."""
        return msgspec.json.encode(self.details(request_id))


def problem_of(error: Error) -> Problem:
    """What one of our errors is to a client; what concerns operators only is not told."""
    match error:
        case NotFound():
            return Problem("not-found", error.message, error.hint)
        case UsageError():
            return Problem("usage", error.message, error.hint)
        case EngineMissing():
            return _later("index", "there is no search index yet", 60)
        case EngineError():
            return _later("index", "the search index cannot be read now", 30)
        case StoreError():
            return _later("store", "the database cannot be read now", 10)
    return Problem("internal", "an error that nobody expected", "tell the operator the request id")


def _later(code: str, detail: str, seconds: int) -> Problem:
    hint = f"try again in {seconds} seconds; the operators' log says more"
    return Problem(code, detail, hint, headers={"Retry-After": str(seconds)})
