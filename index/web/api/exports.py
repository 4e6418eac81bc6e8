"""All hits of a query in one answer, written as they come."""

from __future__ import annotations

from itertools import islice
from typing import get_args

from index.engines.base import Sort
from index.export.formats import FORMATS
from index.web.api.asking import asked, asking
from index.web.api.forms import chosen_of, format_param, media_types, suffix_param, suffixes
from index.web.api.operation import Answer, Call, Operation
from index.web.api.params import Param
from index.web.problems import Problem
from index.web.settings import WebSettings

COSTS = 20  # points: as many searches as the client could have had meanwhile


def operations(settings: WebSettings) -> tuple[Operation, ...]:
    """`/export` and `/export.SUFFIX`."""
    about = (
        "Every full match, not a page of them, written as it is read. An answer that breaks off "
        f"was not whole: ask again. More than {settings.max_export:,} records: take the dump."
    )
    order = Param("sort", "The order of the records; without it, by key.", among=get_args(Sort))
    params = (*asking(settings), order)
    return (
        Operation(
            "/export", "export", "All hits of a query", about,
            export, (*params, format_param(ours=False)), media=media_types(),
            problems=(413,), streams=True, tag="copies",
        ),
        Operation(
            "/export.{suffix}", "export_as", "The same in a format, by suffix", about,
            export, (*params, suffix_param(suffixes())), media=media_types(),
            problems=(404, 413), streams=True, tag="copies",
        ),
    )  # fmt: skip


def export(call: Call) -> Answer:
    """All hits, as chunks. Raises `Problem` where there are more than are given."""
    ask, form = asked(call.values, call.settings), chosen_of(call, FORMATS.values())
    total = call.index.search(
        ask.text, limit=0, filters=ask.filters, exclude=ask.exclude, sort="newest"
    ).total
    most = call.settings.max_export
    if total > most:
        raise Problem(
            "too-large",
            f"{total} records; an export has up to {most}",
            "ask for less (a source, a year), or take /api/v1/dump",
        )
    records = call.index.records(
        ask.text, filters=ask.filters, exclude=ask.exclude, sort=call.values["sort"]
    )
    name = f'attachment; filename="records{form.suffix}"'
    headers = {"X-Total-Count": str(total), "Content-Disposition": name}
    return Answer(
        media_type=form.media_type, chunks=form.write(islice(records, most)), headers=headers
    )
