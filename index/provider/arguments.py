"""The arguments of a request -> a `Request`, or a refusal (OAI-PMH 2.0, sections 3.1 and 4)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from index.errors import Refused

Granularity = Literal["day", "second"]

# What XML 1.0 cannot hold, not even as a reference.
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_FORMS: dict[Granularity, tuple[re.Pattern[str], str]] = {
    "day": (re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), "%Y-%m-%d"),
    "second": (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII), "%Y-%m-%dT%H:%M:%SZ"),
}


class _Rule(NamedTuple):
    """`needed` and `allowed` arguments of a verb; `resumable` ones take a token alone instead."""

    needed: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    resumable: bool = False


_LIST = _Rule(frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), True)
_RULES = {
    "Identify": _Rule(),
    "ListMetadataFormats": _Rule(allowed=frozenset({"identifier"})),
    "ListSets": _Rule(resumable=True),
    "GetRecord": _Rule(frozenset({"identifier", "metadataPrefix"})),
    "ListIdentifiers": _LIST,
    "ListRecords": _LIST,
}


@dataclass(frozen=True, slots=True)
class Request:
    """A request that follows the rules. `since` and `until` are included; `given` is as it came."""

    verb: str
    given: tuple[tuple[str, str], ...]
    identifier: str | None = None
    prefix: str | None = None
    set_spec: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    token: str | None = None


def read_request(args: Mapping[str, Sequence[str]], granularity: Granularity) -> Request:
    """Check the arguments of a request to a repository of that granularity.

    Raises `Refused` with badVerb or badArgument.
    """
    verb = _verb(args.get("verb", ()))
    values = {name: _only(name, args[name]) for name in args if name != "verb"}
    _check_names(verb, _RULES[verb], set(values))
    since, until = values.get("from"), values.get("until")
    first, last = _dates(since, until, granularity)
    return Request(
        verb,
        (("verb", verb), *values.items()),
        identifier=values.get("identifier"),
        prefix=values.get("metadataPrefix"),
        set_spec=values.get("set"),
        since=first,
        until=last,
        token=values.get("resumptionToken"),
    )


def _verb(values: Sequence[str]) -> str:
    if len(values) != 1:
        raise Refused("badVerb", "exactly one verb is needed")
    if values[0] not in _RULES:
        raise Refused("badVerb", f"the verbs are {', '.join(sorted(_RULES))}")
    return values[0]


def _only(name: str, values: Sequence[str]) -> str:
    if len(values) != 1:
        raise Refused("badArgument", f"{name!a} is repeated")
    if not values[0] or FORBIDDEN.search(values[0]):
        raise Refused("badArgument", f"{name!a} is empty or holds characters that XML forbids")
    return values[0]


def _check_names(verb: str, rule: _Rule, names: set[str]) -> None:
    if rule.resumable and "resumptionToken" in names:
        if len(names) > 1:
            raise Refused("badArgument", "resumptionToken stands alone")
        return
    if unknown := names - rule.needed - rule.allowed:
        raise Refused("badArgument", f"{verb} does not take {sorted(unknown)!a}")
    if missing := rule.needed - names:
        raise Refused("badArgument", f"{verb} needs {' and '.join(sorted(missing))}")


def _dates(
    since: str | None, until: str | None, granularity: Granularity
) -> tuple[datetime | None, datetime | None]:
    forms = {_form(text) for text in (since, until) if text is not None}
    if len(forms) > 1:
        raise Refused("badArgument", "from and until are not of the same form")
    if "second" in forms and granularity == "day":
        raise Refused("badArgument", "dates are finer than the granularity, which is YYYY-MM-DD")
    first = None if since is None else _moment(since)
    last = None if until is None else _moment(until)
    if first is not None and last is not None and first > last:
        raise Refused("badArgument", "from is later than until")
    if last is not None and "day" in forms:
        last += timedelta(days=1) - timedelta(seconds=1)
    return first, last


def _form(text: str) -> Granularity:
    for granularity, (pattern, _) in _FORMS.items():
        if pattern.fullmatch(text):
            return granularity
    raise Refused("badArgument", "a date is written YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ")


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, _FORMS[_form(text)][1]).replace(tzinfo=UTC)
    except ValueError as error:
        raise Refused("badArgument", f"there is no date {text}") from error


def stamp(moment: datetime, granularity: Granularity) -> str:
    """An aware time as an OAI-PMH datestamp of that granularity."""
    moment = moment.astimezone(UTC)
    day = f"{moment.year:04}-{moment.month:02}-{moment.day:02}"  # strftime: no zeros before 1000
    return day if granularity == "day" else f"{day}T{moment:%H:%M:%SZ}"
