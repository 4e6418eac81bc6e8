"""What a harvest would do: it asks for the first page, and stores nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from harvester.agenda import in_turn, newest_of, resumable
from harvester.errors import HarvestError, NoRecordsMatch
from harvester.ledger import Ledger
from harvester.stages import Page
from harvester.talk import Talk
from harvester.task import Endpoint, Plan, Target, Tools
from harvester.windows import first_from
from index.record import Run


@dataclass(frozen=True, slots=True)
class Preview:
    """The first page of one set: the dates asked for, whether an interrupted list goes on, how
    many records and tombstones it has, how many are promised, and whether more pages follow.
    """

    source: str
    set: str
    start: str | None
    end: str | None
    resumes: bool
    records: int = 0
    deleted: int = 0
    unreadable: int = 0
    promised: int | None = None
    more: bool = False
    error: HarvestError | None = None


def preview(target: Target, plan: Plan, tools: Tools, endpoint: Endpoint) -> list[Preview]:
    """Ask for the first page of each set as a harvest would. Nothing is written, nothing raised."""
    ledger = Ledger(Run(0, target.name, "running", (None, None), tools.clock.now()))
    talk = Talk(target.name, tools, endpoint, ledger)
    return [_one(target, plan, tools, talk, spec) for spec in target.sets or ("",)]


def _one(target: Target, plan: Plan, tools: Tools, talk: Talk, set_spec: str) -> Preview:
    begin, token = _beginning(target, plan, tools, talk, set_spec)
    asked = {"metadataPrefix": target.prefix, "set": set_spec, "from": begin.start or ""}
    asked |= {"until": begin.end or ""}
    given = {name: value for name, value in asked.items() if value}
    try:
        page = talk.page("ListRecords", {"resumptionToken": token} if token else given)
    except NoRecordsMatch:
        page = Page(None)
    except HarvestError as error:
        return _told(begin, Page(None), error)
    return _told(begin, page, None)


def _told(begin: Preview, page: Page, error: HarvestError | None) -> Preview:
    return Preview(
        begin.source,
        begin.set,
        begin.start,
        begin.end,
        begin.resumes,
        len(page.records),
        len(page.tombstones),
        len(page.quarantined),
        page.complete_size,
        page.token is not None,
        error,
    )


def _beginning(
    target: Target, plan: Plan, tools: Tools, talk: Talk, set_spec: str
) -> tuple[Preview, str | None]:
    """The dates to ask for, or the token of the window that an earlier run left open."""
    name = target.name
    if plan.full or not plan.moves_cursor:
        return Preview(name, set_spec, plan.since, plan.until, False), None
    rows = [row for row in tools.store.windows(name, set_spec) if row.kind != "by-hand"]
    left = [row for row in rows if row.state != "closed"]
    cursor = tools.store.cursor(name, set_spec)
    if left and (len(rows) > 1 or resumable(left[0], tools.clock.now())):
        if all(row.end is not None for row in left):  # what is new is asked for beside them
            since = first_from(newest_of(rows) or cursor, tools.rules.overlap, talk.granularity())
            left.append(replace(left[0], start=since, end=None, token=None, tries=0))
        first = min(left, key=in_turn)
        good = resumable(first, tools.clock.now())
        here = Preview(name, set_spec, first.start, first.end, True)
        return here, first.token if good else None
    since = first_from(cursor, tools.rules.overlap, talk.granularity()) if cursor else None
    return Preview(name, set_spec, since, None, False), None
