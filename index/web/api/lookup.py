"""Several records by their names: OAI identifiers, DOIs, addresses, or keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from index.record import Key, Record
from index.shapes import record_shape
from index.web.api.forms import form_of, format_param, media_types, written
from index.web.api.operation import Answer, Call, Operation
from index.web.api.params import Param
from index.web.api.records import held
from index.web.api.shapes import KeyShape, LookedUp, Wanted
from index.web.problems import Problem
from index.web.settings import WebSettings


@dataclass(frozen=True, slots=True)
class _Found:
    records: list[Record]
    missing: list[str]


def operations(settings: WebSettings) -> tuple[Operation, ...]:
    """`/lookup`, and `/lookup/many` by POST."""
    about = (
        "A name is an OAI identifier, a DOI, an ISBN, an address …; one that several records have "
        "gives all of them. What is not held stands in `missing`."
    )
    name = Param("name", "A name of a record.", many=True, least=1, most=settings.max_letters)
    return (
        Operation(
            "/lookup", "lookup", "Several records by their names", about,
            by_query, (name, format_param()), LookedUp, media_types(),
        ),
        Operation(
            "/lookup/many", "lookup_many", "Several records by their names or keys", about,
            by_body, (format_param(),), LookedUp, media_types(), takes=Wanted,
        ),
    )  # fmt: skip


def by_query(call: Call) -> Answer:
    """The records that `name=` names."""
    return _answer(call, call.values["name"], ())


def by_body(call: Call) -> Answer:
    """The records that a JSON body names."""
    wanted: Wanted = call.body
    return _answer(call, wanted.names, wanted.keys)


def _answer(call: Call, names: Sequence[str], keys: Sequence[KeyShape]) -> Answer:
    form = form_of(call)
    most = call.settings.max_page
    if len(names) + len(keys) > most:
        raise Problem(
            "too-large",
            f"{len(names) + len(keys)} names; up to {most} are taken at once",
            "ask several times; /export gives all records of a query",
        )
    found = _found(call, names, [Key(key.source, key.identifier) for key in keys])
    if form.format is not None:
        return written(form.format, [one for one in found.records if not one.deleted])
    shapes = [record_shape(record) for record in found.records]
    return Answer(msgspec.json.encode({"records": shapes, "missing": found.missing}))


def _found(call: Call, names: Sequence[str], keys: Sequence[Key]) -> _Found:
    named = {
        name: call.index.find(name.replace("\0", " "))[: call.settings.max_page] for name in names
    }
    every = [key for some in named.values() for key in some]
    records = {record.key: record for record in held(call.index, [*every, *keys])}
    missing = [name for name, some in named.items() if not some]
    missing += [f"{key.source} {key.identifier}" for key in keys if key not in records]
    return _Found(list(records.values()), missing)
